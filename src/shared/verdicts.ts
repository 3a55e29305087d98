import { z } from "zod";

/** The record-check states. "Not checked" is never shown as "fine". Source: experience 1.5a. */
export const VERDICTS = [
  "intact",
  "intact-anchored",
  "not-checked",
  "checking",
  "cannot-check",
  "incomplete",
  "changed",
] as const;

export const verdictSchema = z.enum(VERDICTS);

/** What is known about a record being what was recorded. */
export type Verdict = z.infer<typeof verdictSchema>;

/** Decision values. ERROR and UNKNOWN are values of their own; neither ever counts as passed. */
export const RISK_LEVELS = ["GREEN", "YELLOW", "RED", "UNKNOWN", "ERROR"] as const;

export const riskLevelSchema = z.enum(RISK_LEVELS);

/** A decision value. */
export type RiskLevel = z.infer<typeof riskLevelSchema>;

/** How a run ended, mildest first. */
export const RUN_STATUSES = ["OK", "BLOCKED", "ERROR"] as const;

export const runStatusSchema = z.enum(RUN_STATUSES);

/** How a run ended. */
export type RunStatus = z.infer<typeof runStatusSchema>;

/** Review states of a run. Source: experience 3.2, "Shapes for the three other axes". */
export const REVIEW_STATES = [
  "none",
  "waiting",
  "on-hold",
  "approved",
  "approved-automatically",
  "rejected",
  "withdrawn",
] as const;

export const reviewStateSchema = z.enum(REVIEW_STATES);

/** Where the review of a run stands. */
export type ReviewState = z.infer<typeof reviewStateSchema>;

/** Whether an explanation exists. Same words as the older system's field. */
export const EXPLANATION_STATUSES = ["NONE", "PENDING", "READY", "ERROR"] as const;

export const explanationStatusSchema = z.enum(EXPLANATION_STATUSES);

/** Whether an explanation exists. */
export type ExplanationStatus = z.infer<typeof explanationStatusSchema>;
