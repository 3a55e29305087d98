import { sha256Hex } from "../../../src/main/canonical/digest.ts";
import { type DiskImage, filesOf } from "../simulated-fs/simulated-disk.ts";
import type { Coverage } from "./coverage.ts";
import type { Expectations, TriedChange } from "./expectations.ts";
import { type LedgerText, walkLedger } from "./walk-ledger.ts";

const RUNS = "disk/runs/";
const DATE_FOLDER = /^\d{4}-\d{2}-\d{2}\//;
const LEFTOVER = /(^|\/)\.[^/]*\.tmp$|\.stage-/;

/**
 * Compares what lies on a disk after an orderly end and a power cut with what was promised, and says what differs. It reads the bytes
 * itself: nothing of the store is asked.
 */
export function imageProblems(image: DiskImage, expectations: Expectations, coverage: Coverage): void {
  const files = new Map<string, Buffer>();
  for (const [path, bytes] of filesOf(image)) if (path.startsWith(RUNS)) files.set(path.slice(RUNS.length), bytes);
  const ledger = walkLedger(files);
  const say = (text: string): void => {
    expectations.problems.push(text);
  };
  for (const problem of ledger.problems) say(problem);
  checkNamedFiles(files, ledger, say);
  checkRunNumbers(ledger, say);
  for (const tried of expectations.changes.values()) checkChange(tried, { files, ledger, say });
  checkAttachments(files, expectations, say);
  checkQuarantine(files, expectations, say);
  checkEnd(files, ledger, say);
  countEntries(ledger, coverage);
}

/** What programs see after an orderly end: no stage of anything. A power cut may bring some back, and the next start takes them away. */
export function leftoverProblems(image: DiskImage): string[] {
  return [...filesOf(image).keys()]
    .filter((path) => path.startsWith(RUNS) && LEFTOVER.test(path) && !path.includes("/quarantine/"))
    .map((path) => `left behind: ${path}`);
}

type Say = (text: string) => void;

/** Every file a line names is there byte for byte, and no record is there that no line names. */
function checkNamedFiles(files: ReadonlyMap<string, Buffer>, ledger: LedgerText, say: Say): void {
  const named = new Set<string>();
  for (const { entry } of ledger.lines) {
    if (entry.path === undefined || entry.sha256 === undefined) continue;
    if (named.has(entry.path)) say(`${entry.path} is named twice`);
    named.add(entry.path);
    const bytes = files.get(entry.path);
    if (bytes === undefined) say(`${entry.path} is missing`);
    else if (bytes.byteLength !== entry.size || sha256Hex(bytes) !== entry.sha256) say(`${entry.path} is altered`);
  }
  for (const path of files.keys()) {
    if (DATE_FOLDER.test(path) && !named.has(path)) say(`${path} is there and no line names it`);
  }
}

/** A short number is given to one run only, however often the program starts again. */
function checkRunNumbers({ lines }: LedgerText, say: Say): void {
  const holders = new Map<unknown, string>();
  for (const { entry } of lines) {
    if (entry.kind !== "run.recorded") continue;
    const holder = holders.get(entry.body.run_number) ?? entry.request_id;
    if (holder !== entry.request_id) say(`number ${String(entry.body.run_number)} was given twice`);
    holders.set(entry.body.run_number, holder);
  }
}

interface Found {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly ledger: LedgerText;
  readonly say: Say;
}

/** Acknowledged: there, with the very lines that were promised. Refused: not there. Anything between: whole or not at all. */
function checkChange({ change, outcome, lines }: TriedChange, { files, ledger, say }: Found): void {
  const count = ledger.counts.get(change.requestId) ?? 0;
  if (count !== 0 && count !== change.entries.length)
    say(`${change.requestId} has ${count} of ${change.entries.length} lines`);
  if (outcome === "acknowledged" && count === 0) say(`LOST: ${change.requestId} was acknowledged and is gone`);
  if (outcome === "refused" && count > 0) say(`${change.requestId} was refused and is there`);
  for (const promised of lines) {
    const line = ledger.lines[promised.seq];
    if (line?.text !== promised.text || line.epoch !== promised.epoch || line.offset !== promised.offset) {
      say(`LOST: line ${promised.seq} of ${change.requestId} is not what was promised`);
    }
  }
  if (outcome !== "acknowledged") return;
  for (const file of change.files) {
    if (files.get(file.path)?.equals(file.bytes) !== true) say(`LOST: ${file.path} is not what was acknowledged`);
  }
}

/** A name made of a digest tells the truth, whether or not anyone was promised the bytes. */
function checkAttachments(files: ReadonlyMap<string, Buffer>, { attachments }: Expectations, say: Say): void {
  for (const [path, bytes] of files) {
    if (path.startsWith("_attachments/") && !LEFTOVER.test(path) && sha256Hex(bytes) !== path.split("/").at(-1)) {
      say(`${path} is not what its name says`);
    }
  }
  for (const digest of attachments.keys()) {
    const path = `_attachments/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest}`;
    if (!files.has(path)) say(`LOST: attachment ${digest} was acknowledged and is gone`);
  }
}

/** What lies in quarantine says why, and nothing of another program was deleted. */
function checkQuarantine(files: ReadonlyMap<string, Buffer>, { foreign }: Expectations, say: Say): void {
  const kept = [...files].filter(([path]) => path.startsWith("_integrity/quarantine/"));
  for (const [path] of kept) {
    if (!path.endsWith(".why.json") && !LEFTOVER.test(path) && !files.has(`${path}.why.json`))
      say(`${path} has no reason beside it`);
  }
  for (const bytes of foreign) {
    if (!kept.some(([, found]) => found.equals(bytes))) say("the file of another program is gone");
  }
}

/** After an orderly end nothing waits: the last line closes the epoch, and every journal is empty. */
function checkEnd(files: ReadonlyMap<string, Buffer>, ledger: LedgerText, say: Say): void {
  const last = ledger.lines.at(-1)?.entry.kind;
  if (last !== "epoch.closed") say(`the ledger ends with ${last ?? "nothing"}`);
  for (const [path, bytes] of files) {
    if (path.startsWith("_integrity/journal/") && bytes.byteLength > 0) say(`${path} is not empty`);
  }
}

function countEntries({ lines }: LedgerText, coverage: Coverage): void {
  for (const { entry } of lines) {
    if (entry.kind === "late.adopted") coverage.lateChanges += 1;
    if (entry.kind === "damage.found") coverage.obstacles += 1;
    if (entry.kind === "key.reset") coverage.keyResets += 1;
    if (entry.kind !== "store.recovered") continue;
    if ("replayed_frames" in entry.body) coverage.replays += 1;
    if ("torn_bytes" in entry.body) coverage.tornFrames += 1;
    if ("unfinished" in entry.body) coverage.unfinishedFiles += 1;
    if ("staged_attachment" in entry.body) coverage.stagedAttachments += 1;
  }
}
