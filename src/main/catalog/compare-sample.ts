import { compareCodePoints } from "../canonical/code-point-order.ts";
import type { CatalogContents, StoredRun } from "./catalog-contents.ts";
import { CatalogDatabase } from "./catalog-database.ts";
import type { CatalogSource } from "./catalog-source.ts";
import type { CatalogComparison } from "./compare-catalogs.ts";
import type { JobControl } from "./derive-catalog.ts";
import { prepareEntry } from "./prepared-entry.ts";

/** So many runs, drawn by numbers that follow from the seed: the same seed draws the same runs from the same store. */
export interface Sample {
  readonly count: number;
  readonly seed: number;
}

const IDS_PER_GROUP = 20_000;
const ENTRIES_PER_GROUP = 500;

/**
 * Compares the rows of some runs with what the files and the whole ledger say of them. `keepUp` brings the catalog up to the ledger. Whether
 * a run differs from earlier ones with the same inputs is not looked at: those need not be in the sample.
 */
export async function compareSample(
  stored: CatalogDatabase,
  source: CatalogSource,
  work: { readonly sample: Sample; readonly control: JobControl; readonly keepUp: () => Promise<unknown> },
): Promise<CatalogComparison> {
  const { control, keepUp, sample } = work;
  const drawn = await drawRuns(stored.contents(), sample, control);
  const derived = CatalogDatabase.build("");
  try {
    const read = await deriveRuns(derived, source, { drawn, control, total: stored.appliedSeq });
    await keepUp();
    // From here to the end nothing else can change the catalog.
    fillUp(derived, source, { drawn, fromSeq: read, toSeq: stored.appliedSeq });
    const differing = [...drawn].filter((runId) => textOf(stored, runId) !== textOf(derived, runId));
    return { agrees: differing.length === 0, rows: drawn.size, differing: differing.sort(compareCodePoints) };
  } finally {
    derived.close();
  }
}

/** The ids of the drawn runs; all of them where the catalog has no more. */
async function drawRuns(contents: CatalogContents, sample: Sample, control: JobControl): Promise<ReadonlySet<string>> {
  const random = numbersFrom(sample.seed);
  const drawn: string[] = [];
  let seen = 0;
  for (let group = contents.runIdsBehind("", IDS_PER_GROUP); group.length > 0; ) {
    for (const runId of group) {
      seen++;
      if (drawn.length < sample.count) drawn.push(runId);
      else {
        // Each run so far is in the sample with the same chance.
        const place = Math.floor(random() * seen);
        if (place < sample.count) drawn[place] = runId;
      }
    }
    await control.pause();
    group = contents.runIdsBehind(group.at(-1) ?? "", IDS_PER_GROUP);
  }
  return new Set(drawn);
}

interface Reading {
  readonly drawn: ReadonlySet<string>;
  readonly control: JobControl;
  readonly total: number;
}

/** Applies all entries about the drawn runs, and all checks. Returns the number of the entry behind the last one read. */
async function deriveRuns(
  derived: CatalogDatabase,
  source: CatalogSource,
  { control, drawn, total }: Reading,
): Promise<number> {
  let next = 0;
  for (const placed of source.ledger.entries(0)) {
    if (isAbout(placed.entry, drawn)) {
      derived.applyPrepared([prepareEntry(placed, () => source.readRecord(placed.entry.path))]);
    }
    next = placed.entry.seq + 1;
    if (next % ENTRIES_PER_GROUP !== 0) continue;
    control.report(next, Math.max(next, total));
    await control.pause();
  }
  return next;
}

function fillUp(
  derived: CatalogDatabase,
  source: CatalogSource,
  { drawn, fromSeq, toSeq }: { readonly drawn: ReadonlySet<string>; readonly fromSeq: number; readonly toSeq: number },
): void {
  if (fromSeq >= toSeq) return;
  for (const placed of source.ledger.entries(fromSeq)) {
    if (placed.entry.seq >= toSeq) return;
    if (!isAbout(placed.entry, drawn)) continue;
    derived.applyPrepared([prepareEntry(placed, () => source.readRecord(placed.entry.path))]);
  }
}

function isAbout(entry: { readonly subject: string; readonly kind: string }, drawn: ReadonlySet<string>): boolean {
  return drawn.has(entry.subject) || entry.kind === "check.finished";
}

function textOf(catalog: CatalogDatabase, runId: string): string | null {
  const run = catalog.contents().run(runId);
  const entries = catalog.contents().entriesOf(runId);
  return run === null ? null : JSON.stringify([withoutOthers(run), entries]);
}

function withoutOthers(run: StoredRun): StoredRun {
  return { ...run, row: { ...run.row, differs: false } };
}

/** Numbers in [0, 1) by the small generator known as mulberry32: good enough to draw a sample. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
