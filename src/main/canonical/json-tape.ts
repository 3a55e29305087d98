import { isUtf8 } from "node:buffer";
import {
  CARRIAGE_RETURN,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  MINUS,
  NEWLINE,
  NINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  TAB,
  ZERO,
} from "./json-bytes.ts";
import { JsonSyntaxError } from "./json-syntax-error.ts";
import { scanNumber } from "./scan-number.ts";
import { scanString } from "./scan-string.ts";
import { CONTAINER, PLAIN, RESPELLED } from "./spelling.ts";

/** Largest text a tape holds: offsets share 31 bits with two flag bits, and a tape takes up to eight times the text. */
export const MAX_TEXT_BYTES = 64 * 1024 * 1024;
/** Texts above this give their buffers back after use, so that one large record does not stay in memory. */
const KEPT_TEXT_BYTES = 1024 * 1024;

const WORDS = ["null", "true", "false", "NaN", "Infinity", "-Infinity"].map((word) => new TextEncoder().encode(word));

/** What a scan refuses beside text that is not JSON. Depth counts open objects and arrays: `[[]]` has 2. */
export interface ScanLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxKeys: number;
}

/**
 * A JSON text cut into tokens, in the order of the text. It accepts exactly what CPython's `json.loads` accepts (bare
 * `NaN`, `Infinity`, `-Infinity` included) in strict UTF-8, up to the limits. One tape is reused for text after text:
 * what it holds is valid until the next `scan` or `release`.
 *
 * `nodes` holds for each scalar or key `start, end << 2 | spelling`, for each container also the index of the node
 * behind all it contains. A key is directly followed by its value.
 */
export class JsonTape {
  /** The text, a 0, and at least as much free room behind it. */
  bytes = new Uint8Array(0);
  nodes = new Int32Array(0);
  /** Bytes of the text. */
  length = 0;
  /** Greatest number of containers open at once. */
  deepest = 0;
  keyCount = 0;
  /** Numbers whose canonical spelling may be longer than the one in the text. */
  respelledNumbers = 0;
  private free = 0;
  private depth = 0;
  private inside = -1;

  /** Reads `text` into the tape; throws JsonSyntaxError for what CPython or the limits refuse. */
  scan(text: Uint8Array, limits: ScanLimits): void {
    this.load(text, limits);
    let at = 0;
    for (;;) {
      const depth = this.depth;
      at = this.scanValue(this.skipBlank(at), limits);
      if (this.depth > depth) continue;
      at = this.scanSeparator(at, limits);
      if (at < 0) return;
    }
  }

  startOf(node: number): number {
    return this.nodes[node] as number;
  }

  endOf(node: number): number {
    return (this.nodes[node + 1] as number) >> 2;
  }

  spellingOf(node: number): number {
    return (this.nodes[node + 1] as number) & 3;
  }

  /** The node that follows all that `node` contains. */
  nodeBehind(node: number): number {
    return this.spellingOf(node) === CONTAINER ? (this.nodes[node + 2] as number) : node + 2;
  }

  /** Makes sure that `room` bytes are free behind the text and its 0. */
  reserve(room: number): void {
    const needed = this.length + 1 + room;
    if (this.bytes.length >= needed) return;
    const larger = new Uint8Array(needed);
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  /** Gives large buffers back. Call it when done with a text. */
  release(): void {
    if (this.length <= KEPT_TEXT_BYTES) return;
    this.bytes = new Uint8Array(0);
    this.nodes = new Int32Array(0);
    this.length = 0;
  }

  private load(text: Uint8Array, limits: ScanLimits): void {
    const maxBytes = Math.min(limits.maxBytes, MAX_TEXT_BYTES);
    if (text.length > maxBytes) {
      throw new JsonSyntaxError("TOO_LARGE", `The text is larger than ${maxBytes} bytes`, maxBytes);
    }
    if (!isUtf8(text)) throw new JsonSyntaxError("BAD_JSON", "The text is not UTF-8", invalidUtf8Offset(text));
    const room = 2 * text.length + 64;
    if (this.bytes.length < room) this.bytes = new Uint8Array(room);
    // At most three per container, which takes two bytes, and two per scalar, which takes two with its comma. Of
    // containers that are still open when the text breaks off, only one byte was seen.
    const nodeRoom = Math.ceil(1.5 * text.length) + 3 * Math.min(limits.maxDepth, text.length) + 8;
    if (this.nodes.length < nodeRoom) this.nodes = new Int32Array(nodeRoom);
    this.bytes.set(text);
    this.bytes[text.length] = 0;
    this.length = text.length;
    this.free = this.depth = this.deepest = this.keyCount = this.respelledNumbers = 0;
    this.inside = -1;
  }

  /** Reads a scalar, an empty container, or the beginning of a container up to its first item; returns where it got. */
  private scanValue(at: number, limits: ScanLimits): number {
    const byte = this.bytes[at] as number;
    if (byte === QUOTE) return this.add(at, scanString(this.bytes, at, this.length));
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return this.openContainer(at, byte, limits);
    if ((byte >= ZERO && byte <= NINE) || (byte === MINUS && this.bytes[at + 1] !== 0x49)) {
      const packedEnd = scanNumber(this.bytes, at);
      if ((packedEnd & RESPELLED) !== 0) this.respelledNumbers++;
      return this.add(at, packedEnd);
    }
    return this.scanWord(at);
  }

  private add(start: number, packedEnd: number): number {
    const node = this.free;
    this.nodes[node] = start;
    this.nodes[node + 1] = packedEnd;
    this.free = node + 2;
    return packedEnd >> 2;
  }

  private scanWord(at: number): number {
    for (const word of WORDS) {
      let matched = 0;
      while (matched < word.length && this.bytes[at + matched] === word[matched]) matched++;
      if (matched === word.length) return this.add(at, ((at + matched) << 2) | PLAIN);
    }
    throw this.refusal(at, "A value is missing");
  }

  private openContainer(at: number, byte: number, limits: ScanLimits): number {
    if (++this.depth > limits.maxDepth) {
      throw new JsonSyntaxError("TOO_DEEP", `Values are nested more than ${limits.maxDepth} deep`, at);
    }
    if (this.depth > this.deepest) this.deepest = this.depth;
    const node = this.free;
    this.nodes[node] = at;
    // While a container is open, its third slot leads back to the container around it.
    this.nodes[node + 2] = this.inside;
    this.free = node + 3;
    this.inside = node;
    const first = this.skipBlank(at + 1);
    if (this.bytes[first] === byte + 2) return this.closeContainer(first);
    return byte === OPEN_BRACE ? this.scanKey(first, limits) : first;
  }

  private closeContainer(at: number): number {
    const node = this.inside;
    this.inside = this.nodes[node + 2] as number;
    this.nodes[node + 1] = ((at + 1) << 2) | CONTAINER;
    this.nodes[node + 2] = this.free;
    this.depth--;
    return at + 1;
  }

  private scanKey(at: number, limits: ScanLimits): number {
    if (this.bytes[at] !== QUOTE) throw this.refusal(at, "A key in double quotes is missing");
    if (++this.keyCount > limits.maxKeys) {
      throw new JsonSyntaxError("TOO_LARGE", `The text holds more than ${limits.maxKeys} keys`, at);
    }
    const colon = this.skipBlank(this.add(at, scanString(this.bytes, at, this.length)));
    if (this.bytes[colon] !== COLON) throw this.refusal(colon, "A colon is missing after a key");
    return colon + 1;
  }

  /** Reads what may follow a value: closing brackets, then a comma (and the next key), or the end (-1). */
  private scanSeparator(from: number, limits: ScanLimits): number {
    let at = this.skipBlank(from);
    while (this.inside >= 0) {
      const opening = this.bytes[this.nodes[this.inside] as number] as number;
      const byte = this.bytes[at];
      if (byte === COMMA) return this.scanComma(at, opening, limits);
      if (byte !== opening + 2) throw this.refusal(at, "A comma or a closing bracket is missing");
      at = this.skipBlank(this.closeContainer(at));
    }
    if (at !== this.length) throw this.refusal(at, "There is more text after the end of the value");
    return -1;
  }

  private scanComma(comma: number, opening: number, limits: ScanLimits): number {
    const next = this.skipBlank(comma + 1);
    const byte = this.bytes[next];
    if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) throw this.refusal(comma, "A comma has nothing after it");
    return opening === OPEN_BRACE ? this.scanKey(next, limits) : next;
  }

  private skipBlank(from: number): number {
    const { bytes } = this;
    let at = from;
    let byte = bytes[at] as number;
    while (byte <= SPACE) {
      if (byte !== SPACE && byte !== NEWLINE && byte !== TAB && byte !== CARRIAGE_RETURN) break;
      byte = bytes[++at] as number;
    }
    return at;
  }

  private refusal(at: number, reason: string): JsonSyntaxError {
    const bytes = this.bytes;
    if (at >= this.length) return new JsonSyntaxError("BAD_JSON", `${reason}: the text ends here`, this.length);
    if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) {
      return new JsonSyntaxError("BAD_JSON", `${reason}: a byte order mark stands here`, at);
    }
    return new JsonSyntaxError("BAD_JSON", reason, at);
  }
}

/** Position of the first byte that does not continue UTF-8. The text as a whole is known not to be UTF-8. */
function invalidUtf8Offset(text: Uint8Array): number {
  let at = 0;
  while (at < text.length) {
    const lead = text[at] as number;
    const width = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (width > 1 && !isUtf8(text.subarray(at, at + width))) return at;
    at += width;
  }
  return at;
}
