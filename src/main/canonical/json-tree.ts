import { Buffer } from "node:buffer";
import { OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./json-bytes.ts";
import { JsonSyntaxError } from "./json-syntax-error.ts";
import { JsonTape, type ScanLimits } from "./json-tape.ts";
import { type ByteRange, JsonNumber, JsonObject, type JsonValue } from "./json-value.ts";
import { ShortTexts } from "./short-texts.ts";
import { CONTAINER, PLAIN, RESPELLED } from "./spelling.ts";
import { stringContent } from "./string-content.ts";

/** What a reader refuses beside text that is not JSON. */
export interface JsonLimits extends ScanLimits {
  readonly refuseDuplicateKeys: boolean;
  /** Bare `NaN` and `Infinity`, and numbers too large for a double. */
  readonly refuseNonFinite: boolean;
  /** `__proto__`, `constructor` and `prototype`, which careless code takes for more than keys. */
  readonly refuseProtoKeys: boolean;
  /** `\ud800` without its other half: no character, and nothing that UTF-8 can hold. */
  readonly refuseLoneSurrogates: boolean;
}

/** For what people and programs hand in today. */
export const REQUEST_LIMITS: JsonLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxDepth: 64,
  maxKeys: 100_000,
  refuseDuplicateKeys: true,
  refuseNonFinite: true,
  refuseProtoKeys: true,
  refuseLoneSurrogates: true,
};

/** For what is stored already: whatever the older system could read, so that nothing it kept is lost. */
export const EVIDENCE_LIMITS: JsonLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxDepth: 512,
  maxKeys: Number.POSITIVE_INFINITY,
  refuseDuplicateKeys: false,
  refuseNonFinite: false,
  refuseProtoKeys: false,
  refuseLoneSurrogates: false,
};

/** A key that one object holds more than once; `offset` is where the later one stands. */
export interface DuplicateKey {
  readonly key: string;
  readonly offset: number;
}

const PROTO_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
const tape = new JsonTape();
const shortTexts = new ShortTexts();

/**
 * Reads a JSON text without loss. Of equal keys the last counts; each that follows an equal one is put on `duplicates`.
 * Throws JsonSyntaxError for text that is not JSON (`NaN` and `Infinity` are, as for CPython) or beyond the limits.
 */
export function readJson(
  text: Uint8Array,
  limits: JsonLimits = EVIDENCE_LIMITS,
  duplicates: DuplicateKey[] = [],
): JsonValue {
  try {
    tape.scan(text, limits);
    return new TreeBuilder(limits, duplicates).build();
  } finally {
    tape.release();
  }
}

/**
 * Where the items of the list at `list` stand in `text`, in order. With the range that `rangeOf` gave for a list, this
 * leads to the bytes of each item. Throws JsonSyntaxError if the bytes there are not JSON, TypeError if they are no list.
 */
export function itemRanges(text: Uint8Array, list: ByteRange): ByteRange[] {
  try {
    tape.scan(text.subarray(list.start, list.end), EVIDENCE_LIMITS);
    if (tape.bytes[tape.nodes[0] as number] !== OPEN_BRACKET) throw new TypeError("There is no list at these bytes");
    const ranges: ByteRange[] = [];
    for (let node = 3; node < (tape.nodes[2] as number); node = tape.nodeBehind(node)) {
      ranges.push({ start: list.start + tape.startOf(node), end: list.start + tape.endOf(node) });
    }
    return ranges;
  } finally {
    tape.release();
  }
}

/**
 * The value as ordinary data, for display and for schemas: numbers become doubles (so digits may be lost), a key named
 * `__proto__` an own property like any other.
 */
export function toPlain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return value.asDouble();
  if (Array.isArray(value)) return value.map(toPlain);
  if (!(value instanceof JsonObject)) return value;
  const plain: Record<string, unknown> = {};
  for (const [key, item] of value.entries()) {
    if (key !== "__proto__") plain[key] = toPlain(item);
    else
      Object.defineProperty(plain, key, { value: toPlain(item), configurable: true, enumerable: true, writable: true });
  }
  return plain;
}

/** A container that is being filled, and the node behind all it contains. */
type Growing = GrowingObject | { readonly items: JsonValue[]; readonly behind: number };

interface GrowingObject {
  readonly items: null;
  readonly members: Map<string, JsonValue>;
  readonly offsets: number[];
  readonly behind: number;
  /** The place of each key among the keys; made when the first duplicate turns up. */
  places: Map<string, number> | null;
}

/** Turns what the tape holds into values. Without recursion: the limits bound the depth, not the stack. */
class TreeBuilder {
  private readonly limits: JsonLimits;
  private readonly duplicates: DuplicateKey[];
  private readonly text = Buffer.from(tape.bytes.buffer);
  private readonly open: Growing[] = [];
  private node = 0;

  constructor(limits: JsonLimits, duplicates: DuplicateKey[]) {
    this.limits = limits;
    this.duplicates = duplicates;
  }

  build(): JsonValue {
    const root = this.readValue();
    for (let top = this.open.at(-1); top !== undefined; top = this.open.at(-1)) {
      if (this.node === top.behind) this.open.pop();
      else if (top.items === null) this.readMember(top);
      else top.items.push(this.readValue());
    }
    return root;
  }

  /** Reads a scalar, or starts a container, which `build` then fills. */
  private readValue(): JsonValue {
    const { node } = this;
    if (tape.spellingOf(node) === CONTAINER) return this.openContainer(node);
    this.node = node + 2;
    switch (tape.bytes[tape.startOf(node)]) {
      case QUOTE:
        return this.readString(node);
      case 0x6e:
        return null;
      case 0x74:
        return true;
      case 0x66:
        return false;
      default:
        return this.readNumber(node);
    }
  }

  private openContainer(node: number): JsonValue {
    const behind = tape.nodeBehind(node);
    this.node = node + 3;
    if (tape.bytes[tape.startOf(node)] === OPEN_BRACE) {
      const members = new Map<string, JsonValue>();
      const offsets: number[] = [];
      this.open.push({ items: null, members, offsets, behind, places: null });
      return new JsonObject(members, offsets);
    }
    const items: JsonValue[] = [];
    this.open.push({ items, behind });
    return items;
  }

  private readMember(object: GrowingObject): void {
    const { node } = this;
    const { members, offsets } = object;
    const key = this.readString(node);
    if (this.limits.refuseProtoKeys && PROTO_KEYS.has(key)) {
      throw new JsonSyntaxError("BAD_JSON", `The key "${key}" is not allowed`, tape.startOf(node));
    }
    const place = members.has(key) ? this.placeOfDuplicate(object, key) : members.size;
    object.places?.set(key, place);
    this.node = node + 2;
    offsets[2 * place] = tape.startOf(this.node);
    offsets[2 * place + 1] = tape.endOf(this.node);
    members.set(key, this.readValue());
  }

  /** Reports the key at the current node, or refuses it; where it is read, it takes the place of the earlier one. */
  private placeOfDuplicate(object: GrowingObject, key: string): number {
    const offset = tape.startOf(this.node);
    if (this.limits.refuseDuplicateKeys) {
      throw new JsonSyntaxError("BAD_JSON", `The key ${JSON.stringify(key)} comes twice in one object`, offset);
    }
    this.duplicates.push({ key, offset });
    object.places ??= new Map([...object.members.keys()].map((name, place) => [name, place]));
    return object.places.get(key) ?? 0;
  }

  private readString(node: number): string {
    const start = tape.startOf(node);
    const spelling = tape.spellingOf(node);
    if (spelling === PLAIN) return shortTexts.read(this.text, start + 1, tape.endOf(node) - 1);
    const content = stringContent(this.text, start, tape.endOf(node));
    if (spelling === RESPELLED && this.limits.refuseLoneSurrogates && !content.isWellFormed()) {
      throw new JsonSyntaxError("BAD_JSON", "A string holds half of a surrogate pair, which is no character", start);
    }
    return content;
  }

  private readNumber(node: number): JsonNumber {
    const number = new JsonNumber(shortTexts.read(this.text, tape.startOf(node), tape.endOf(node)));
    if (this.limits.refuseNonFinite && !Number.isFinite(number.asDouble())) {
      throw new JsonSyntaxError("BAD_JSON", `${number.text.slice(0, 40)} is not a finite number`, tape.startOf(node));
    }
    return number;
  }
}
