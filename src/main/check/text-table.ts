import { hash } from "node:crypto";

/** Numbers of 32 bits kept of each text's SHA-256: half of it, so that no two texts can be made to look alike. */
const WORDS = 4;
const FIRST_CAPACITY = 1024;

/**
 * Numbers texts in the order they come, each once, without keeping them: some 25 bytes a text however long it is, so that a million paths
 * cost no more than a photograph.
 */
export class TextTable {
  #words = new Uint32Array(FIRST_CAPACITY * WORDS);
  #slots = new Int32Array(FIRST_CAPACITY * 2).fill(-1);
  #size = 0;

  /** How many texts there are. */
  get size(): number {
    return this.#size;
  }

  has(text: string): boolean {
    return this.indexOf(text) >= 0;
  }

  /** The number of a text, or -1. */
  indexOf(text: string): number {
    const words = wordsOf(text);
    return this.#slots[this.#slotOf(words)] ?? -1;
  }

  /** The number of a text, which is new when it is the last. */
  add(text: string): number {
    const words = wordsOf(text);
    const slot = this.#slotOf(words);
    const known = this.#slots[slot] ?? -1;
    if (known >= 0) return known;
    const index = this.#size;
    if ((index + 1) * WORDS > this.#words.length) return this.#grow().add(text);
    this.#words.set(words, index * WORDS);
    this.#slots[slot] = index;
    this.#size += 1;
    return index;
  }

  /** The slot that holds these words, or the free one where they belong. */
  #slotOf(words: Uint32Array): number {
    const mask = this.#slots.length - 1;
    let slot = (words[0] ?? 0) & mask;
    for (let index = this.#slots[slot] ?? -1; index >= 0; index = this.#slots[slot] ?? -1) {
      if (this.#isAt(index, words)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #isAt(index: number, words: Uint32Array): boolean {
    return words.every((word, at) => word === this.#words[index * WORDS + at]);
  }

  #grow(): this {
    const words = new Uint32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let index = 0; index < this.#size; index += 1) {
      this.#slots[this.#slotOf(words.subarray(index * WORDS, (index + 1) * WORDS))] = index;
    }
    return this;
  }
}

function wordsOf(text: string): Uint32Array {
  const digest = hash("sha256", text, "buffer");
  return Uint32Array.from({ length: WORDS }, (_, at) => digest.readUInt32LE(at * 4));
}
