import type { SQLOutputValue } from "node:sqlite";
import { CHANGE_INDEX, DIMENSIONS } from "./catalog-schema.ts";
import { textColumn } from "./column-value.ts";
import { type ColumnRow, FLAGS, RunColumns } from "./run-columns.ts";
import type { StatementCache } from "./statement-cache.ts";

/** The columns of a row in the order in which {@link columnRowOf} takes them. */
const SELECTED = [
  ...["rid", "sort_us"],
  ...DIMENSIONS,
  ...["session_code", "batch_code", "limit_percent", "hidden", "problem IS NOT NULL", "differs", "recorded_seq"],
].join(", ");

const FIRST_CODE = 2;

/** Reads the columns of all rows out of the database. A million rows take most of a second. */
export function readAllColumns(statements: StatementCache): RunColumns {
  const columns = emptyColumns(statements);
  columns.fill(columnRows(statements, `SELECT ${SELECTED} FROM run ORDER BY rid`, []));
  return columns;
}

/** Columns without rows, which ask the database for run ids. */
export function emptyColumns(statements: StatementCache): RunColumns {
  const find = statements.prepare("SELECT run_id FROM run WHERE rid = ?");
  return new RunColumns((rid) => textColumn(find.get(rid) ?? {}, "run_id"));
}

/** Brings columns up to all changes above the number they know. */
export function applyChanges(columns: RunColumns, statements: StatementCache, knownChange: number): void {
  const sql = `SELECT ${SELECTED} FROM run INDEXED BY ${CHANGE_INDEX} WHERE change > ? ORDER BY change`;
  const rows = [...columnRows(statements, sql, [knownChange])];
  if (rows.length > 0) columns.apply(rows);
}

function* columnRows(
  statements: StatementCache,
  sql: string,
  values: readonly number[],
): Generator<ColumnRow, void, undefined> {
  const statement = statements.prepare(sql);
  statement.setReturnArrays(true);
  // With setReturnArrays each row is the list of its columns, which the types do not know.
  for (const row of statement.iterate(...values) as Iterable<unknown> as Iterable<readonly SQLOutputValue[]>) {
    yield columnRowOf(row as readonly (number | null)[]);
  }
}

/** The names come first, then what {@link COLUMN_NAMES} lists behind them. */
function columnRowOf(row: readonly (number | null)[]): ColumnRow {
  const [rid, sortUs] = [row[0] ?? 0, row[1] ?? 0];
  const lastName = FIRST_CODE + DIMENSIONS.length;
  const codes = new Array<number>(DIMENSIONS.length + 6);
  for (let at = FIRST_CODE; at < lastName + 3; at++) {
    const code = row[at] ?? null;
    codes[at - FIRST_CODE] = code === null ? 0 : code + 1;
  }
  const [hidden, problem, differs, recorded] = row.slice(lastName + 3);
  const flags =
    (hidden === 1 ? FLAGS.hidden : 0) | (problem === 1 ? FLAGS.unreadable : 0) | (differs === 1 ? FLAGS.differs : 0);
  const rest = DIMENSIONS.length + 3;
  codes[rest] = flags;
  codes[rest + 1] = recorded ?? 0;
  codes[rest + 2] = rid - sortUs;
  return { rid, sortUs, codes };
}
