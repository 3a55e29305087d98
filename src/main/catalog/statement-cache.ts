import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Statements differ by which filters are set and by how many values each has: there are some dozens, not thousands. */
const MAX_STATEMENTS = 300;

/** Prepares each text once. */
export class StatementCache {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** The texts that were prepared, with how SQLite answers each. */
  plans(): readonly { readonly sql: string; readonly plan: readonly string[] }[] {
    return [...this.#statements.keys()]
      .filter((sql) => !sql.startsWith("PRAGMA"))
      .map((sql) => ({
        sql,
        plan: this.#db
          .prepare(`EXPLAIN QUERY PLAN ${sql}`)
          .all()
          .map((line) => String(line.detail)),
      }));
  }

  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
