import { Buffer } from "node:buffer";
import { compareCodePoints } from "./code-point-order.ts";
import { QUOTE } from "./json-bytes.ts";
import type { JsonTape } from "./json-tape.ts";
import { CONTAINER, PLAIN } from "./spelling.ts";
import { stringContent } from "./string-content.ts";

/** Up to this many members binary insertion beats a sort that calls back (measured). */
const FEW_MEMBERS = 96;
/** Longer lists are given up after use. */
const KEPT_KEYS = 65_536;

/** Lists the members of objects of a tape in canonical order: by code point, of equal keys only the last. */
export class MemberOrder {
  /** Key nodes. Lists of several objects may lie behind each other. */
  keys = new Int32Array(0);
  private readonly tape: JsonTape;
  private sawEqual = false;

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
    if (end - from <= FEW_MEMBERS) this.insertAll(from, end);
    else this.keys.subarray(from, end).sort((left, right) => this.compare(left, right) || left - right);
    return this.sawEqual ? this.dropEqual(from, end) : end;
  }

  private insertAll(from: number, end: number): void {
    const { keys } = this;
    for (let i = from + 1; i < end; i++) {
      const key = keys[i] as number;
      if (this.compare(keys[i - 1] as number, key) < 0) continue;
      let low = from;
      let high = i;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.compare(keys[middle] as number, key) <= 0) low = middle + 1;
        else high = middle;
      }
      for (let j = i; j > low; j--) keys[j] = keys[j - 1] as number;
      keys[low] = key;
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
      lastByName.set(stringContent(text, this.tape.nodes[key] as number, this.tape.nodes[key + 1] as number), key);
    }
    let at = from;
    for (const [, key] of [...lastByName].sort(([a], [b]) => compareCodePoints(a, b))) this.keys[at++] = key;
    return at;
  }
}
