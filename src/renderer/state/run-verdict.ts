import type { RunView } from "../../shared/operations/run-operations.ts";
import type { RiskLevel } from "../../shared/verdicts.ts";
import { en } from "../text/en.ts";
import type { RecordFacts } from "./record-facts.ts";
import { fenceOf, leadFinding, type ShownCheck } from "./shown-check.ts";

/** How loud the band is. Colour only for what is not normal; `unsure` never counts as passed. */
export type VerdictTone = "plain" | "warn" | "stop" | "unsure" | "changed";

/** The drawing of a verdict, by its name. */
export type VerdictShape =
  | "seal-broken"
  | "page-broken"
  | "square-question"
  | "octagon-cross"
  | "barrier"
  | "triangle-mark"
  | "circle-dashed"
  | "circle-tick";

/** Where the one button of the band leads. */
export type NextStep = "checks" | "files" | "record-check" | "raw";

/** The answer to "Can I run this?": word, shape, reason, next step. */
export interface RunVerdict {
  readonly tone: VerdictTone;
  readonly icon: VerdictShape;
  readonly headline: string;
  readonly why: readonly string[];
  /** A sentence to do at the machine; null when the button says it all. */
  readonly advice: string | null;
  readonly next: { readonly label: string; readonly step: NextStep };
}

const words = en.runPage.verdict;

/** The verdict of a run. What is wrong with the record counts before what the checks said, and blocking before a decision. */
export function runVerdict(view: RunView, facts: RecordFacts, shown: ShownCheck): RunVerdict {
  const fence = fenceOf(shown);
  if (fence === "record") return changedVerdict(view.row.problem);
  if (view.row.problem !== null) return unreadableVerdict(view.row.problem);
  if (fence === "files") return fileChangedVerdict(shown);
  if (view.row.status === "ERROR") return errorVerdict(view.row.risk_level, facts);
  if (view.row.status === "BLOCKED") return blockedVerdict(view.row.risk_level, facts);
  const decided = decisionVerdict(view, facts);
  return shown.known === "cannot-check" ? unconfirmedVerdict(decided, shown) : decided;
}

/** Faults whose sentence needs the reason to be of use. */
const WITH_REASON = new Set(["request"]);

/** What a missing fact is called, in a sentence. */
export function missingSentence(field: string, reason: string): string {
  const sentence = en.runPage.violation[field];
  if (sentence === undefined) return `${en.runPage.violationOther(field)} ${reason}`;
  return WITH_REASON.has(field) ? `${sentence} ${reason}` : sentence;
}

function changedVerdict(problem: string | null): RunVerdict {
  return {
    tone: "changed",
    icon: "seal-broken",
    headline: words.changed,
    why: problem === null ? [words.changedWhy] : [words.changedWhy, `${words.unreadable}. ${problem}`],
    advice: null,
    next: { label: words.changedNext, step: "record-check" },
  };
}

/** The record can be read as it was recorded; a file of it cannot be used. */
function fileChangedVerdict({ report }: ShownCheck): RunVerdict {
  const lead = report === null ? null : leadFinding(report);
  return {
    tone: "changed",
    icon: "seal-broken",
    headline: words.fileChanged,
    why: [lead?.what_to_do ?? words.fileChangedWhy],
    advice: null,
    next: { label: words.changedNext, step: "record-check" },
  };
}

/** What was decided stands, but nobody can show that the record is what it was: the band asks to look before anything runs. */
function unconfirmedVerdict(decided: RunVerdict, { report }: ShownCheck): RunVerdict {
  const lead = report === null ? null : leadFinding(report);
  return {
    ...decided,
    tone: decided.tone === "plain" ? "unsure" : decided.tone,
    why: [...decided.why, lead?.what_to_do ?? words.cannotCheckWhy],
    advice: words.cannotCheckAdvice,
    next: { label: words.cannotCheckNext, step: "record-check" },
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
    why: givenReasons(facts) ?? [isCheck ? words.notFinishedWhy : words.errorWhy],
    advice: null,
    next: { label: words.notFinishedNext, step: "checks" },
  };
}

function blockedVerdict(risk: RiskLevel | null, facts: RecordFacts): RunVerdict {
  return {
    tone: "stop",
    icon: risk === "RED" ? "octagon-cross" : "barrier",
    headline: words.blocked,
    why: givenReasons(facts) ?? [words.blockedWhy],
    advice: null,
    next: { label: words.blockedNext, step: "checks" },
  };
}

/** The reasons the record gives, each once: what was missing, else the reason and the first warning. Null without any. */
function givenReasons(facts: RecordFacts): readonly string[] | null {
  if (facts.missing.length > 0) {
    const [first, ...more] = facts.missing.map(({ field, reason }) => missingSentence(field, reason));
    return [`${words.incompleteWhy} ${first}`, ...more];
  }
  const given = [facts.blockReason, facts.warnings[0] ?? null].filter((reason) => reason !== null);
  return given.length === 0 ? null : [...new Set(given)];
}

function decisionVerdict(view: RunView, facts: RecordFacts): RunVerdict {
  const reason = facts.blockReason ?? facts.warnings[0] ?? null;
  const toChecks = { label: words.seeChecks, step: "checks" } as const;
  switch (view.row.risk_level) {
    case "GREEN":
      return passedVerdict(view, facts);
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

function passedVerdict(view: RunView, facts: RecordFacts): RunVerdict {
  const [warning] = facts.warnings;
  const hasFiles = view.attachments.length > 0 || facts.gcodeText !== null;
  const toNext = hasFiles
    ? ({ label: words.seeFiles, step: "files" } as const)
    : ({ label: words.seeChecks, step: "checks" } as const);
  return {
    tone: "plain",
    icon: "circle-tick",
    headline: words.passed,
    why: [warning ?? words.passedWhy],
    advice: words.passedNext,
    next: warning === undefined ? toNext : warningsStep(facts.warnings.length),
  };
}

function warningsStep(count: number): RunVerdict["next"] {
  return { label: words.warningsNext(count), step: "checks" };
}
