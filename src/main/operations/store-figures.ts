import { setImmediate } from "node:timers/promises";
import type { Sha256 } from "../../shared/sha256.ts";
import { VERDICTS, type Verdict } from "../../shared/verdicts.ts";
import { findCheckEvent } from "../store/check-event.ts";
import type { LedgerEntry, PlacedEntry } from "../store/ledger-entry.ts";
import type { RunStore } from "../store/run-store.ts";
import { attachmentPath, type StorePath } from "../store/store-layout.ts";

/** What the ledger says of the folder as a whole. */
export interface StoreFigures {
  /** Records, links, files of runs and the ledger itself, as recorded: an estimate, nothing was measured on the disk. */
  readonly sizeBytes: number;
  /** What was recorded here per day of the last thirty; imports are left out. Null before the first whole day. */
  readonly bytesPerDay: number | null;
  /** Null when no check was recorded. */
  readonly lastCheck: { readonly at: string; readonly subject: string; readonly verdict: Verdict | null } | null;
  /** The newest check of everything; null when none was recorded. */
  readonly lastFullCheck: { readonly at: string; readonly verdict: Verdict | null } | null;
  /** The newest time the PC clock was found set back; null when it never was. */
  readonly clockStep: { readonly at: string; readonly from: string; readonly to: string } | null;
  /** When the newest entry was signed; null for an empty ledger. */
  readonly lastEntryAt: string | null;
}

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 30;
/** Entries between two breaths: some milliseconds of work. */
const PER_BREATH = 200;

type Store = Pick<RunStore, "ledger" | "fileSize" | "onCommitted">;

/** One reader for each store, so that a ledger is read once, whoever asks. */
export function createFigureReaders(): (store: RunStore) => StoreFigureReader {
  const readers = new WeakMap<RunStore, StoreFigureReader>();
  return (store) => {
    const reader = readers.get(store) ?? new StoreFigureReader(store);
    readers.set(store, reader);
    return reader;
  };
}

/**
 * Keeps the figures of one store. The whole ledger is read once, in small pieces; what is committed afterwards is added as it comes.
 */
export class StoreFigureReader {
  readonly #store: Store;
  readonly #files = new Set<string>();
  readonly #segmentEnds = new Map<number, number>();
  readonly #bytesByDay = new Map<string, number>();
  #nextSeq = 0;
  #filesBytes = 0;
  #firstAt: string | null = null;
  #lastEntryAt: string | null = null;
  #lastCheck: StoreFigures["lastCheck"] = null;
  #lastFullCheck: StoreFigures["lastFullCheck"] = null;
  #clockStep: StoreFigures["clockStep"] = null;
  #reading: Promise<void> | null = null;

  constructor(store: Store) {
    this.#store = store;
    store.onCommitted(({ entries }) => {
      // While the ledger is being read these are found there.
      if (this.#reading === null) for (const placed of entries) this.#add(placed);
    });
  }

  /** The figures over at least the first `size` entries, as of `nowMs`. */
  async read(size: number, nowMs: number): Promise<StoreFigures> {
    while (this.#nextSeq < size) {
      const before = this.#nextSeq;
      this.#reading ??= this.#catchUp().finally(() => {
        this.#reading = null;
      });
      await this.#reading;
      // Lines that cannot be read any more are not waited for.
      if (this.#nextSeq === before) break;
    }
    return {
      sizeBytes: this.#filesBytes + [...this.#segmentEnds.values()].reduce((sum, end) => sum + end, 0),
      bytesPerDay: this.#bytesPerDay(nowMs),
      lastCheck: this.#lastCheck,
      lastFullCheck: this.#lastFullCheck,
      clockStep: this.#clockStep,
      lastEntryAt: this.#lastEntryAt,
    };
  }

  async #catchUp(): Promise<void> {
    let count = 0;
    for (const placed of this.#store.ledger.entries(this.#nextSeq)) {
      this.#add(placed);
      count += 1;
      if (count % PER_BREATH === 0) await setImmediate();
    }
  }

  #add({ entry, place }: PlacedEntry): void {
    // A gap is read from the ledger at the next asking.
    if (entry.seq !== this.#nextSeq) return;
    this.#nextSeq += 1;
    const bytes = this.#newBytesOf(entry) + place.byteLength;
    this.#filesBytes += bytes - place.byteLength;
    const end = place.offset + place.byteLength;
    this.#segmentEnds.set(place.epoch, Math.max(end, this.#segmentEnds.get(place.epoch) ?? 0));
    this.#firstAt ??= entry.at;
    this.#lastEntryAt = entry.at;
    if (entry.body.imported !== true) this.#countDay(entry.at.slice(0, 10), bytes);
    if (entry.kind === "check.finished") {
      this.#lastCheck = checkOf(entry);
      this.#lastFullCheck = fullCheckOf(entry) ?? this.#lastFullCheck;
    }
    if (entry.kind === "clock.stepped") this.#clockStep = backStepOf(entry) ?? this.#clockStep;
  }

  /** Bytes of the files that an entry vouches for, each file once. */
  #newBytesOf(entry: LedgerEntry): number {
    let bytes = this.#isNew(entry.path) ? (entry.size ?? 0) : 0;
    if (entry.kind !== "run.recorded" || !Array.isArray(entry.body.attachments)) return bytes;
    for (const sha256 of entry.body.attachments) {
      if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) continue;
      const path = attachmentPath(sha256 as Sha256);
      // The entry of a record names its files by fingerprint only.
      if (this.#isNew(path)) bytes += this.#sizeNow(path);
    }
    return bytes;
  }

  #sizeNow(path: StorePath): number {
    try {
      return this.#store.fileSize(path) ?? 0;
    } catch {
      // What cannot be looked at is told by checks; here it is only not counted.
      return 0;
    }
  }

  /** Only files of runs are named more than once. */
  #isNew(path: StorePath | undefined): boolean {
    if (path === undefined) return false;
    if (!path.startsWith("_attachments/")) return true;
    if (this.#files.has(path)) return false;
    this.#files.add(path);
    return true;
  }

  #countDay(day: string, bytes: number): void {
    this.#bytesByDay.set(day, (this.#bytesByDay.get(day) ?? 0) + bytes);
    const [oldest] = this.#bytesByDay.keys();
    if (this.#bytesByDay.size > 2 * WINDOW_DAYS && oldest !== undefined) this.#bytesByDay.delete(oldest);
  }

  #bytesPerDay(nowMs: number): number | null {
    if (this.#firstAt === null) return null;
    const startMs = Math.max(Date.parse(this.#firstAt), nowMs - WINDOW_DAYS * DAY_MS);
    const days = (nowMs - startMs) / DAY_MS;
    if (!(days >= 1)) return null;
    const firstDay = new Date(startMs).toISOString().slice(0, 10);
    let bytes = 0;
    for (const [day, dayBytes] of this.#bytesByDay) if (day >= firstDay) bytes += dayBytes;
    return bytes / days;
  }
}

function checkOf({ at, subject, body }: LedgerEntry): StoreFigures["lastCheck"] {
  return { at, subject, verdict: VERDICTS.find((verdict) => verdict === body.verdict) ?? null };
}

/** A clock that was set ahead leaves no two times that look alike, and so nothing to take care of. */
function backStepOf({ at, body }: LedgerEntry): StoreFigures["clockStep"] {
  const { from, to } = body;
  return typeof from === "string" && typeof to === "string" && to < from ? { at, from, to } : null;
}

/** A check of every file and every run, whatever their date; null for any other. */
function fullCheckOf({ at, body }: LedgerEntry): StoreFigures["lastFullCheck"] {
  const event = findCheckEvent(body);
  const isFull = event?.what === "store" && event.from === null && event.to === null;
  return isFull ? { at, verdict: event.verdict } : null;
}
