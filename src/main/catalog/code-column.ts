/** Small numbers, as narrow as the largest of them allows. */
export type CodeArray = Uint8Array | Uint16Array | Uint32Array;

/** Widths of a number in bytes, narrowest first. */
export type CodeWidth = 1 | 2 | 4;

const LARGEST: Readonly<Record<CodeWidth, number>> = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff };

/** A growing list of numbers from 0 that takes one byte for each while they are small, and two or four once they are not. */
export class CodeColumn {
  #data: CodeArray;
  #width: CodeWidth;

  constructor(capacity: number, width: CodeWidth = 1) {
    this.#width = width;
    this.#data = allocate(width, capacity);
  }

  /** The numbers. Another array after {@link CodeColumn.set} or {@link CodeColumn.reserve}. */
  get data(): CodeArray {
    return this.#data;
  }

  get width(): CodeWidth {
    return this.#width;
  }

  /** The number at a place; 0 where none was set. */
  at(place: number): number {
    return this.#data[place] ?? 0;
  }

  /** Sets a number at a place that was reserved. Throws RangeError for what is no whole number that four bytes hold. */
  set(place: number, code: number): void {
    if (code > LARGEST[this.#width] || code < 0) this.#widen(code);
    this.#data[place] = code;
  }

  /** Makes room for so many numbers. */
  reserve(capacity: number): void {
    if (capacity > this.#data.length) this.#data = copyOf(this.#data, this.#width, capacity);
  }

  /** Takes over bytes that {@link CodeColumn.bytes} gave for a column of this width. */
  load(bytes: Uint8Array, count: number): void {
    const target = new Uint8Array(this.#data.buffer, this.#data.byteOffset, count * this.#width);
    target.set(bytes);
  }

  /** The first `count` numbers as they lie in memory. */
  bytes(count: number): Uint8Array {
    return new Uint8Array(this.#data.buffer, this.#data.byteOffset, count * this.#width);
  }

  #widen(code: number): void {
    const width = ([1, 2, 4] as const).find((candidate) => code <= LARGEST[candidate]);
    if (width === undefined || code < 0) throw new RangeError(`${code} is no number that a column holds`);
    this.#data = copyOf(this.#data, width, this.#data.length);
    this.#width = width;
  }
}

function allocate(width: CodeWidth, capacity: number): CodeArray {
  if (width === 1) return new Uint8Array(capacity);
  return width === 2 ? new Uint16Array(capacity) : new Uint32Array(capacity);
}

function copyOf(data: CodeArray, width: CodeWidth, capacity: number): CodeArray {
  const copy = allocate(width, capacity);
  copy.set(data);
  return copy;
}
