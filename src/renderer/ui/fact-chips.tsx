import type { JobProgress } from "../../shared/ipc/events.ts";
import type { ReviewState, RiskLevel, RunStatus, Verdict } from "../../shared/verdicts.ts";
import { countText } from "../format/number-text.ts";
import { en } from "../text/en.ts";
import { Icon, type IconName } from "./icon.tsx";

/** How loud a chip is: colour only for what is not normal. */
export type ChipTone = "plain" | "warn" | "stop" | "unsure" | "changed" | "action";

/** A word with its shape. */
export interface ChipLook {
  readonly word: string;
  readonly icon: IconName | null;
  readonly tone: ChipTone;
}

type ChipSize = "row" | "page";

const DECISION_LOOKS: Readonly<Record<RiskLevel, Omit<ChipLook, "word">>> = {
  GREEN: { icon: "circle-tick", tone: "plain" },
  YELLOW: { icon: "triangle-mark", tone: "warn" },
  RED: { icon: "octagon-cross", tone: "stop" },
  ERROR: { icon: "square-question", tone: "unsure" },
  UNKNOWN: { icon: "circle-dashed", tone: "unsure" },
};

const CHECK_LOOKS: Readonly<Record<Verdict, Omit<ChipLook, "word">>> = {
  intact: { icon: "seal-tick", tone: "plain" },
  "intact-anchored": { icon: "seal-double", tone: "plain" },
  "not-checked": { icon: "seal-dotted", tone: "plain" },
  checking: { icon: "ring", tone: "plain" },
  "cannot-check": { icon: "seal-question", tone: "unsure" },
  incomplete: { icon: "seal-gap", tone: "unsure" },
  changed: { icon: "seal-broken", tone: "changed" },
};

const REVIEW_LOOKS: Readonly<Record<ReviewState, Omit<ChipLook, "word">>> = {
  none: { icon: "pen", tone: "plain" },
  waiting: { icon: "pen", tone: "action" },
  "on-hold": { icon: "pause", tone: "plain" },
  approved: { icon: "pen", tone: "plain" },
  "approved-automatically": { icon: "gear", tone: "plain" },
  rejected: { icon: "cross", tone: "unsure" },
  withdrawn: { icon: "undo", tone: "unsure" },
};

/** The look of any fact of a record that cannot be read: not known is never fine. */
export const UNREADABLE_LOOK: ChipLook = { word: en.words.unreadable, icon: "page-broken", tone: "unsure" };

/** The look of a decision; null is a record without one, which never counts as passed. */
export function decisionLook(risk: RiskLevel | null): ChipLook {
  if (risk === null) return { word: en.words.noDecision, icon: "circle-dashed", tone: "unsure" };
  return { word: en.words.decision[risk], ...DECISION_LOOKS[risk] };
}

/** The look of a status: a plain word, loud only when the run did not finish. */
export function statusLook(status: RunStatus | null): ChipLook {
  if (status === null) return { word: en.words.noStatus, icon: null, tone: "unsure" };
  const tone = { OK: "plain", BLOCKED: "stop", ERROR: "unsure" } as const;
  return { word: en.words.status[status], icon: null, tone: tone[status] };
}

/** The look of a record-check state. Never green: an intact record says nothing about the cut. */
export function checkLook(verdict: Verdict): ChipLook {
  return { word: en.words.check[verdict], ...CHECK_LOOKS[verdict] };
}

/** The look while a record is being checked, with how far it is where that is counted in files. */
export function checkingLook(progress: JobProgress | null): ChipLook {
  const look = checkLook("checking");
  if (progress === null || progress.total === null || progress.unit !== "files") return look;
  return { ...look, word: en.runPage.check.checking(countText(progress.done), countText(progress.total)) };
}

/** The look of one file's check. Same drawings, words about a file. */
export function fileLook(verdict: Verdict): ChipLook {
  return { ...checkLook(verdict), word: en.runPage.check.file[verdict] };
}

/** The look of a review state. Blue only where a person is asked to act. */
export function reviewLook(review: ReviewState): ChipLook {
  return { word: en.words.review[review], ...REVIEW_LOOKS[review] };
}

/** One of the four facts of a run as a chip with its own outline. */
export function FactChip(props: {
  readonly fact: "decision" | "status" | "check" | "review";
  readonly look: ChipLook;
  readonly size: ChipSize;
}) {
  const { fact, look, size } = props;
  // The record check is told by its drawing from further away than its word can be read.
  const iconSize = { row: fact === "check" ? "1.4em" : "1.15em", page: fact === "check" ? "1.8em" : "1.5em" }[size];
  return (
    <span className="chip" data-fact={fact} data-tone={look.tone} data-size={size}>
      {look.icon === null ? null : <Icon name={look.icon} size={iconSize} />}
      <span>{look.word}</span>
    </span>
  );
}
