import type { TracedCall } from "./traced-program.ts";

/** The calls that commits are made of. */
export const COMMIT_CALLS = [
  ...["write", "pwrite64", "fsync", "fdatasync", "syncfs", "link", "linkat", "ftruncate"],
  ...["stat", "lstat", "statx", "newfstatat"],
] as const;

const WRITES: ReadonlySet<string> = new Set(["write", "pwrite64"]);
const FLUSHES: ReadonlySet<string> = new Set(["fsync", "fdatasync"]);
const LINKS: ReadonlySet<string> = new Set(["link", "linkat"]);
const LOOKS: ReadonlySet<string> = new Set(["stat", "lstat", "statx", "newfstatat"]);
const RUN_ID = /run_[0-9a-f]{32}/g;
const JOURNAL = /^\d+<[^>]*\/journal\/\d{8}\.jnl>/;
const LEDGER = /^\d+<[^>]*\/ledger\/\d{8}\.ndjson>/;

/** A trace as the order of commits is read from it: each list in the order of the trace, each map by the id of a run. */
class CommitTrace {
  readonly frames: ReadonlyMap<string, TracedCall>;
  readonly said: ReadonlyMap<string, TracedCall>;
  readonly links: ReadonlyMap<string, TracedCall>;
  readonly lines: ReadonlyMap<string, TracedCall>;
  readonly looks: readonly TracedCall[];
  readonly flushes: readonly TracedCall[];
  readonly wholeFlushes: readonly TracedCall[];
  readonly emptied: readonly TracedCall[];

  constructor(all: readonly TracedCall[]) {
    const calls = all.filter(({ result }) => result >= 0);
    const writes = calls.filter(({ name }) => WRITES.has(name));
    this.frames = firstOfRuns(writes.filter(({ text }) => JOURNAL.test(text) && text.includes('"rmos-frame/1 ')));
    this.said = firstOfRuns(writes.filter(({ text }) => text.startsWith("1<")));
    this.lines = firstOfRuns(writes.filter(({ text }) => LEDGER.test(text)));
    this.links = firstOfRuns(
      calls.filter(({ name, text }) => LINKS.has(name) && /\/run_[0-9a-f]{32}\.json"/.test(text)),
    );
    // What is looked for is not there as a rule: the answer is a refusal.
    this.looks = all.filter(({ name, text }) => LOOKS.has(name) && /\/epochs\/\d{8}\.json"/.test(text));
    this.flushes = calls.filter(({ name }) => FLUSHES.has(name));
    this.wholeFlushes = calls.filter(({ name }) => name === "syncfs");
    this.emptied = calls.filter(({ name, text }) => name === "ftruncate" && JOURNAL.test(text) && text.endsWith(", 0"));
  }
}

function firstOfRuns(calls: readonly TracedCall[]): ReadonlyMap<string, TracedCall> {
  const first = new Map<string, TracedCall>();
  for (const call of calls) {
    for (const [runId] of call.text.matchAll(RUN_ID)) if (!first.has(runId)) first.set(runId, call);
  }
  return first;
}

function firstAfter(calls: readonly TracedCall[], line: number, isIt = (_text: string): boolean => true) {
  return calls.find((call) => call.begun > line && isIt(call.text)) ?? null;
}

/**
 * What is out of order in the commits of these runs, as sentences: a run is said to be recorded only after its frame is in the journal, the
 * journal is flushed and nobody has taken the folder; its file comes to its place after that, and its line after its file; the journal is
 * emptied only after file, line and both their folders were flushed. Source: store-format, "The one commit point".
 */
export function orderProblems(calls: readonly TracedCall[], runIds: readonly string[]): readonly string[] {
  const trace = new CommitTrace(calls);
  return runIds.flatMap((runId) => problemsOf(trace, runId).map((problem) => `${runId}: ${problem}`));
}

function problemsOf(trace: CommitTrace, runId: string): readonly string[] {
  const frame = trace.frames.get(runId);
  const said = trace.said.get(runId);
  if (frame === undefined || said === undefined) return ["no frame, or nobody was told"];
  const flush = firstAfter(trace.flushes, frame.done, (text) => JOURNAL.test(text));
  if (flush === null || flush.done > said.begun) return ["said to be recorded before its frame was flushed"];
  const look = firstAfter(trace.looks, flush.done);
  const link = trace.links.get(runId);
  const line = trace.lines.get(runId);
  if (link === undefined || line === undefined) return ["its file or its line never came to its place"];
  return [
    ...(look === null || look.done > said.begun
      ? ["nobody looked whether the folder was taken before it was said"]
      : []),
    ...(link.begun < flush.done ? ["its file came to its place before its frame was flushed"] : []),
    ...(line.begun < link.done ? ["its line was written before its file was there"] : []),
    ...emptiedTooEarly(trace, { runId, link, line }),
  ];
}

/** Everything that the journal was kept for must be flushed before it is emptied. */
function emptiedTooEarly(
  trace: CommitTrace,
  { runId, link, line }: { readonly runId: string; readonly link: TracedCall; readonly line: TracedCall },
): readonly string[] {
  const end = Math.max(link.done, line.done);
  const emptied = firstAfter(trace.emptied, end);
  if (emptied === null) return ["the journal was not emptied at the end"];
  const isFlushed = (flush: TracedCall | null): boolean => flush !== null && flush.done < emptied.begun;
  if (isFlushed(firstAfter(trace.wholeFlushes, end))) return [];
  const folder = /"([^"]*)\/[^/"]*"/.exec(link.text)?.[1] ?? "nowhere";
  const needed: readonly (readonly [string, number, (text: string) => boolean])[] = [
    ["its file", link.done, (text) => text.includes(`/${runId}.json>`)],
    ["its folder", link.done, (text) => text.includes(`<${folder}>`)],
    ["its line", line.done, (text) => LEDGER.test(text)],
  ];
  return needed
    .filter(([, after, isIt]) => !isFlushed(firstAfter(trace.flushes, after, isIt)))
    .map(([what]) => `the journal was emptied before ${what} was flushed`);
}
