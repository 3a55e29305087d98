import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DIMENSIONS, type Dimension } from "./catalog-schema.ts";
import { integerColumn, textColumn } from "./column-value.ts";

interface Name {
  readonly code: number;
  readonly text: string;
  /** Rows with this value that are not hidden. */
  uses: number;
}

/** A value and how many runs have it, hidden ones left out. */
export interface NameCount {
  readonly value: string;
  readonly count: number;
}

/**
 * The values of each dimension as small numbers, and how often each occurs. Held in memory, since there are few;
 * changes reach the file with `flush`, inside the caller's transaction.
 */
export class NameTable {
  readonly #db: DatabaseSync;
  readonly #byText = new Map<Dimension, Map<string, Name>>();
  readonly #byCode = new Map<Dimension, Name[]>();
  readonly #changed = new Map<Name, Dimension>();
  #upsert: StatementSync | null = null;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.reload();
  }

  /** Forgets what was not flushed and reads the file: after a rollback, or when another process wrote. */
  reload(): void {
    this.#changed.clear();
    for (const dimension of DIMENSIONS) {
      this.#byText.set(dimension, new Map());
      this.#byCode.set(dimension, []);
    }
    for (const row of this.#db.prepare("SELECT dimension, code, text, uses FROM name").all()) {
      const dimension = DIMENSIONS.find((known) => known === textColumn(row, "dimension"));
      if (dimension === undefined) continue;
      this.#add(dimension, {
        code: integerColumn(row, "code"),
        text: textColumn(row, "text"),
        uses: integerColumn(row, "uses"),
      });
    }
  }

  /** The number of a value; a new value gets the next one. */
  codeOf(dimension: Dimension, text: string | null): number | null {
    if (text === null) return null;
    const known = this.#byText.get(dimension)?.get(text);
    if (known !== undefined) return known.code;
    const name = { code: this.#byCode.get(dimension)?.length ?? 0, text, uses: 0 };
    this.#add(dimension, name);
    this.#changed.set(name, dimension);
    return name.code;
  }

  /** The number of a value, or null when no row ever had it. */
  findCode(dimension: Dimension, text: string): number | null {
    return this.#byText.get(dimension)?.get(text)?.code ?? null;
  }

  textOf(dimension: Dimension, code: number | null): string | null {
    return code === null ? null : (this.#byCode.get(dimension)?.[code]?.text ?? null);
  }

  addUses(dimension: Dimension, code: number | null, count: number): void {
    const name = code === null ? undefined : this.#byCode.get(dimension)?.[code];
    if (name === undefined) return;
    name.uses += count;
    this.#changed.set(name, dimension);
  }

  usesOf(dimension: Dimension, code: number): number {
    return this.#byCode.get(dimension)?.[code]?.uses ?? 0;
  }

  /** The values that rows have now, in no promised order. */
  counts(dimension: Dimension): readonly NameCount[] {
    const names = this.#byCode.get(dimension) ?? [];
    return names.filter((name) => name.uses > 0).map(({ text, uses }) => ({ value: text, count: uses }));
  }

  flush(): void {
    this.#upsert ??= this.#db.prepare(
      "INSERT INTO name VALUES (?, ?, ?, ?) ON CONFLICT (dimension, code) DO UPDATE SET uses = excluded.uses",
    );
    for (const [name, dimension] of this.#changed) this.#upsert.run(dimension, name.code, name.text, name.uses);
    this.#changed.clear();
  }

  #add(dimension: Dimension, name: Name): void {
    this.#byText.get(dimension)?.set(name.text, name);
    const names = this.#byCode.get(dimension) ?? [];
    names[name.code] = name;
  }
}
