import { BrokenQuery, type Place } from "./query-error.ts";

/** A value behind a colon, or a word that stands alone. */
export interface QueryText extends Place {
  readonly text: string;
  /** True for one in quotes: it is never anything but a text. */
  readonly isQuoted: boolean;
}

/** One term of a typed query: `tool:T102,T103`, `-exported`, or a word. */
export interface QueryTerm extends Place {
  /** True with a minus before it. */
  readonly isWithout: boolean;
  /** The word before the colon; null for a word that stands alone. */
  readonly key: QueryText | null;
  /** At least one. */
  readonly values: readonly QueryText[];
}

const BLANK = /\s/;

/**
 * The terms of a typed query in their order. Blanks part terms, a comma parts values. In quotes everything stands for itself, but for `\"`,
 * which is a quote, and `\\`, which is a backslash. Throws {@link BrokenQuery}.
 */
export function readTerms(text: string): readonly QueryTerm[] {
  const reader = new TermReader(text);
  const terms: QueryTerm[] = [];
  for (let term = reader.next(); term !== null; term = reader.next()) terms.push(term);
  return terms;
}

class TermReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): QueryTerm | null {
    while (this.#at < this.#text.length && this.#isBlank()) this.#at += 1;
    if (this.#at >= this.#text.length) return null;
    const start = this.#at;
    const isWithout = this.#char() === "-" && !this.#endsTerm(start + 1);
    if (isWithout) this.#at += 1;
    const first = this.#readText(":");
    const key = first.isQuoted || this.#char() !== ":" ? null : first;
    const values = key === null ? [first] : this.#readValues();
    if (!this.#endsTerm(this.#at)) throw new BrokenQuery({ start: this.#at, length: 1 }, "quote-inside");
    return { isWithout, key, values, start, length: this.#at - start };
  }

  #readValues(): readonly QueryText[] {
    const values: QueryText[] = [];
    do {
      // Past the colon or the comma.
      this.#at += 1;
      values.push(this.#readText(","));
    } while (this.#char() === ",");
    return values;
  }

  /** A text in quotes, or what stands before a blank or before `end`. */
  #readText(end: string): QueryText {
    if (this.#char() === '"') return this.#readQuoted();
    const start = this.#at;
    while (!this.#endsTerm(this.#at) && this.#char() !== end) {
      if (this.#char() === '"') throw new BrokenQuery({ start: this.#at, length: 1 }, "quote-inside");
      this.#at += 1;
    }
    return { text: this.#text.slice(start, this.#at), isQuoted: false, start, length: this.#at - start };
  }

  #readQuoted(): QueryText {
    const start = this.#at;
    let text = "";
    for (this.#at += 1; this.#char() !== '"'; this.#at += 1) {
      if (this.#at >= this.#text.length) throw new BrokenQuery({ start, length: this.#at - start }, "quote-open");
      if (this.#char() === "\\" && /["\\]/.test(this.#text.charAt(this.#at + 1))) this.#at += 1;
      text += this.#char();
    }
    this.#at += 1;
    return { text, isQuoted: true, start, length: this.#at - start };
  }

  #char(): string {
    return this.#text.charAt(this.#at);
  }

  #isBlank(): boolean {
    return BLANK.test(this.#char());
  }

  #endsTerm(at: number): boolean {
    return at >= this.#text.length || BLANK.test(this.#text.charAt(at));
  }
}
