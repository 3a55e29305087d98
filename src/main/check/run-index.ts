import { AppError } from "../../shared/app-error.ts";
import type { LedgerEntry, PlacedEntry } from "../store/ledger-entry.ts";
import type { LedgerReader } from "../store/ledger-reader.ts";
import { TextTable } from "./text-table.ts";

/** The kinds of entry that say what files a run has. */
const FILE_KINDS: ReadonlySet<string> = new Set(["run.recorded", "attachment.added", "advisory.attached"]);

/** A run by what the ledger says of its files. */
export interface IndexedRun {
  readonly runId: string;
  /** In ledger order; without those that lie in damaged lines. */
  readonly entries: readonly LedgerEntry[];
  /** True when a line about it is damaged, so that something about it is not known. */
  readonly isDoubtful: boolean;
}

/** Columns that grow: one number per entry or run, not one object. */
class Column {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const values = new Float64Array(this.#length * 2);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  get(index: number): number {
    return this.#values[index] ?? -1;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }
}

const DOUBTFUL = 1;
const RECORDED = 2;

/** Which ledger lines are about the files of which run, in some 60 bytes a line, so that runs can be checked one after the other. */
export class RunIndex {
  readonly #runs = new TextTable();
  readonly #first = new Column();
  readonly #last = new Column();
  readonly #flags = new Column();
  readonly #epochs = new Column();
  readonly #offsets = new Column();
  readonly #lengths = new Column();
  readonly #next = new Column();
  /** Entries whose lines had to be put right: their places hold other bytes. */
  readonly #mended = new Map<number, LedgerEntry>();
  #size = 0;

  /** How many runs there are. */
  get size(): number {
    return this.#runs.size;
  }

  /** Takes an entry about a run, in ledger order. True when it records a run that is recorded already. */
  add(placed: PlacedEntry, how: { readonly isDoubtful: boolean; readonly isMended: boolean }): boolean {
    const { entry } = placed;
    if (!FILE_KINDS.has(entry.kind)) return false;
    const isNew = !this.#runs.has(entry.subject);
    const run = this.#runs.add(entry.subject);
    const flags = isNew ? 0 : this.#flags.get(run);
    const isRecord = entry.kind === "run.recorded";
    if (isNew) this.#start();
    this.#flags.set(run, flags | (how.isDoubtful ? DOUBTFUL : 0) | (isRecord ? RECORDED : 0));
    this.#append(run, placed, how.isMended);
    return isRecord && (flags & RECORDED) !== 0;
  }

  /** The run with this number. Lines that cannot be read any more make it doubtful. */
  read(run: number, ledger: LedgerReader): IndexedRun {
    const entries: LedgerEntry[] = [];
    let isDoubtful = (this.#flags.get(run) & DOUBTFUL) !== 0;
    for (let at = this.#first.get(run); at >= 0; at = this.#next.get(at)) {
      const entry = this.#mended.get(at) ?? this.#entryAt(at, ledger);
      if (entry === null) isDoubtful = true;
      else entries.push(entry);
    }
    return { runId: entries[0]?.subject ?? "", entries, isDoubtful };
  }

  #start(): void {
    this.#first.push(-1);
    this.#last.push(-1);
    this.#flags.push(0);
  }

  #append(run: number, { entry, place }: PlacedEntry, isMended: boolean): void {
    const at = this.#size;
    this.#size += 1;
    this.#epochs.push(place.epoch);
    this.#offsets.push(place.offset);
    this.#lengths.push(place.byteLength);
    this.#next.push(-1);
    if (isMended) this.#mended.set(at, entry);
    const last = this.#last.get(run);
    if (last >= 0) this.#next.set(last, at);
    else this.#first.set(run, at);
    this.#last.set(run, at);
  }

  #entryAt(at: number, ledger: LedgerReader): LedgerEntry | null {
    const place = { epoch: this.#epochs.get(at), offset: this.#offsets.get(at), byteLength: this.#lengths.get(at) };
    try {
      return ledger.entryAt(place);
    } catch (error) {
      if (error instanceof AppError && (error.code === "STORE_DAMAGED" || error.code === "PATH_NOT_FOUND")) return null;
      throw error;
    }
  }
}
