import type { HistoryEntry, RunView } from "../../../shared/operations/run-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { clockStepText } from "../../format/clock-step-text.ts";
import { factText, type RecordFacts } from "../../state/record-facts.ts";
import { en } from "../../text/en.ts";
import { decisionLook } from "../../ui/fact-chips.tsx";
import type { IconName } from "../../ui/icon.tsx";

const words = en.runPage.history;

/** What a step is called. */
export type StepName = keyof typeof words.steps;

/** One step of a run's way, as people mean it. */
export interface HistoryStep {
  readonly key: string;
  readonly name: StepName;
  readonly icon: IconName;
  /** Null where the record tells no time. */
  readonly at: string | null;
  readonly who: string | null;
  readonly where: string | null;
  readonly detail: string | null;
  /** How long after the record it was added, where that is more than the same work. */
  readonly later: string | null;
  /** How far the clock went back before it. */
  readonly clockBack: string | null;
}

/** What is added within an hour belongs to the same work. */
const SAME_WORK_MS = 3_600_000;

const STEP_OF: Readonly<Record<string, { readonly name: StepName; readonly icon: IconName }>> = {
  "attachment.added": { name: "file-added", icon: "file" },
  "run.annotated": { name: "note", icon: "note" },
  "run.tagged": { name: "tag", icon: "tag" },
  "run.hidden": { name: "hidden", icon: "eye-off" },
  "run.shown": { name: "shown", icon: "eye" },
  "advisory.attached": { name: "advice", icon: "note" },
  "advisory.superseded": { name: "advice", icon: "note" },
  "advisory.retracted": { name: "advice", icon: "undo" },
  "explanation.ready": { name: "advice", icon: "note" },
  "review.requested": { name: "review", icon: "pen" },
  "review.decided": { name: "review", icon: "pen" },
  "review.withdrawn": { name: "review", icon: "undo" },
  "override.requested": { name: "review", icon: "pen" },
  "override.decided": { name: "review", icon: "pen" },
  "package.made": { name: "exported", icon: "box-in" },
  "receipt.accepted": { name: "exported", icon: "tick" },
  "damage.found": { name: "damage", icon: "seal-broken" },
};

/** What people mean by the history of a run: made, checked, decided, files, then what was added, in the order of the log. */
export function historySteps(
  view: RunView,
  facts: RecordFacts,
  entries: readonly HistoryEntry[],
): readonly HistoryStep[] {
  const recorded = recordedEntry(entries);
  const marked = entries.map((entry, index) => marks(entry, entries[index - 1] ?? null, recorded));
  const added = entries.flatMap((entry, index) => {
    const step = entry === recorded ? importedStep(entry) : addedStep(entry);
    return step === null ? [] : [{ ...step, ...(marked[index] ?? NO_MARKS) }];
  });
  return [...madeSteps(view, facts, recorded), ...added];
}

/** The entry by which the run came into this store; null for a run that was found in the folder. */
export function recordedEntry(entries: readonly HistoryEntry[]): HistoryEntry | null {
  return entries.find(({ kind }) => kind === "run.recorded") ?? null;
}

/** What an entry is marked with. */
export type EntryMarks = Pick<HistoryStep, "later" | "clockBack">;

const NO_MARKS: EntryMarks = { later: null, clockBack: null };

/** Added long after the record, or after the clock was set back. What tells of the record itself is never late. */
export function marks(entry: HistoryEntry, before: HistoryEntry | null, recorded: HistoryEntry | null): EntryMarks {
  const atMs = Date.parse(entry.at);
  const isBack = before !== null && atMs < Date.parse(before.at);
  return {
    later: entry.kind === "late.adopted" ? words.lateLine : laterWords(entry, recorded),
    clockBack: isBack ? words.clockBack(clockStepText(before.at, entry.at)) : null,
  };
}

const NEVER_LATE = new Set(["run.recorded", "check.finished", "damage.found", "package.made", "receipt.accepted"]);

function laterWords(entry: HistoryEntry, recorded: HistoryEntry | null): string | null {
  if (recorded === null || NEVER_LATE.has(entry.kind) || entry.body.imported === true) return null;
  const afterMs = Date.parse(entry.at) - Date.parse(recorded.at);
  if (!(afterMs > SAME_WORK_MS)) return null;
  return words.later(clockStepText(recorded.at, entry.at));
}

/** Made, checked, decided and written in one go: one time and one person for all. */
function madeSteps(view: RunView, facts: RecordFacts, recorded: HistoryEntry | null): readonly HistoryStep[] {
  const isImported = recorded?.body.imported === true;
  const at = view.row.created_at_utc ?? (isImported ? null : (recorded?.at ?? null));
  const who = factText(facts, "recorded_by") ?? (isImported ? null : (recorded?.actor.uid ?? null));
  const where = factText(facts, "workstation_id") ?? (isImported ? null : (recorded?.station ?? null));
  const same = { at, who, where, ...NO_MARKS };
  const engine = factText(facts, "engine_version");
  const number = view.row.run_number;
  const look = decisionLook(view.row.risk_level);
  const files = Array.isArray(recorded?.body.attachments) ? recorded.body.attachments.length : null;
  const wasChecked = facts.feasibility !== null || view.row.risk_level !== null;
  const step = (name: StepName, icon: IconName, detail: string | null): HistoryStep => ({
    ...same,
    ...{ key: name, name, icon, detail },
  });
  return [
    step("made", "plus", number === null || isImported ? null : words.detail.runNumber(number)),
    ...(wasChecked ? [step("checked", "circle-tick", engine === null ? null : words.engine(engine))] : []),
    ...(facts.readable ? [step("decided", look.icon ?? "circle-dashed", look.word)] : []),
    ...(files === null ? [] : [step("files-written", "file", files === 0 ? words.noFiles : words.fileCount(files))]),
  ];
}

function importedStep(entry: HistoryEntry): HistoryStep | null {
  return entry.body.imported === true ? stepOf(entry, { name: "imported", icon: "box-in" }) : null;
}

function addedStep(entry: HistoryEntry): HistoryStep | null {
  const step = STEP_OF[entry.kind];
  if (step === undefined) return null;
  const isValue = entry.kind === "run.annotated" && typeof entry.body.key === "string";
  return stepOf(entry, isValue ? { name: "value", icon: "tag" } : step);
}

function stepOf(
  entry: HistoryEntry,
  { name, icon }: { readonly name: StepName; readonly icon: IconName },
): HistoryStep {
  const { at, station: where } = entry;
  return {
    key: String(entry.seq),
    name,
    icon,
    at,
    who: entry.actor.uid,
    where,
    detail: entryDetail(entry),
    ...NO_MARKS,
  };
}

/** What an entry is called in words; a kind that this program does not know keeps its name. */
export function kindWord({ kind, body }: Pick<HistoryEntry, "kind" | "body">): string {
  if (kind === "run.recorded" && body.imported === true) return words.steps.imported;
  if (kind === "run.annotated") return typeof body.key === "string" ? words.steps.value : words.steps.note;
  return words.kinds[kind] ?? kind;
}

/** What an entry says beyond its kind, in words; null where that is nothing. All of it stands in the raw view. */
export function entryDetail({ body, size }: Pick<HistoryEntry, "body" | "size">): string | null {
  const text = (name: string): string | null => {
    const value = body[name];
    return typeof value === "string" && value.trim() !== "" ? value : null;
  };
  const [key, value, number, engine] = [text("key"), text("value"), text("run_number"), text("engine_id")];
  const verdict = text("verdict");
  const { detail, fileCount } = words;
  const files = Array.isArray(body.attachments) && body.attachments.length > 0 ? body.attachments.length : null;
  const parts = [
    number === null ? null : detail.runNumber(number),
    text("origin") === null ? null : detail.from(text("origin") ?? ""),
    key === null || value === null ? null : detail.keyValue(key, value),
    ...["note", "text", "tag", "reason", "decision", "summary", "message"].map(text),
    ...(Array.isArray(body.tags) ? body.tags.filter((tag) => typeof tag === "string") : []),
    text("filename"),
    text("filename") === null || size === null ? null : byteSizeText(size),
    files === null ? null : fileCount(files),
    engine === null ? null : detail.madeBy(engine),
    verdict === null ? null : (checkWords[verdict] ?? verdict),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}

const checkWords: Readonly<Record<string, string>> = en.words.check;
