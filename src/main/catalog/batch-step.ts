import { BATCH_STEPS, type BatchNode } from "../../shared/operations/relation-operations.ts";

/** A step of a batch. */
export type BatchStep = BatchNode["step"];

/**
 * The step that a kind of event stands for, by the last of its words that names one: `saw_batch_op_toolpaths` is toolpaths. What names
 * none is another step.
 */
export function batchStep(eventType: string | null): BatchStep {
  const words = (eventType ?? "").toLowerCase().split(/[^a-z]+/);
  const named = words.map((word) => BATCH_STEPS.find((step) => step === word)).filter((step) => step !== undefined);
  return named.at(-1) ?? "other";
}

/** Where a step stands in the order of a batch. */
export function stepRank(step: BatchStep): number {
  return BATCH_STEPS.indexOf(step);
}
