import type { Related } from "../../shared/operations/relation-operations.ts";
import { type RunRow, runFiltersSchema } from "../../shared/operations/run-operations.ts";
import { makeCursor } from "./catalog-cursor.ts";
import type { CatalogState } from "./catalog-state.ts";
import { findText, integerColumn, type SqlRow, textColumn } from "./column-value.ts";
import type { NameTable } from "./name-table.ts";
import { OutcomeLinks, outcomeValue } from "./outcome-links.ts";
import { type LinkKind, parseLinks, type RunLinks } from "./run-links.ts";
import type { PageReader } from "./run-page.ts";
import { resultsDiffer } from "./run-result.ts";
import { RUN_ROW_COLUMNS, runRowOf } from "./run-row-columns.ts";
import type { StatementCache } from "./statement-cache.ts";

/** Runs shown of each relation; of all others only the number is told. */
const SHOWN = 20;
/** Runs looked at where it is not said how many of them are wanted: a run with more others around it is a heap, no family. */
const LOOKED_AT = 2000;

type Runs = Related["children"];

/** A run as its relations are told from it. */
interface OwnRun {
  readonly runId: string;
  readonly rid: number;
  readonly recordedSeq: number;
  readonly links: RunLinks;
  readonly result: string | null;
  readonly sortUs: number;
  readonly row: RunRow;
}

/** What finding relations needs. */
export interface RelationParts {
  readonly statements: StatementCache;
  readonly names: NameTable;
  readonly state: CatalogState;
  /** Reads pages of the list. */
  readonly pages: Pick<PageReader, "read">;
}

/** Finds the runs around a run: by links, newest first, a bounded number of each, whatever the size of the catalog. */
export class RelationReader {
  readonly #parts: RelationParts;
  readonly #statements: StatementCache;
  readonly #outcomes: OutcomeLinks;

  constructor(parts: RelationParts) {
    this.#parts = parts;
    this.#statements = parts.statements;
    this.#outcomes = new OutcomeLinks(parts.statements);
  }

  /** Null when the catalog knows no such run. */
  read(runId: string): Related | null {
    const own = this.#own(runId);
    if (own === null) return null;
    return {
      parents: this.#parents(own),
      children: this.#linkedBy(["parent", "step"], runId, own),
      batches: own.links.batch.map((label) => ({ label, total: this.#count("batch", label) })),
      sessions: own.links.session.map((id) => ({ id, total: this.#count("session", id) })),
      same_inputs: this.#sameInputs(own),
      last_ok: this.#lastOk(own),
    };
  }

  #own(runId: string): OwnRun | null {
    const sql = `SELECT ${RUN_ROW_COLUMNS}, run.result FROM run WHERE run_id = ?`;
    const row = this.#statements.prepare(sql).get(runId);
    if (row === undefined) return null;
    return {
      runId,
      rid: integerColumn(row, "rid"),
      recordedSeq: integerColumn(row, "recorded_seq"),
      links: parseLinks(textColumn(row, "links")),
      result: findText(row, "result"),
      sortUs: integerColumn(row, "sort_us"),
      row: this.#row(row),
    };
  }

  #parents({ runId, links }: OwnRun): Related["parents"] {
    const ids = [...new Set([...links.step, ...links.parent])].filter((id) => id !== runId);
    const find = this.#statements.prepare(`SELECT ${RUN_ROW_COLUMNS} FROM run WHERE run_id = ?`);
    const found = ids.map((id) => find.get(id)).filter((row) => row !== undefined);
    const rows = found.sort(newestFirst).map((row) => this.#row(row));
    const known = new Set(rows.map((row) => row.run_id));
    return { rows: rows.slice(0, SHOWN), total: rows.length, missing: ids.filter((id) => !known.has(id)) };
  }

  /** The runs with this value under one of the kinds, without the run itself. */
  #linkedBy(kinds: readonly LinkKind[], value: string, own: OwnRun): Runs {
    const sql = `SELECT ${RUN_ROW_COLUMNS} FROM link CROSS JOIN run ON run.rid = link.rid
      WHERE link.kind = ? AND link.value = ? ORDER BY link.rid DESC LIMIT ${SHOWN + 1}`;
    const found = new Map<number, SqlRow>();
    for (const kind of kinds) {
      for (const row of this.#statements.prepare(sql).all(kind, value)) found.set(integerColumn(row, "rid"), row);
    }
    const isOwn = kinds.some((kind) => own.links[kind].includes(value));
    found.delete(own.rid);
    const rows = [...found.values()].sort(newestFirst).slice(0, SHOWN);
    return { rows: rows.map((row) => this.#row(row)), total: this.#countEither(kinds, value) - (isOwn ? 1 : 0) };
  }

  #count(kind: LinkKind, value: string): number {
    const sql = "SELECT count(*) AS count FROM link WHERE kind = ? AND value = ?";
    return integerColumn(this.#statements.prepare(sql).get(kind, value) ?? {}, "count");
  }

  /** Runs that have the value under any of two kinds, each once. */
  #countEither([first, second]: readonly LinkKind[], value: string): number {
    const one = first === undefined ? 0 : this.#count(first, value);
    if (first === undefined || second === undefined) return one;
    const sql = `SELECT count(*) AS count FROM link WHERE kind = ? AND value = ? AND NOT EXISTS
      (SELECT 1 FROM link AS other WHERE other.kind = ? AND other.value = link.value AND other.rid = link.rid)`;
    return one + integerColumn(this.#statements.prepare(sql).get(second, value, first) ?? {}, "count");
  }

  #sameInputs(own: OwnRun): Related["same_inputs"] {
    const [inputs] = own.links.inputs;
    if (inputs === undefined) return { rows: [], total: 0, other_result: [], differing: [] };
    const same = this.#linkedBy(["inputs"], inputs, own);
    const { result } = own;
    if (result === null) return { ...same, other_result: [], differing: [] };
    const others = same.rows.map((row) => row.run_id).filter((id) => this.#differs(id, result));
    return { ...same, other_result: others, differing: this.#earlierOthers(own, inputs, result) };
  }

  #differs(runId: string, result: string): boolean {
    const row = this.#statements.prepare("SELECT result FROM run WHERE run_id = ?").get(runId);
    const other = row === undefined ? null : findText(row, "result");
    return other !== null && resultsDiffer(other, result);
  }

  /** Runs recorded before this one that made something else of its inputs, newest first. */
  #earlierOthers(own: OwnRun, inputs: string, result: string): RunRow[] {
    const found: SqlRow[] = [];
    for (const other of this.#outcomes.otherResults(inputs, result)) {
      const { kind, value } = outcomeValue(inputs, other);
      found.push(...this.#recordedBefore(own, { kind, value, side: "<" }));
      // A clock that was put back gives a later run an earlier time.
      found.push(...this.#recordedBefore(own, { kind, value, side: ">" }));
    }
    const rows = found.sort(newestFirst).slice(0, SHOWN);
    return rows.map((row) => this.#row(row));
  }

  #recordedBefore(
    own: OwnRun,
    { kind, value, side }: { readonly kind: string; readonly value: string; readonly side: "<" | ">" },
  ): readonly SqlRow[] {
    const order = side === "<" ? "DESC" : "ASC";
    const near = `SELECT rid FROM link WHERE kind = ? AND value = ? AND rid ${side} ? ORDER BY rid ${order} LIMIT ${LOOKED_AT}`;
    const sql = `SELECT ${RUN_ROW_COLUMNS} FROM (${near}) AS near CROSS JOIN run ON run.rid = near.rid
      WHERE run.recorded_seq < ? LIMIT ${SHOWN}`;
    return this.#statements.prepare(sql).all(kind, value, own.rid, own.recordedSeq);
  }

  #lastOk({ runId, row, sortUs }: OwnRun): RunRow | null {
    const { machine_id: machine, tool_id: tool } = row;
    if (machine === null || tool === null) return null;
    const filters = runFiltersSchema.parse({ machine: [machine], tool: [tool], status: ["OK"] });
    const cursor = makeCursor({ runId, sortUs }, filters);
    return this.#parts.pages.read({ filters, limit: 1, cursor, facets: false }).rows[0] ?? null;
  }

  #row(columns: SqlRow): RunRow {
    return runRowOf(columns, this.#parts.names, this.#parts.state.coverage);
  }
}

function newestFirst(one: SqlRow, other: SqlRow): number {
  return integerColumn(other, "rid") - integerColumn(one, "rid");
}
