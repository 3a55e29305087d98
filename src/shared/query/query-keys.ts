import { REVIEW_STATES, RISK_LEVELS, RUN_STATUSES, VERDICTS } from "../verdicts.ts";
import type { ValueFilterName } from "./run-query.ts";

/** A word that may stand before a colon in a typed query. */
export interface QueryKey {
  /** As it is written. Every case is taken, and `_` for `-`. */
  readonly key: string;
  readonly aliases: readonly string[];
  /** What it looks for, in one line. */
  readonly meaning: string;
  /** The only values it takes; empty where any text, or any date, may stand. */
  readonly values: readonly string[];
  /** Other words for its values, in lower case, as people see them on the screen. */
  readonly words: Readonly<Record<string, string>>;
  /** The filter that takes its values, any of which may hold; null for a key that works in another way. */
  readonly filter: ValueFilterName | null;
}

interface KeyParts {
  readonly aliases?: readonly string[];
  readonly values?: readonly string[];
  readonly words?: Readonly<Record<string, string>>;
}

function filterKey(key: string, filter: ValueFilterName, meaning: string, parts: KeyParts = {}): QueryKey {
  return { key, filter, meaning, aliases: [], values: [], words: {}, ...parts };
}

function ownKey(key: string, meaning: string, parts: KeyParts = {}): QueryKey {
  return { key, filter: null, meaning, aliases: [], values: [], words: {}, ...parts };
}

const DECISION_WORDS = {
  "checks-passed": "GREEN",
  passed: "GREEN",
  "passed-with-warnings": "YELLOW",
  warnings: "YELLOW",
  "checks-failed": "RED",
  failed: "RED",
  "check-did-not-finish": "ERROR",
};

const CHECK_WORDS = { "record-intact": "intact", "record-changed": "changed", "record-not-complete": "incomplete" };

const YES_NO = ["yes", "no"] as const;

/** Every key there is, in the order in which they are offered. */
export const QUERY_KEYS: readonly QueryKey[] = [
  filterKey("decision", "risk", "What the checks decided", {
    aliases: ["risk", "risk-level"],
    values: RISK_LEVELS,
    words: DECISION_WORDS,
  }),
  filterKey("status", "status", "How the run ended", { values: RUN_STATUSES, words: { finished: "OK" } }),
  filterKey("tool", "tool", "Tool", { aliases: ["tool-id"] }),
  filterKey("material", "material", "Material", { aliases: ["mat", "material-id"] }),
  filterKey("machine", "machine", "Machine", { aliases: ["machine-id"] }),
  filterKey("mode", "mode", "Kind of work, such as saw or cam"),
  filterKey("event", "event_type", "Step of the work", { aliases: ["event-type", "step"] }),
  filterKey("batch", "batch_label", "Batch", { aliases: ["batch-label"] }),
  filterKey("session", "workflow_session", "Session", { aliases: ["workflow-session"] }),
  filterKey("parent", "parent", "Runs based on this run", { aliases: ["based-on", "parent-run-id"] }),
  filterKey("review", "review", "Where the review stands", {
    values: REVIEW_STATES,
    words: { hold: "on-hold", "approved-by-person": "approved" },
  }),
  filterKey("check", "check", "What the record check found", {
    aliases: ["record", "verdict"],
    values: VERDICTS,
    words: CHECK_WORDS,
  }),
  filterKey("tag", "tag", "Tag. With commas any of them, written again all of them"),
  filterKey("reason", "reason", "Why the run was blocked", { aliases: ["why", "block-reason"] }),
  ownKey("since", "From a day on: 7d, 12h, 2w, 3m, today or a date", { aliases: ["from", "after"] }),
  ownKey("until", "Up to a day or time, with that one", { aliases: ["to", "before"] }),
  ownKey("on", "On one day", { aliases: ["date", "day"] }),
  ownKey("shift", "The shift that runs now", { values: ["now"] }),
  ownKey("exported", "In an audit package. -exported: in none", { values: YES_NO }),
  ownKey("differs", "Result differs from an earlier run with the same inputs", { values: YES_NO }),
  ownKey("hidden", "Hidden runs too, or only them", { values: ["yes", "only", "no"] }),
  ownKey("all-tags", "Every one of these tags", { aliases: ["tags"] }),
];

/** Keys that also stand alone: `exported` and `-exported`. */
export const FLAG_KEYS: readonly string[] = ["exported", "differs"];

/** How a key or one of a closed set of values is compared: case, blanks and underscores make no difference. */
export function plainWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");
}

const byWord = new Map(QUERY_KEYS.flatMap((key) => [key.key, ...key.aliases].map((word) => [word, key] as const)));

/** The key that is meant by a word before a colon; null where there is none. */
export function findQueryKey(word: string): QueryKey | null {
  return byWord.get(plainWord(word)) ?? null;
}

/** The value of a closed set that is meant by a text; null where there is none. */
export function findQueryValue({ values, words }: QueryKey, text: string): string | null {
  const word = plainWord(text);
  return (
    values.find((value) => plainWord(value) === word) ?? (Object.hasOwn(words, word) ? (words[word] ?? null) : null)
  );
}

/** The key that most likely was meant by a word that is none. */
export function nearestKey(word: string): string | null {
  const nearest = nearestWord(plainWord(word), [...byWord.keys()]);
  return nearest === null ? null : (byWord.get(nearest)?.key ?? null);
}

/** The value of a closed set that most likely was meant. */
export function nearestValue({ values, words }: QueryKey, text: string): string | null {
  const nearest = nearestWord(plainWord(text), [...values.map(plainWord), ...Object.keys(words)]);
  return nearest === null ? null : (values.find((value) => plainWord(value) === nearest) ?? words[nearest] ?? null);
}

/** A longer slip of the pen is more likely another word. */
const LONGEST_WORD = 40;

function nearestWord(word: string, known: readonly string[]): string | null {
  if (word.length < 2 || word.length > LONGEST_WORD) return null;
  const begun = known.find((candidate) => candidate.startsWith(word));
  if (begun !== undefined) return begun;
  const most = word.length < 4 ? 1 : 2;
  let nearest: { readonly word: string; readonly slips: number } | null = null;
  for (const candidate of known) {
    const slips = slipsBetween(word, candidate);
    if (slips <= most && slips < (nearest?.slips ?? most + 1)) nearest = { word: candidate, slips };
  }
  return nearest?.word ?? null;
}

/** How many letters must be put in, left out or exchanged to make one word of the other; neighbours that changed places count once. */
function slipsBetween(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const exchanged = (last[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const turned = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? (beforeLast[j - 2] ?? 99) + 1 : 99;
      row.push(Math.min(exchanged, turned, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    [beforeLast, last] = [last, row];
  }
  return last[other.length] ?? 0;
}
