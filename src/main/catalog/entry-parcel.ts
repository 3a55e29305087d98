import type { RunRow } from "../../shared/operations/run-operations.ts";
import type { RunChange } from "./apply-entry.ts";
import type { PreparedEntry } from "./prepared-entry.ts";
import { LINK_KINDS, makeLinks, type RunLinks } from "./run-links.ts";

/**
 * Prepared entries on their way from one thread to another, as one flat list: thousands of small objects would take longer to copy than
 * they took to make.
 */
export interface EntryParcel {
  /** The fields of a row, in the order in which their values come. */
  readonly rowKeys: readonly string[];
  readonly values: readonly unknown[];
}

type Recorded = Extract<RunChange, { readonly what: "recorded" }>;

const RECORDED = 1;
const OTHER = 2;

/** Packs entries. */
export function packEntries(entries: readonly PreparedEntry[]): EntryParcel {
  const values: unknown[] = [];
  let rowKeys: readonly string[] = [];
  for (const { at, changes, check, place, prev, seq, subject } of entries) {
    values.push(seq, subject, at, prev, place.epoch, place.offset, place.byteLength);
    const recorded = check === null ? onlyRecorded(changes) : null;
    if (recorded === null) {
      values.push(OTHER, changes, check);
      continue;
    }
    if (rowKeys.length === 0) rowKeys = Object.keys(recorded.summary.row);
    values.push(RECORDED);
    packRecorded(recorded, rowKeys, values);
  }
  return { rowKeys, values };
}

function onlyRecorded(changes: readonly RunChange[]): Recorded | null {
  const [first] = changes;
  return changes.length === 1 && first?.what === "recorded" ? first : null;
}

function packRecorded({ recordedSeq, sortUs, summary }: Recorded, rowKeys: readonly string[], values: unknown[]): void {
  const { createdUs, links, reason, result, row, words } = summary;
  values.push(recordedSeq, sortUs, createdUs, reason, result, words);
  for (const key of rowKeys) values.push(row[key as keyof RunRow]);
  for (const kind of LINK_KINDS) values.push(links[kind].length === 0 ? null : links[kind]);
}

/** Unpacks what {@link packEntries} packed. */
export function unpackEntries(parcel: EntryParcel): readonly PreparedEntry[] {
  const reader = new ParcelReader(parcel);
  const entries: PreparedEntry[] = [];
  while (!reader.isAtEnd) entries.push(reader.entry());
  return entries;
}

/** Takes one value after the other. Both ends are this file, so each value is of the type that was put in. */
class ParcelReader {
  readonly #rowKeys: readonly string[];
  readonly #values: readonly unknown[];
  #at = 0;

  constructor({ rowKeys, values }: EntryParcel) {
    this.#rowKeys = rowKeys;
    this.#values = values;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#values.length;
  }

  entry(): PreparedEntry {
    const [seq, subject, at, prev] = [this.#next<number>(), this.#text(), this.#text(), this.#text()];
    const place = { epoch: this.#next<number>(), offset: this.#next<number>(), byteLength: this.#next<number>() };
    if (this.#next<number>() === OTHER) {
      const changes = this.#next<PreparedEntry["changes"]>();
      return { seq, subject, at, prev, place, changes, check: this.#next<PreparedEntry["check"]>() };
    }
    return { seq, subject, at, prev, place, changes: [this.#recorded()], check: null };
  }

  #recorded(): Recorded {
    const [recordedSeq, sortUs] = [this.#next<number>(), this.#next<number>()];
    const createdUs = this.#next<number | null>();
    const [reason, result] = [this.#next<string | null>(), this.#next<string | null>()];
    const words = this.#text();
    const row = this.#row();
    return {
      what: "recorded",
      sortUs,
      recordedSeq,
      summary: { row, createdUs, links: this.#links(), words, reason, result },
    };
  }

  #row(): RunRow {
    const row: Record<string, unknown> = {};
    for (const key of this.#rowKeys) row[key] = this.#next<unknown>();
    return row as unknown as RunRow;
  }

  #links(): RunLinks {
    const links: Partial<Record<keyof RunLinks, readonly string[]>> = {};
    for (const kind of LINK_KINDS) {
      const values = this.#next<readonly string[] | null>();
      if (values !== null) links[kind] = values;
    }
    return makeLinks(links);
  }

  #text(): string {
    return this.#next<string>();
  }

  #next<Value>(): Value {
    return this.#values[this.#at++] as Value;
  }
}
