import { Buffer } from "node:buffer";
import { compareCodePoints } from "./code-point-order.ts";
import { QUOTE } from "./json-bytes.ts";
import type { JsonTape } from "./json-tape.ts";
import { CONTAINER, PLAIN } from "./spelling.ts";
import { stringContent } from "./string-content.ts";

/** Up to this many members binary insertion beats a sort that calls back (measured). */
const FEW_MEMBERS = 96;
/** Kinds of objects whose order is remembered; a power of two. */
const ROWS = 512;
/** Longer lists are given up after use. */
const KEPT_KEYS = 65_536;

/** Lists the members of objects of a tape in canonical order: by code point, of equal keys only the last. */
export class MemberOrder {
  /** Key nodes. Lists of several objects may lie behind each other. */
  keys = new Int32Array(0);
  private readonly tape: JsonTape;
  private sawEqual = false;
  private readonly sorted = new Int32Array(FEW_MEMBERS);
  private readonly counts = new Uint8Array(ROWS);
  private readonly places = new Uint8Array(ROWS * FEW_MEMBERS);

  constructor(tape: JsonTape) {
    this.tape = tape;
  }

  /** Makes room for the tape just scanned. */
  prepare(): void {
    if (this.keys.length < this.tape.keyCount) this.keys = new Int32Array(2 * this.tape.keyCount);
  }

  release(): void {
    if (this.keys.length > KEPT_KEYS) this.keys = new Int32Array(0);
  }

  /** Puts the key nodes of the object at node `object` into `keys` from `from` on; returns the position behind them. */
  list(object: number, from: number): number {
    const { nodes } = this.tape;
    const behind = nodes[object + 2] as number;
    let end = from;
    let isSorted = true;
    let isPlain = true;
    for (let key = object + 3; key < behind; ) {
      if (((nodes[key + 1] as number) & 3) !== PLAIN) isPlain = false;
      else if (isPlain && isSorted && end > from) isSorted = this.compare(this.keys[end - 1] as number, key) < 0;
      this.keys[end++] = key;
      const value = key + 2;
      key = ((nodes[value + 1] as number) & 3) === CONTAINER ? (nodes[value + 2] as number) : value + 2;
    }
    if (!isPlain) return this.sortEscaped(from, end);
    return isSorted ? end : this.sortPlain(from, end);
  }

  private sortPlain(from: number, end: number): number {
    this.sawEqual = false;
    if (end - from > FEW_MEMBERS) {
      this.keys.subarray(from, end).sort((left, right) => this.compare(left, right) || left - right);
    } else if (!this.orderAsBefore(from, end)) {
      this.sawEqual = false;
      this.insertAll(from, end);
    }
    return this.sawEqual ? this.dropEqual(from, end) : end;
  }

  /**
   * Tries the order that the last object that looked like this one needed: records of one kind have the same keys at the
   * same places. Whatever the guess, an order in which every key comes before the next is the right one.
   */
  private orderAsBefore(from: number, end: number): boolean {
    const { keys, sorted, places } = this;
    const count = end - from;
    const row = this.rowOf(from, end);
    if (this.counts[row] !== count) return false;
    for (let i = 0; i < count; i++) {
      const key = keys[from + (places[row * FEW_MEMBERS + i] as number)] as number;
      if (i > 0 && this.compare(sorted[i - 1] as number, key) >= 0) return false;
      sorted[i] = key;
    }
    for (let i = 0; i < count; i++) keys[from + i] = sorted[i] as number;
    return true;
  }

  /** Where the order of objects with so many members and first and last keys of such lengths is remembered. */
  private rowOf(from: number, end: number): number {
    const first = this.keys[from] as number;
    const last = this.keys[end - 1] as number;
    const lengths =
      31 * (this.tape.endOf(first) - this.tape.startOf(first)) + this.tape.endOf(last) - this.tape.startOf(last);
    return (31 * lengths + end - from) & (ROWS - 1);
  }

  private insertAll(from: number, end: number): void {
    const { keys, places } = this;
    const row = this.rowOf(from, end);
    const begin = row * FEW_MEMBERS;
    this.counts[row] = end - from;
    places[begin] = 0;
    for (let i = from + 1; i < end; i++) {
      const key = keys[i] as number;
      let low = from;
      let high = i;
      if (this.compare(keys[i - 1] as number, key) < 0) low = i;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.compare(keys[middle] as number, key) <= 0) low = middle + 1;
        else high = middle;
      }
      for (let j = i; j > low; j--) {
        keys[j] = keys[j - 1] as number;
        places[begin + j - from] = places[begin + j - from - 1] as number;
      }
      keys[low] = key;
      places[begin + low - from] = i - from;
    }
  }

  /** Compares two keys without escapes byte by byte; the closing quote, which neither contains, ends both. */
  private compare(left: number, right: number): number {
    const { bytes, nodes } = this.tape;
    let i = (nodes[left] as number) + 1;
    let j = (nodes[right] as number) + 1;
    for (;;) {
      const a = bytes[i++] as number;
      const b = bytes[j++] as number;
      if (a !== b) return a === QUOTE ? -1 : b === QUOTE ? 1 : a - b;
      if (a === QUOTE) {
        this.sawEqual = true;
        return 0;
      }
    }
  }

  /** Of equal neighbours keeps the last. */
  private dropEqual(from: number, end: number): number {
    let kept = from;
    for (let i = from; i < end; i++) {
      if (i + 1 < end && this.compare(this.keys[i] as number, this.keys[i + 1] as number) === 0) continue;
      this.keys[kept++] = this.keys[i] as number;
    }
    return kept;
  }

  /** Sorts members of which at least one key holds an escape, by what the keys say. */
  private sortEscaped(from: number, end: number): number {
    const text = Buffer.from(this.tape.bytes.buffer);
    const lastByName = new Map<string, number>();
    for (let i = from; i < end; i++) {
      const key = this.keys[i] as number;
      lastByName.set(stringContent(text, this.tape.startOf(key), this.tape.endOf(key)), key);
    }
    let at = from;
    for (const [, key] of [...lastByName].sort(([a], [b]) => compareCodePoints(a, b))) this.keys[at++] = key;
    return at;
  }
}
