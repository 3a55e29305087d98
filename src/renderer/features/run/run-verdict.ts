import type { RunView } from "../../../shared/operations/run-operations.ts";
import type { CheckReport } from "../../../shared/operations/store-operations.ts";
import type { RiskLevel } from "../../../shared/verdicts.ts";
import { en } from "../../text/en.ts";
import type { IconName } from "../../ui/icon.tsx";
import type { RecordFacts } from "./record-facts.ts";

/** How loud the band is. Colour only for what is not normal; `unsure` never counts as passed. */
export type VerdictTone = "plain" | "warn" | "stop" | "unsure" | "changed";

/** Where the one button of the band leads. */
export type NextStep = "checks" | "files" | "record-check" | "raw";

/** The answer to "Can I run this?": word, shape, reason, next step. */
export interface RunVerdict {
  readonly tone: VerdictTone;
  readonly icon: IconName;
  readonly headline: string;
  readonly why: readonly string[];
  /** A sentence to do at the machine; null when the button says it all. */
  readonly advice: string | null;
  readonly next: { readonly label: string; readonly step: NextStep };
}

const words = en.runPage.verdict;

/** The verdict of a run. What is wrong with the record counts before what the checks said, and blocking before a decision. */
export function runVerdict(view: RunView, facts: RecordFacts, report: CheckReport | null): RunVerdict {
  if (isChanged(view, report)) return changedVerdict();
  if (view.row.problem !== null) return unreadableVerdict(view.row.problem);
  if (view.row.status === "ERROR") return errorVerdict(view.row.risk_level, facts);
  if (view.row.status === "BLOCKED") return blockedVerdict(view.row.risk_level, facts);
  return decisionVerdict(view.row.risk_level, facts);
}

/** True when the record is not what was recorded: the page is then fenced. */
export function isChanged(view: RunView, report: CheckReport | null): boolean {
  return (report?.verdict ?? view.verdict) === "changed";
}

/** What a missing fact is called, in a sentence. */
export function missingSentence(field: string, reason: string): string {
  return en.runPage.violation[field] ?? `${en.runPage.violationOther(field)} ${reason}`;
}

function changedVerdict(): RunVerdict {
  return {
    tone: "changed",
    icon: "seal-broken",
    headline: words.changed,
    why: [words.changedWhy],
    advice: null,
    next: { label: words.changedNext, step: "record-check" },
  };
}

function unreadableVerdict(problem: string): RunVerdict {
  return {
    tone: "unsure",
    icon: "page-broken",
    headline: words.unreadable,
    why: [words.unreadableWhy, problem],
    advice: null,
    next: { label: words.unreadableNext, step: "raw" },
  };
}

function errorVerdict(risk: RiskLevel | null, facts: RecordFacts): RunVerdict {
  const isCheck = risk === "ERROR" || risk === null;
  return {
    tone: "unsure",
    icon: "square-question",
    headline: isCheck ? words.notFinished : words.error,
    why: [facts.blockReason ?? (isCheck ? words.notFinishedWhy : words.errorWhy)],
    advice: null,
    next: { label: words.notFinishedNext, step: "checks" },
  };
}

function blockedVerdict(risk: RiskLevel | null, facts: RecordFacts): RunVerdict {
  return {
    tone: "stop",
    icon: risk === "RED" ? "octagon-cross" : "barrier",
    headline: words.blocked,
    why: blockedReasons(facts),
    advice: null,
    next: { label: words.blockedNext, step: "checks" },
  };
}

function blockedReasons(facts: RecordFacts): readonly string[] {
  if (facts.missing.length > 0) {
    return [words.incompleteWhy, ...facts.missing.map(({ field, reason }) => missingSentence(field, reason))];
  }
  const first = [facts.blockReason, facts.warnings[0] ?? null].filter((reason) => reason !== null);
  return first.length > 0 ? first : [words.blockedWhy];
}

function decisionVerdict(risk: RiskLevel | null, facts: RecordFacts): RunVerdict {
  const reason = facts.blockReason ?? facts.warnings[0] ?? null;
  const toChecks = { label: words.seeChecks, step: "checks" } as const;
  switch (risk) {
    case "GREEN":
      return passedVerdict(facts);
    case "YELLOW":
      return {
        tone: "warn",
        icon: "triangle-mark",
        headline: words.warnings,
        why: reason === null ? [] : [reason],
        advice: null,
        next: facts.warnings.length === 0 ? toChecks : warningsStep(facts.warnings.length),
      };
    case "RED":
      return {
        tone: "stop",
        icon: "octagon-cross",
        headline: words.failed,
        why: [reason ?? words.failedWhy],
        advice: null,
        next: { label: words.failedNext, step: "checks" },
      };
    case "ERROR":
      return {
        tone: "unsure",
        icon: "square-question",
        headline: words.notFinished,
        why: [reason ?? words.notFinishedWhy],
        advice: null,
        next: { label: words.notFinishedNext, step: "checks" },
      };
    default:
      return {
        tone: "unsure",
        icon: "circle-dashed",
        headline: words.notKnown,
        why: [reason ?? words.notKnownWhy],
        advice: null,
        next: toChecks,
      };
  }
}

function passedVerdict(facts: RecordFacts): RunVerdict {
  const [warning] = facts.warnings;
  return {
    tone: "plain",
    icon: "circle-tick",
    headline: words.passed,
    why: [warning ?? words.passedWhy],
    advice: words.passedNext,
    next: warning === undefined ? { label: words.seeChecks, step: "checks" } : warningsStep(facts.warnings.length),
  };
}

function warningsStep(count: number): RunVerdict["next"] {
  return { label: words.warningsNext(count), step: "checks" };
}
