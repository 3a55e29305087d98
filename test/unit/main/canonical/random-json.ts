import { Buffer } from "node:buffer";

const KEYS = [
  "a",
  "b",
  "ab",
  "A",
  "",
  " ",
  "10",
  "9",
  "é",
  "\ue000",
  "\uffff",
  "😀",
  "𝄞",
  "a\u0000",
  '"',
  "\\",
  "/",
  "__proto__",
];
const CHARACTERS = [
  ..."abcXYZ019 é弦я\u007f\u0080\u2028\u2029\ue000\uffff😀𝄞/",
  '"',
  "\\",
  "\n",
  "\t",
  "\b",
  "\f",
  "\r",
  "\u0000",
  "\u001f",
];
const WORDS = ["null", "true", "false", "NaN", "Infinity", "-Infinity"];
const BLANKS = ["", "", "", " ", "\n", "\t", "\r\n", "\n    "];
const DEEPEST = 5;

/** Makes JSON texts that are hard on a reader, the same ones for the same seed; about one in five is broken somewhere. */
export class RandomJson {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  text(): Buffer {
    const bytes = Buffer.from(this.blank() + this.value(0) + this.blank());
    return this.chance(0.2) ? this.broken(bytes) : bytes;
  }

  /** A number in one of the many spellings that JSON allows. */
  number(): string {
    const sign = this.chance(0.3) ? "-" : "";
    switch (this.below(8)) {
      case 0:
        return `${sign}0`;
      case 1:
        return sign + this.digits(1 + this.below(4));
      case 2:
        return sign + this.digits(this.chance(0.02) ? 4298 + this.below(5) : 1 + this.below(40));
      case 3:
        return `${sign}${this.integer()}.${this.anyDigits(1 + this.below(20))}`;
      case 4:
        return `${sign}0.${"0".repeat(this.below(8))}${this.anyDigits(1 + this.below(18))}`;
      case 5:
        return `${sign}${this.integer()}${this.pick([".0", ".50", ""])}${this.pick(["e", "E"])}${this.pick(["", "+", "-"])}${this.below(400)}`;
      case 6:
        return String((this.next() - 0.5) * 10 ** (this.below(40) - 20));
      default:
        return `${this.integer()}.${this.pick(["0", "5", "25", "125"])}`;
    }
  }

  private value(depth: number): string {
    if (depth < 2 && this.chance(0.004)) return this.wideObject();
    const kind = this.below(depth >= DEEPEST ? 7 : 10);
    if (kind < 3) return this.number();
    if (kind < 6) return this.string(this.characters());
    if (kind < 7) return this.pick(WORDS);
    const items = Array.from({ length: this.below(depth === 0 ? 8 : 4) }, () => this.item(kind === 7, depth));
    return kind === 7 ? this.enclosed("[", items, "]") : this.enclosed("{", items, "}");
  }

  private item(isListItem: boolean, depth: number): string {
    const value = this.blank() + this.value(depth + 1) + this.blank();
    return isListItem ? value : `${this.blank()}${this.string(this.pick(KEYS))}${this.blank()}:${value}`;
  }

  /** An object with more members than are sorted by hand, some of them twice. */
  private wideObject(): string {
    const members = Array.from(
      { length: 90 + this.below(120) },
      (_, i) => `"k${this.chance(0.1) ? "😀" : ""}${this.below(2000)}":${i}`,
    );
    return this.enclosed("{", members, "}");
  }

  private enclosed(opening: string, items: readonly string[], closing: string): string {
    return opening + (items.length === 0 ? this.blank() : items.join(",")) + closing;
  }

  private characters(): string {
    return Array.from({ length: this.below(this.chance(0.05) ? 300 : 12) }, () => this.pick(CHARACTERS)).join("");
  }

  private string(content: string): string {
    const lone = this.chance(0.01)
      ? this.pick(["\\ud800", "\\uDFFF", "\\ud83d\\u0041", "\\ude00\\ud83d", "\\udc00\\udc00"])
      : "";
    return `"${[...content].map((character) => this.spelled(character)).join("")}${lone}"`;
  }

  private spelled(character: string): string {
    const mustEscape = character < " " || character === '"' || character === "\\";
    if (mustEscape ? this.chance(0.4) : this.chance(0.1)) return this.escaped(character);
    if (character === "/" && this.chance(0.5)) return "\\/";
    return mustEscape ? JSON.stringify(character).slice(1, -1) : character;
  }

  private escaped(character: string): string {
    const units = Array.from({ length: character.length }, (_, i) =>
      character.charCodeAt(i).toString(16).padStart(4, "0"),
    );
    return units.map((unit) => `\\u${this.chance(0.5) ? unit : unit.toUpperCase()}`).join("");
  }

  /** One byte less, more or other than the text has, or two texts in one. */
  private broken(bytes: Buffer): Buffer {
    const at = this.below(bytes.length);
    const byte = this.chance(0.5) ? this.below(256) : this.pick([...'{}[],:"\\0.-+eE \n']).charCodeAt(0);
    switch (this.below(4)) {
      case 0:
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
      case 1:
        return Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)]);
      case 2:
        return Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at + 1)]);
      default:
        return this.chance(0.5) ? bytes.subarray(0, at) : Buffer.concat([bytes, Buffer.from(this.value(DEEPEST))]);
    }
  }

  private integer(): string {
    return this.chance(0.4) ? "0" : this.digits(1 + this.below(17));
  }

  private digits(count: number): string {
    return String(1 + this.below(9)) + this.anyDigits(count - 1);
  }

  private anyDigits(count: number): string {
    return Array.from({ length: count }, () => (this.chance(0.2) ? 0 : this.below(10))).join("");
  }

  private blank(): string {
    return this.pick(BLANKS);
  }

  private pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  private chance(probability: number): boolean {
    return this.next() < probability;
  }

  private below(limit: number): number {
    return Math.floor(limit * this.next());
  }

  /** The small generator known as mulberry32. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
