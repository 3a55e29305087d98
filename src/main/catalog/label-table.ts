import type { DatabaseSync, StatementSync } from "node:sqlite";
import { integerColumn, textColumn } from "./column-value.ts";

/** What labels are for: sessions and batches, of which there may be hundreds of thousands. */
export type LabelKind = "session" | "batch";

/** Runs of a session come close together: the labels of the last ones are known. */
const MAX_KNOWN = 5_000;

/** Texts as numbers, kept in the file and not in memory. The caller holds the transaction. */
export class LabelTable {
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #findText: StatementSync;
  readonly #known = new Map<string, number>();

  constructor(db: DatabaseSync) {
    this.#find = db.prepare("SELECT code FROM label WHERE kind = ? AND text = ?");
    // Without RETURNING: that would make SQLite write out the word index before each label.
    this.#insert = db.prepare("INSERT INTO label (kind, text) VALUES (?, ?)");
    this.#findText = db.prepare("SELECT text FROM label WHERE code = ?");
  }

  /** The number of a text; a new one gets the next. Null for none. */
  codeOf(kind: LabelKind, text: string | null): number | null {
    if (text === null) return null;
    const key = `${kind} ${text}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const row = this.#find.get(kind, text);
    const code = row === undefined ? Number(this.#insert.run(kind, text).lastInsertRowid) : integerColumn(row, "code");
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(key, code);
    return code;
  }

  /** The number of a text; null when no run has it. */
  findCode(kind: LabelKind, text: string): number | null {
    const row = this.#find.get(kind, text);
    return row === undefined ? null : integerColumn(row, "code");
  }

  /** The text of a number; null for one that was never given. */
  textOf(code: number): string | null {
    const row = this.#findText.get(code);
    return row === undefined ? null : textColumn(row, "text");
  }

  /** Forgets what was only known within a transaction that was rolled back. */
  reset(): void {
    this.#known.clear();
  }
}
