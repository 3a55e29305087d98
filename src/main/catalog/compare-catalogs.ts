import { compareCodePoints } from "../canonical/code-point-order.ts";
import type { CatalogContents } from "./catalog-contents.ts";
import { CatalogDatabase } from "./catalog-database.ts";
import { isDamage } from "./catalog-fault.ts";
import type { CatalogSource } from "./catalog-source.ts";
import { applyLedgerRest, deriveInto, type JobControl, type StartReaders } from "./derive-catalog.ts";

const RUNS_PER_GROUP = 200;
const ENTRIES_PER_GROUP = 1000;

/** One thing both catalogs should hold. Keys sort as code points; they come in that order. */
interface Item {
  readonly key: string;
  readonly subject: string;
  readonly text: string;
}

/** Reads the items behind a key ("" for the first), at most `groupSize`. */
interface List {
  readonly groupSize: number;
  readonly read: (contents: CatalogContents, behind: string) => readonly Item[];
}

const RUNS: List = {
  groupSize: RUNS_PER_GROUP,
  read: (contents, behind) =>
    contents
      .runsBehind(behind, RUNS_PER_GROUP)
      .map((run) => ({ key: run.row.run_id, subject: run.row.run_id, text: JSON.stringify(run) })),
};

const ENTRIES: List = {
  groupSize: ENTRIES_PER_GROUP,
  read: (contents, behind) =>
    contents.entriesBehind(entryOfKey(behind), ENTRIES_PER_GROUP).map(({ place, seq, subject }) => ({
      key: `${subject}\0${String(seq).padStart(SEQ_DIGITS, "0")}`,
      subject,
      text: place,
    })),
};

/** As many as the largest safe integer has. */
const SEQ_DIGITS = 16;

function entryOfKey(key: string): { readonly subject: string; readonly seq: number } {
  const [subject = "", seq = "-1"] = key.split("\0");
  return { subject, seq: Number(seq) };
}

/** How far the catalog and the files say the same. */
export interface CatalogComparison {
  readonly agrees: boolean;
  readonly rows: number;
  /**
   * Run ids whose rows or entries differ from what the files and the ledger say, in the order of ids (and the store's
   * id where its own entries do). Empty beside `agrees: false` when only indexes or counters are wrong.
   */
  readonly differing: readonly string[];
}

/** The two catalogs. `level` brings both to the same ledger entry. */
interface Pair {
  readonly stored: CatalogDatabase;
  readonly derived: CatalogDatabase;
  readonly control: JobControl;
  readonly level: () => Promise<void>;
}

/**
 * Derives a second catalog from the files, in a temporary file, and compares all they hold: the one honest way to say
 * that the first is right. `keepUp` brings the stored one up to the ledger, so that runs recorded meanwhile are no
 * difference.
 */
export async function compareWithFiles(
  stored: CatalogDatabase,
  source: CatalogSource,
  work: {
    readonly control: JobControl;
    readonly keepUp: () => Promise<unknown>;
    readonly startReaders?: StartReaders | undefined;
  },
): Promise<CatalogComparison> {
  const { control, keepUp, startReaders } = work;
  const derived = CatalogDatabase.build("");
  const level = async (): Promise<void> => {
    if (stored.appliedSeq < derived.appliedSeq) await keepUp();
    if (stored.appliedSeq > derived.appliedSeq) applyLedgerRest(derived, source);
  };
  try {
    await deriveInto(derived, source, { control, expected: stored.appliedSeq, startReaders });
    return await comparePair({ stored, derived, control, level });
  } finally {
    derived.close();
  }
}

async function comparePair(pair: Pair): Promise<CatalogComparison> {
  const runs = await compareLists(pair, RUNS);
  const entries = await compareLists(pair, ENTRIES);
  const differing = [...new Set([...runs.differing, ...entries.differing])].sort(compareCodePoints);
  const sound = (await sameCounters(pair)) && (await isWhole(pair));
  return { agrees: sound && differing.length === 0, rows: runs.count, differing };
}

async function compareLists(
  pair: Pair,
  list: List,
): Promise<{ readonly count: number; readonly differing: ReadonlySet<string> }> {
  const differing = new Set<string>();
  let behind: string | null = "";
  let count = 0;
  while (behind !== null) {
    const from: string = behind;
    const [left, right] = await bothAt(pair, (catalog) => list.read(catalog.contents(), from), []);
    behind = lastOfBoth(left, right, list.groupSize);
    const [inStore, inFiles] = [itemsUpTo(left, behind), itemsUpTo(right, behind)];
    for (const [key, { subject, text }] of new Map([...inStore, ...inFiles])) {
      if (inStore.get(key)?.text !== text || !inFiles.has(key)) differing.add(subject);
      count++;
    }
    pair.control.report(count, pair.derived.stats().rows);
  }
  return { count, differing };
}

async function sameCounters(pair: Pair): Promise<boolean> {
  const [left, right] = await bothAt(pair, (catalog) => catalog.contents().counters(), "");
  return left === right;
}

async function isWhole({ control, stored }: Pair): Promise<boolean> {
  const faults = await stored.contents().faults(() => control.pause());
  await control.pause();
  return faults.length === 0 && stored.columnsAgree();
}

/** The same reading of both, as of one ledger entry. What a damaged file does not give is `nothing`. */
async function bothAt<Result>(
  { control, derived, level, stored }: Pair,
  read: (catalog: CatalogDatabase) => Result,
  nothing: Result,
): Promise<readonly [Result, Result]> {
  for (;;) {
    await control.pause();
    await level();
    const [left, leftSeq] = readOr([nothing, derived.appliedSeq], () =>
      stored.read(() => [readOr(nothing, () => read(stored)), stored.stats().appliedSeq]),
    );
    if (leftSeq === derived.appliedSeq) return [left, read(derived)];
  }
}

function readOr<Result>(nothing: Result, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (isDamage(error)) return nothing;
    throw error;
  }
}

/** The key up to which both groups are whole; null when both reach the end. */
function lastOfBoth(left: readonly Item[], right: readonly Item[], groupSize: number): string | null {
  const full = [left, right].filter((items) => items.length === groupSize);
  const ends = full.map((items) => items.at(-1)?.key ?? "").sort(compareCodePoints);
  return ends[0] ?? null;
}

function itemsUpTo(items: readonly Item[], last: string | null): ReadonlyMap<string, Item> {
  const wanted = items.filter(({ key }) => last === null || compareCodePoints(key, last) <= 0);
  return new Map(wanted.map((item) => [item.key, item]));
}
