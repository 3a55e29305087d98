import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DIMENSIONS, type Dimension } from "./catalog-schema.ts";
import { integerColumn, textColumn } from "./column-value.ts";

interface Name {
  readonly code: number;
  text: string;
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
 * changes reach the file with `flush`, inside the caller's transaction. Most values have one number. After
 * {@link NameTable.rename} one may have several: whoever looks for it looks for all of them.
 */
export class NameTable {
  readonly #db: DatabaseSync;
  readonly #byText = new Map<Dimension, Map<string, Name[]>>();
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

  /** The number that a row with this value is given: of several the one most used. A new value gets the next one. */
  codeOf(dimension: Dimension, text: string | null): number | null {
    if (text === null) return null;
    const [first, ...more] = this.#byText.get(dimension)?.get(text) ?? [];
    if (first !== undefined) return more.reduce((best, name) => (name.uses > best.uses ? name : best), first).code;
    return this.addCode(dimension, text);
  }

  /** How many numbers were given for a dimension. */
  size(dimension: Dimension): number {
    return this.#byCode.get(dimension)?.length ?? 0;
  }

  /** One more number for a value. */
  addCode(dimension: Dimension, text: string): number {
    const name = { code: this.#byCode.get(dimension)?.length ?? 0, text, uses: 0 };
    this.#add(dimension, name);
    this.#changed.set(name, dimension);
    return name.code;
  }

  /** The numbers of a value; none when no row ever had it. */
  codesOf(dimension: Dimension, text: string): readonly number[] {
    return (this.#byText.get(dimension)?.get(text) ?? []).map(({ code }) => code);
  }

  /** Gives all rows with this number another value, without touching one of them. */
  rename(dimension: Dimension, code: number, text: string): void {
    const name = this.#byCode.get(dimension)?.[code];
    const texts = this.#byText.get(dimension);
    if (name === undefined || texts === undefined) return;
    const rest = (texts.get(name.text) ?? []).filter((other) => other !== name);
    if (rest.length > 0) texts.set(name.text, rest);
    else texts.delete(name.text);
    name.text = text;
    texts.set(text, [...(texts.get(text) ?? []), name]);
    this.#changed.set(name, dimension);
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
    const texts = this.#byText.get(dimension) ?? new Map<string, readonly Name[]>();
    const counts = [...texts].map(([value, names]) => ({
      value,
      count: names.reduce((sum, { uses }) => sum + uses, 0),
    }));
    return counts.filter(({ count }) => count > 0);
  }

  flush(): void {
    this.#upsert ??= this.#db.prepare(
      "INSERT INTO name VALUES (?, ?, ?, ?) ON CONFLICT (dimension, code) DO UPDATE SET text = excluded.text, uses = excluded.uses",
    );
    for (const [name, dimension] of this.#changed) this.#upsert.run(dimension, name.code, name.text, name.uses);
    this.#changed.clear();
  }

  #add(dimension: Dimension, name: Name): void {
    const texts = this.#byText.get(dimension);
    texts?.set(name.text, [...(texts.get(name.text) ?? []), name]);
    const names = this.#byCode.get(dimension) ?? [];
    names[name.code] = name;
  }
}
