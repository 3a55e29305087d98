import type { PlacedEntry } from "../store/ledger-entry.ts";
import type { CatalogDatabase, EntryToApply } from "./catalog-database.ts";
import type { CatalogSource } from "./catalog-source.ts";
import type { PreparedEntry } from "./prepared-entry.ts";
import type { RecordReaders } from "./record-readers.ts";

/** Few enough that whoever waits behind a group waits for some ten milliseconds. */
const ENTRIES_PER_GROUP = 100;
/** A ledger that is no longer than this is read by one thread. */
const ENTRIES_FOR_ONE_THREAD = 2000;

/** A long piece of work as those see it who wait for it or for the thread it runs in. */
export interface JobControl {
  /** Work done so far; total is null while unknown. */
  report(done: number, total: number | null): void;
  /** Lets others use the thread. Throws CANCELLED when the work is no longer wanted. */
  pause(): Promise<void>;
}

/**
 * Applies what the ledger holds beyond the catalog's `appliedSeq`, group by group, each in one transaction; `atMost` entries, or a few more.
 * True when that was all.
 */
export async function applyLedger(
  database: CatalogDatabase,
  source: CatalogSource,
  control: JobControl,
  atMost = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  if (source.endsWith(database)) return true;
  const enough = database.appliedSeq + atMost;
  let group: EntryToApply[] = [];
  for (const placed of source.ledger.entries(database.appliedSeq)) {
    group.push(entryToApply(placed, source));
    if (group.length < ENTRIES_PER_GROUP) continue;
    database.apply(group);
    group = [];
    control.report(database.appliedSeq, null);
    await control.pause();
    if (database.appliedSeq >= enough) return false;
  }
  database.apply(group);
  return true;
}

/** The same in one go, for the few entries that came while a long piece of work ended. */
export function applyLedgerRest(database: CatalogDatabase, source: CatalogSource): void {
  if (source.endsWith(database)) return;
  database.apply([...source.ledger.entries(database.appliedSeq)].map((placed) => entryToApply(placed, source)));
}

/** How a new catalog is filled. */
export interface Derivation {
  readonly control: JobControl;
  /** About how many entries there are; null when nobody knows. */
  readonly expected: number | null;
  /** Starts threads that read and parse; without it, all is done in this one. */
  readonly startReaders?: StartReaders | undefined;
  /** So many entries are read in this thread before others are started. */
  readonly entriesBeforeReaders?: number;
}

/** Starts threads that read records, for the time of one piece of work. */
export type StartReaders = () => RecordReaders;

/** Fills a new catalog from the ledger and the records, and finishes it. */
export async function deriveInto(
  database: CatalogDatabase,
  source: CatalogSource,
  derivation: Derivation,
): Promise<void> {
  await fillFromLedger(database, source, derivation);
  database.finishBuilding();
}

async function fillFromLedger(
  database: CatalogDatabase,
  source: CatalogSource,
  { control, entriesBeforeReaders = ENTRIES_FOR_ONE_THREAD, expected, startReaders }: Derivation,
): Promise<void> {
  const watched: JobControl = {
    pause: () => control.pause(),
    report: (done) => control.report(done, expected === null ? null : Math.max(done, expected)),
  };
  // Threads take longer to start than a small folder takes to be read.
  const isSmall = entriesBeforeReaders > 0 && (await applyLedger(database, source, watched, entriesBeforeReaders));
  if (startReaders !== undefined && !isSmall) {
    const readers = startReaders();
    try {
      await fillInParallel(database, source, { readers, control: watched });
    } finally {
      await readers.close();
    }
  }
  // What came meanwhile, or everything.
  await applyLedger(database, source, watched);
}

/** Readers prepare batches side by side; they are filled in one after the other, in the order of the ledger. */
async function fillInParallel(
  database: CatalogDatabase,
  source: CatalogSource,
  { control, readers }: { readonly readers: RecordReaders; readonly control: JobControl },
): Promise<void> {
  const fromSeq = database.appliedSeq;
  const underWay: Promise<readonly PreparedEntry[]>[] = [];
  const takeFirst = async (): Promise<void> => {
    const entries = await underWay.shift();
    if (entries === undefined) return;
    database.fill(entries);
    control.report(database.appliedSeq, null);
    await control.pause();
  };
  try {
    for (const batch of source.batches(fromSeq)) {
      underWay.push(readers.prepare({ batch, fromSeq }));
      if (underWay.length >= readers.width) await takeFirst();
    }
    while (underWay.length > 0) await takeFirst();
    database.settleFilled();
  } finally {
    // Those that nobody waits for any more may still be refused.
    for (const entries of underWay) entries.catch(() => undefined);
  }
}

function entryToApply(placed: PlacedEntry, source: CatalogSource): EntryToApply {
  return { placed, record: () => source.readRecord(placed.entry.path) };
}
