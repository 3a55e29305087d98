import type { SQLOutputValue } from "node:sqlite";
import { textColumn } from "./column-value.ts";
import { resultsDiffer } from "./run-result.ts";

/** The kind of link that holds inputs and result together. It is no kind of its own in a row: both stand there already. */
const KIND = "outcome";

/** One is enough to differ from; inputs whose every run made something else need not be read whole. */
const MAX_RESULTS = 20;

/** What prepares statements: a database or a cache over one. */
export interface StatementSource {
  prepare(sql: string): {
    get(...values: string[]): Record<string, SQLOutputValue> | undefined;
    run(...values: (string | number)[]): unknown;
  };
}

/**
 * What came of the same inputs: links whose value is inputs and result, so that all runs with one result are passed over in one step. A
 * part that was made a hundred thousand times in the same way costs no more than one that was made twice.
 */
export class OutcomeLinks {
  readonly #source: StatementSource;

  constructor(source: StatementSource) {
    this.#source = source;
  }

  /** Adds a run. The caller holds the transaction. */
  add(inputs: string, result: string, rid: number): void {
    this.#source.prepare("INSERT OR IGNORE INTO link VALUES (?, ?, ?)").run(KIND, linkValue(inputs, result), rid);
  }

  /** The results that differ from this one, of those that runs with these inputs made; the first few of them. */
  otherResults(inputs: string, result: string): readonly string[] {
    const next = this.#source.prepare(
      `SELECT value FROM link WHERE kind = '${KIND}' AND value > ? AND value < ? ORDER BY value LIMIT 1`,
    );
    const results: string[] = [];
    const prefix = linkValue(inputs, "");
    let row = next.get(prefix, endOf(inputs));
    for (let steps = 0; row !== undefined && steps < MAX_RESULTS; steps++) {
      const value = textColumn(row, "value");
      results.push(value.slice(prefix.length));
      row = next.get(value, endOf(inputs));
    }
    return results.filter((other) => resultsDiffer(other, result));
  }
}

/** The value of such a link. */
export function outcomeValue(inputs: string, result: string): { readonly kind: string; readonly value: string } {
  return { kind: KIND, value: linkValue(inputs, result) };
}

function linkValue(inputs: string, result: string): string {
  return `${inputs} ${result}`;
}

/** The first text behind all values of these inputs: "!" follows the space. */
function endOf(inputs: string): string {
  return `${inputs}!`;
}
