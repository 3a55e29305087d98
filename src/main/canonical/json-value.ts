/** A value as its text spells it: no number rounded, no key reordered, nothing dropped but the earlier of equal keys. */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;

/** Where a value stands in the text it was read from: bytes `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const NUMBER = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|-?Infinity)$/;
const INTEGER = /^-?\d+$/;

/** A number that keeps its spelling: `87.0`, `1e-05` and integers of 30 digits stay what they are. */
export class JsonNumber {
  /** JSON number syntax, or `NaN`, `Infinity`, `-Infinity` as older stores hold them. */
  readonly text: string;

  /** For the reader, which knows that `text` is a number; everybody else calls {@link jsonNumber}. */
  constructor(text: string) {
    this.text = text;
  }

  /** The nearest double, which may be infinite or NaN. */
  asDouble(): number {
    return Number(this.text);
  }

  /** The value if it is spelled as an integer (`87`, not `87.0`) that a double holds exactly; else null. `-0` is 0. */
  asSafeInteger(): number | null {
    const value = Number(this.text);
    return INTEGER.test(this.text) && Number.isSafeInteger(value) ? value + 0 : null;
  }
}

/** An object whose keys are all ordinary (`__proto__` too) and keep the order of the text. It never changes. */
export class JsonObject {
  readonly #members: ReadonlyMap<string, JsonValue>;
  readonly #offsets: readonly number[];

  /**
   * For the reader; everybody else calls {@link jsonObject}. `offsets` holds start and end of each value in the order of
   * the members, or nothing where the object was not read from a text.
   */
  constructor(members: ReadonlyMap<string, JsonValue>, offsets: readonly number[]) {
    this.#members = members;
    this.#offsets = offsets;
  }

  get size(): number {
    return this.#members.size;
  }

  has(key: string): boolean {
    return this.#members.has(key);
  }

  get(key: string): JsonValue | undefined {
    return this.#members.get(key);
  }

  keys(): IterableIterator<string> {
    return this.#members.keys();
  }

  values(): IterableIterator<JsonValue> {
    return this.#members.values();
  }

  entries(): IterableIterator<[string, JsonValue]> {
    return this.#members.entries();
  }

  /** Where the value of `key` stands in the text; null if there is no such key or the object was not read. */
  rangeOf(key: string): ByteRange | null {
    let at = 0;
    for (const name of this.#members.keys()) {
      const start = this.#offsets[at++];
      const end = this.#offsets[at++];
      if (name === key) return start === undefined || end === undefined ? null : { start, end };
    }
    return null;
  }
}

/** A number with the given spelling, such as `87.0`. Throws TypeError if it is not one that JSON (or CPython) knows. */
export function jsonNumber(text: string): JsonNumber {
  if (!NUMBER.test(text)) throw new TypeError(`${JSON.stringify(text)} is not the text of a JSON number`);
  return new JsonNumber(text);
}

/** An object with the given members in the given order. Throws TypeError for a key that comes twice. */
export function jsonObject(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
  const members = new Map<string, JsonValue>();
  for (const [key, value] of entries) {
    if (members.has(key)) throw new TypeError(`The key ${JSON.stringify(key)} comes twice`);
    members.set(key, value);
  }
  return new JsonObject(members, []);
}
