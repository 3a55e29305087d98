import type { DatabaseSync, StatementSync } from "node:sqlite";

/** While a catalog is built, the word index gathers so much before it writes a piece of itself. */
const BUILDING_BYTES = 64 * 1024 * 1024;
/** What SQLite gathers by itself. */
const USUAL_BYTES = 1024 * 1024;

/**
 * Keeps the words of runs back until the end of a transaction and then writes them in the order of their rows: each step back in that order
 * makes SQLite write out all that its index has gathered.
 */
export class WordWriter {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #append: StatementSync;
  readonly #added = new Map<number, string>();
  readonly #appended = new Map<number, string>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#insert = db.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)");
    this.#append = db.prepare("UPDATE words SET text = text || ? WHERE rowid = ?");
  }

  /** The words of a new row. */
  add(rid: number, text: string): void {
    this.#added.set(rid, text);
  }

  /** More words of a row. */
  append(rid: number, text: string): void {
    const added = this.#added.get(rid);
    if (added !== undefined) this.#added.set(rid, added + text);
    else this.#appended.set(rid, (this.#appended.get(rid) ?? "") + text);
  }

  /** Writes what was kept back. The caller holds the transaction. */
  flush(): void {
    for (const [rid, text] of inOrder(this.#added)) this.#insert.run(rid, text);
    for (const [rid, text] of inOrder(this.#appended)) this.#append.run(text, rid);
    this.reset();
  }

  /** Forgets what was kept back. */
  reset(): void {
    this.#added.clear();
    this.#appended.clear();
  }

  /** Lets the index gather more before it writes, for the time in which a catalog is built. */
  gatherMuch(isMuch: boolean): void {
    const bytes = isMuch ? BUILDING_BYTES : USUAL_BYTES;
    // Spelled out: the index takes whole numbers only, and a number that is bound comes as another kind.
    this.#db.exec(`INSERT INTO words (words, rank) VALUES ('hashsize', ${bytes})`);
  }
}

function inOrder(texts: ReadonlyMap<number, string>): readonly (readonly [number, string])[] {
  return texts.size < 2 ? [...texts] : [...texts].sort(([left], [right]) => left - right);
}
