import type { DatabaseSync, StatementSync } from "node:sqlite";
import { textColumn } from "./column-value.ts";

/** Shorter words have an index of their own in the word index; those of ids are too many, and each is rare. */
const MIN_LENGTH = 4;
const ID_PART = /^[0-9a-f]+$/;
const TERM = /[\p{L}\p{N}\p{Co}]+/gu;
const MARKS = /\p{M}+/gu;
const PLAIN = /^[a-z0-9]+$/;
const BEYOND_ASCII = /[^\0-\u007f]/;

/** A word that begins more terms than this is answered by the word index itself. */
const MAX_EXPANDED = 64;
/** What a shop writes with; more are looked up again. */
const MAX_KNOWN = 50_000;

/**
 * The words of all runs, each once: by them the beginning of a word becomes the words that begin so. The word index gives the newest runs with a
 * whole word at once, but gathers every run first for the beginning of one. The caller holds the transaction.
 */
export class TermTable {
  readonly #insert: StatementSync;
  readonly #expand: StatementSync;
  readonly #known = new Set<string>();

  constructor(db: DatabaseSync) {
    this.#insert = db.prepare("INSERT OR IGNORE INTO term VALUES (?)");
    this.#expand = db.prepare(
      `SELECT text FROM term WHERE text >= ? AND text < ? ORDER BY text LIMIT ${MAX_EXPANDED + 1}`,
    );
  }

  /** Takes in the words of a text. */
  add(text: string): void {
    for (const term of termsOf(text)) {
      if (this.#known.has(term)) continue;
      if (this.#known.size >= MAX_KNOWN) this.#known.clear();
      this.#known.add(term);
      this.#insert.run(term);
    }
  }

  /**
   * The terms that begin like this one (`chat`: chatter, chattering); null where the word index answers as fast, or where only it knows: for short
   * beginnings, parts of ids, and letters that it folds by rules of its own.
   */
  expand(beginning: string): readonly string[] | null {
    const word = beginning.toLowerCase();
    if (word.length < MIN_LENGTH || ID_PART.test(word) || !PLAIN.test(word)) return null;
    const terms = this.#expand.all(word, `${word}\u{10ffff}`).map((row) => textColumn(row, "text"));
    return terms.length === 0 || terms.length > MAX_EXPANDED ? null : terms;
  }

  /** Forgets what was only known within a transaction that was rolled back. */
  reset(): void {
    this.#known.clear();
  }
}

/** The words in a text, as the word index folds them: small letters without marks. */
function termsOf(text: string): readonly string[] {
  const folded = (BEYOND_ASCII.test(text) ? text.normalize("NFD").replaceAll(MARKS, "") : text).toLowerCase();
  return (folded.match(TERM) ?? []).filter((term) => term.length >= MIN_LENGTH && !ID_PART.test(term));
}
