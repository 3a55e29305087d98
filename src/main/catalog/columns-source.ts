import { CHANGE_INDEX, DIMENSIONS, type Dimension } from "./catalog-schema.ts";
import { textColumn } from "./column-value.ts";
import { COLUMN_NAMES, type ColumnName, type ColumnRow, FLAGS, RunColumns } from "./run-columns.ts";
import type { StatementCache } from "./statement-cache.ts";

/** What the database gives for each name of {@link COLUMN_NAMES}: SQLite reckons codes and flags as it goes. */
const EXPRESSIONS: Readonly<Record<ColumnName, string>> = {
  ...(Object.fromEntries(DIMENSIONS.map((name) => [name, codeOf(name)])) as Record<Dimension, string>),
  session: codeOf("session_code"),
  batch: codeOf("batch_code"),
  limit: codeOf("limit_percent"),
  flags: `hidden * ${FLAGS.hidden} + (problem IS NOT NULL) * ${FLAGS.unreadable} + differs * ${FLAGS.differs}`,
  recorded: "recorded_seq",
  bump: "rid - sort_us",
};

const SELECTED = [...COLUMN_NAMES.map((name) => EXPRESSIONS[name]), "rid", "sort_us"].join(", ");
const RID = COLUMN_NAMES.length;
const SORT_US = RID + 1;

/** Codes begin at 1; 0 stands for none. */
function codeOf(column: string): string {
  return `ifnull(${column} + 1, 0)`;
}

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
  for (const row of statement.iterate(...values) as Iterable<unknown> as Iterable<readonly number[]>) {
    yield { rid: row[RID] as number, sortUs: row[SORT_US] as number, codes: row };
  }
}
