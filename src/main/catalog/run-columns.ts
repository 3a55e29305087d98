import { compareCodePoints } from "../canonical/code-point-order.ts";
import { DIMENSIONS } from "./catalog-schema.ts";
import { type CodeArray, CodeColumn } from "./code-column.ts";

/** Bits of the column `flags`. */
export const FLAGS = { hidden: 1, unreadable: 2, differs: 4 } as const;

/** The columns beside the time that are kept, by name. `bump` is how far the `rid` of a row lies above its time. */
export const COLUMN_NAMES = [
  ...DIMENSIONS,
  ...(["session", "batch", "limit", "flags", "recorded", "bump"] as const),
] as const;

/** The name of a column. */
export type ColumnName = (typeof COLUMN_NAMES)[number];

/** One row on its way into the columns: codes begin at 1, 0 stands for none. */
export interface ColumnRow {
  readonly rid: number;
  readonly sortUs: number;
  /** In the order of {@link COLUMN_NAMES}; what follows behind them is passed over. */
  readonly codes: readonly number[];
}

const FIRST_CAPACITY = 1024;

/**
 * The facts that runs are filtered and counted by, as one typed list each: some thirty bytes a run. A place is the number of a run in the
 * order of time, oldest first; within one microsecond the order is that of run ids.
 */
export class RunColumns {
  #columns: Readonly<Record<ColumnName, CodeColumn>>;
  readonly #runIdOf: (rid: number) => string;
  #sortUs = new Float64Array(FIRST_CAPACITY);
  #length = 0;
  #highestRid = Number.NEGATIVE_INFINITY;
  /** Places in the order of `rid` where that is not the order of places; null while nobody asked. */
  #byRid: Uint32Array | null = null;
  /** False while the order of `rid` is that of places and each `rid` is its time. */
  #hasBumps = false;

  /** `runIdOf` gives the id of a row: it is asked only for runs that share a microsecond. */
  constructor(runIdOf: (rid: number) => string) {
    this.#runIdOf = runIdOf;
    const columns = COLUMN_NAMES.map((name) => [name, new CodeColumn(FIRST_CAPACITY)] as const);
    this.#columns = Object.fromEntries(columns) as Record<ColumnName, CodeColumn>;
  }

  get length(): number {
    return this.#length;
  }

  /** Times in microseconds since 1970, never falling; longer than `length`. */
  get sortUs(): Float64Array {
    return this.#sortUs;
  }

  /** A column as it lies in memory; longer than `length`, and another one after the next change. */
  data(name: ColumnName): CodeArray {
    return this.#columns[name].data;
  }

  column(name: ColumnName): CodeColumn {
    return this.#columns[name];
  }

  ridAt(place: number): number {
    return (this.#sortUs[place] ?? Number.NaN) + this.#columns.bump.at(place);
  }

  /** The first place whose time is not below this. */
  lowerBound(us: number): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sortUs[middle] as number) < us) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first place behind all that are older than this run would be: where it stands or would stand. */
  placeBehind(sortUs: number, runId: string): number {
    let [low, high] = [this.lowerBound(sortUs), this.lowerBound(sortUs + 1)];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareCodePoints(this.#runIdOf(this.ridAt(middle)), runId) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The place of a row; -1 when it is not here. */
  placeOf(rid: number): number {
    if (!this.#hasBumps) {
      const place = this.lowerBound(rid);
      return this.#sortUs[place] === rid && place < this.#length ? place : -1;
    }
    const byRid = this.#placesByRid();
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ridAt(byRid[middle] as number) < rid) low = middle + 1;
      else high = middle;
    }
    const place = low < this.#length ? (byRid[low] as number) : -1;
    return place >= 0 && this.ridAt(place) === rid ? place : -1;
  }

  /** The places of these rows, ascending, each once; rows that are not here are left out. */
  placesOf(rids: Float64Array): Uint32Array {
    const places = new Uint32Array(rids.length);
    let count = 0;
    for (let at = 0; at < rids.length; at++) {
      const place = this.placeOf(rids[at] as number);
      if (place !== -1) places[count++] = place;
    }
    const found = places.subarray(0, count);
    for (let at = 1; at < count; at++) {
      if ((found[at] as number) <= (found[at - 1] as number)) return distinct(found.sort());
    }
    return found;
  }

  /** Takes in rows that were never here, in the order of their `rid`, behind all that are. For filling at the start. */
  fill(rows: Iterable<ColumnRow>): void {
    const from = this.#length;
    for (const row of rows) {
      if (this.#length === this.#sortUs.length) this.#reserve(this.#length * 2);
      this.#write(this.#length, row);
      this.#length++;
    }
    this.#settleTies(from);
  }

  /** Takes in rows that are new or have changed. */
  apply(rows: readonly ColumnRow[]): void {
    const added: ColumnRow[] = [];
    for (const row of rows) {
      const place = this.placeOf(row.rid);
      if (place === -1) added.push(row);
      else this.#write(place, row);
    }
    if (added.length > 0) this.#merge(added);
  }

  /** Takes the place of all that is here with columns that were saved: as long as `length`, in the order of places. */
  restore(length: number, sortUs: Float64Array<ArrayBuffer>, columns: Readonly<Record<ColumnName, CodeColumn>>): void {
    this.#sortUs = sortUs;
    this.#length = length;
    this.#columns = columns;
    this.#byRid = null;
    const bump = columns.bump.data;
    this.#hasBumps = false;
    this.#highestRid = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < length; place++) {
      const above = bump[place] as number;
      if (above > 0) this.#hasBumps = true;
      const rid = (sortUs[place] as number) + above;
      if (rid > this.#highestRid) this.#highestRid = rid;
    }
  }

  /** True when both hold the same runs with the same codes in the same order. */
  isEqual(other: RunColumns): boolean {
    if (other.length !== this.#length) return false;
    for (let place = 0; place < this.#length; place++) if (this.#sortUs[place] !== other.sortUs[place]) return false;
    return COLUMN_NAMES.every((name) => {
      const [own, theirs] = [this.data(name), other.data(name)];
      for (let place = 0; place < this.#length; place++) if (own[place] !== theirs[place]) return false;
      return true;
    });
  }

  #reserve(capacity: number): void {
    const sortUs = new Float64Array(capacity);
    sortUs.set(this.#sortUs);
    this.#sortUs = sortUs;
    for (const name of COLUMN_NAMES) this.#columns[name].reserve(capacity);
  }

  #write(place: number, row: ColumnRow): void {
    this.#sortUs[place] = row.sortUs;
    for (let at = 0; at < COLUMN_NAMES.length; at++) {
      this.#columns[COLUMN_NAMES[at] as ColumnName].set(place, row.codes[at] ?? 0);
    }
    if (row.rid !== row.sortUs) this.#hasBumps = true;
    if (row.rid > this.#highestRid) this.#highestRid = row.rid;
  }

  /** Merges new rows into the places behind the first of them. */
  #merge(added: readonly ColumnRow[]): void {
    const rows = [...added].sort((left, right) => left.sortUs - right.sortUs || this.#compareIds(left.rid, right.rid));
    const oldLength = this.#length;
    const first = rows[0] as ColumnRow;
    const start = this.placeBehind(first.sortUs, this.#runIdOf(first.rid));
    const needed = oldLength + rows.length;
    if (needed > this.#sortUs.length) this.#reserve(Math.max(needed, this.#sortUs.length * 2));
    rows.forEach((row, at) => {
      this.#write(oldLength + at, row);
    });
    this.#length = needed;
    if (start < oldLength) this.#permute(start, this.#mergedOrder(start, oldLength));
    this.#byRid = null;
  }

  /** The places from `start` on in their new order: two ascending runs, the second beginning at `middle`. */
  #mergedOrder(start: number, middle: number): Uint32Array {
    const order = new Uint32Array(this.#length - start);
    let [left, right] = [start, middle];
    for (let at = 0; at < order.length; at++) {
      const takesLeft = right >= this.#length || (left < middle && this.#isBefore(left, right));
      order[at] = takesLeft ? left++ : right++;
    }
    return order;
  }

  #isBefore(left: number, right: number): boolean {
    const [one, other] = [this.#sortUs[left] as number, this.#sortUs[right] as number];
    return one === other ? this.#compareIds(this.ridAt(left), this.ridAt(right)) < 0 : one < other;
  }

  #compareIds(left: number, right: number): number {
    return compareCodePoints(this.#runIdOf(left), this.#runIdOf(right));
  }

  #permute(start: number, order: Uint32Array): void {
    const times = this.#sortUs.slice(start, start + order.length);
    for (let at = 0; at < order.length; at++) this.#sortUs[start + at] = times[(order[at] as number) - start] as number;
    for (const name of COLUMN_NAMES) {
      const { data } = this.#columns[name];
      const before = data.slice(start, start + order.length);
      for (let at = 0; at < order.length; at++) data[start + at] = before[(order[at] as number) - start] as number;
    }
  }

  /** Rows came in the order of `rid`: where times do not rise with it, their own order is made. */
  #settleTies(from: number): void {
    this.#byRid = null;
    if (!this.#hasBumps) return;
    const earliestBehind = this.#earliestBehind(from);
    let start = from;
    while (start < this.#length) {
      let end = start + 1;
      let latest = this.#sortUs[start] as number;
      while (end < this.#length && (earliestBehind[end - from] as number) <= latest) {
        latest = Math.max(latest, this.#sortUs[end] as number);
        end++;
      }
      if (end - start > 1) this.#sortPlaces(start, end);
      start = end;
    }
  }

  /** For each place from `from` on the earliest time from there to the end. */
  #earliestBehind(from: number): Float64Array {
    const earliest = new Float64Array(this.#length - from);
    let least = Number.POSITIVE_INFINITY;
    for (let at = earliest.length - 1; at >= 0; at--) {
      least = Math.min(least, this.#sortUs[from + at] as number);
      earliest[at] = least;
    }
    return earliest;
  }

  #sortPlaces(start: number, end: number): void {
    const order = Uint32Array.from({ length: end - start }, (_, at) => start + at);
    const ids = new Map([...order].map((place) => [place, this.#runIdOf(this.ridAt(place))]));
    const idOf = (place: number): string => ids.get(place) ?? "";
    order.sort(
      (left, right) =>
        (this.#sortUs[left] as number) - (this.#sortUs[right] as number) || compareCodePoints(idOf(left), idOf(right)),
    );
    this.#permute(start, order);
  }

  #placesByRid(): Uint32Array {
    if (this.#byRid !== null) return this.#byRid;
    const order = Uint32Array.from({ length: this.#length }, (_, place) => place);
    let start = 0;
    while (start < order.length) {
      let end = start + 1;
      let highest = this.ridAt(start);
      // A `rid` never lies below its time: once a time is above every `rid` so far, all that follows is.
      while (end < order.length && (this.#sortUs[end] as number) <= highest) {
        highest = Math.max(highest, this.ridAt(end));
        end++;
      }
      if (end - start > 1) order.subarray(start, end).sort((left, right) => this.ridAt(left) - this.ridAt(right));
      start = end;
    }
    this.#byRid = order;
    return order;
  }
}

function distinct(ascending: Uint32Array): Uint32Array {
  let count = 0;
  for (let at = 0; at < ascending.length; at++) {
    if (count === 0 || ascending[count - 1] !== ascending[at]) ascending[count++] = ascending[at] as number;
  }
  return ascending.subarray(0, count);
}
