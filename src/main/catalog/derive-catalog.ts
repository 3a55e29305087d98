import type { PlacedEntry } from "../store/ledger-entry.ts";
import type { CatalogDatabase, EntryToApply } from "./catalog-database.ts";
import type { CatalogSource } from "./catalog-source.ts";

/** Few enough that whoever waits behind a group waits for some ten milliseconds. */
const ENTRIES_PER_GROUP = 100;

/** A long piece of work as those see it who wait for it or for the thread it runs in. */
export interface JobControl {
  /** Work done so far; total is null while unknown. */
  report(done: number, total: number | null): void;
  /** Lets others use the thread. Throws CANCELLED when the work is no longer wanted. */
  pause(): Promise<void>;
}

/** Applies what the ledger holds beyond the catalog's `appliedSeq`, group by group, each in one transaction. */
export async function applyLedger(
  database: CatalogDatabase,
  source: CatalogSource,
  control: JobControl,
): Promise<void> {
  if (source.endsWith(database)) return;
  let group: EntryToApply[] = [];
  for (const placed of source.ledger.entries(database.appliedSeq)) {
    group.push(entryToApply(placed, source));
    if (group.length < ENTRIES_PER_GROUP) continue;
    database.apply(group);
    group = [];
    control.report(database.appliedSeq, null);
    await control.pause();
  }
  database.apply(group);
}

/** The same in one go, for the few entries that came while a long piece of work ended. */
export function applyLedgerRest(database: CatalogDatabase, source: CatalogSource): void {
  if (source.endsWith(database)) return;
  database.apply([...source.ledger.entries(database.appliedSeq)].map((placed) => entryToApply(placed, source)));
}

/**
 * Fills a new catalog from the ledger and the records, and finishes it. `expected` is about how many entries there are;
 * null when nobody knows.
 */
export async function deriveInto(
  database: CatalogDatabase,
  source: CatalogSource,
  work: { readonly control: JobControl; readonly expected: number | null },
): Promise<void> {
  const { control, expected } = work;
  await applyLedger(database, source, {
    pause: () => control.pause(),
    report: (done) => control.report(done, expected === null ? null : Math.max(done, expected)),
  });
  database.finishBuilding();
}

function entryToApply(placed: PlacedEntry, source: CatalogSource): EntryToApply {
  return { placed, record: () => source.readRecord(placed.entry.path) };
}
