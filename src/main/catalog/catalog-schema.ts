import type { DatabaseSync } from "node:sqlite";

/** Grows with every change of tables or of what rows mean. A catalog of another version is built anew. */
export const SCHEMA_VERSION = 3;

/** `RMCT`: tells a catalog from any other SQLite file. */
const APPLICATION_ID = 0x524d4354;

/**
 * What rows are filtered and counted by. Values are stored as small numbers (table `name`). `exported` is `yes` or
 * `no`; `reason` is why a run was blocked, its numbers left out. All others are fields of a row.
 */
export const DIMENSIONS = [
  "status",
  "risk_level",
  "mode",
  "tool_id",
  "material_id",
  "machine_id",
  "event_type",
  "review",
  "verdict",
  "exported",
  "reason",
] as const;

/** One of them. */
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * `rid` is the time (`sort_us`, microseconds since 1970), or the next free number above it where several runs name the
 * same microsecond. So walking `rid` downwards walks time downwards, in the table, in every index and in the word
 * index; `state.spread` is how far a `rid` ever lies above its time.
 *
 * `verdict` is what counts now. `recorded_seq` and `day` place a run among the checks in `coverage`, which looked at
 * many runs and leave no trace in their rows; `checked_seq` and `checked_at` are of the newest check that named the run.
 * `is_incomplete` is the record's own word; `is_worsened` is 1 where a check found worse than the record itself says.
 * `session_code` and `batch_code` stand for the first session and batch of a run (table `label`). `result` holds digests of what the run
 * made; `differs` is 1 where an earlier run made something else of the same inputs.
 *
 * `change` is the number of the last change to the row (`state.change_count` is the highest): who holds a copy of some columns asks for
 * the rows above the number it knows. `state.catalog_id` tells one built catalog from another.
 */
const TABLES = `
  CREATE TABLE state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    applied_seq INTEGER NOT NULL,
    last_epoch INTEGER, last_offset INTEGER, last_byte_length INTEGER, last_prev TEXT,
    row_count INTEGER NOT NULL,
    hidden_count INTEGER NOT NULL,
    spread INTEGER NOT NULL,
    flushed INTEGER NOT NULL,
    boot_seconds INTEGER NOT NULL,
    change_count INTEGER NOT NULL,
    last_at_us INTEGER,
    catalog_id TEXT NOT NULL
  ) STRICT;
  INSERT INTO state VALUES (1, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, NULL, lower(hex(randomblob(16))));
  CREATE TABLE run (
    rid INTEGER PRIMARY KEY,
    sort_us INTEGER NOT NULL,
    run_id TEXT NOT NULL UNIQUE,
    ${DIMENSIONS.map((dimension) => `${dimension} INTEGER`).join(", ")},
    hidden INTEGER NOT NULL,
    run_number TEXT,
    created_at_utc TEXT,
    explanation_status TEXT NOT NULL,
    block_reason TEXT,
    note TEXT,
    links TEXT NOT NULL,
    path TEXT NOT NULL,
    problem TEXT,
    recorded_seq INTEGER NOT NULL,
    day INTEGER NOT NULL,
    is_incomplete INTEGER NOT NULL,
    is_worsened INTEGER NOT NULL,
    checked_seq INTEGER,
    checked_at TEXT,
    session_code INTEGER,
    batch_code INTEGER,
    limit_percent INTEGER,
    result TEXT,
    differs INTEGER NOT NULL,
    change INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE coverage (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, from_day INTEGER, to_day INTEGER, through_seq INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE name (
    dimension TEXT NOT NULL, code INTEGER NOT NULL, text TEXT NOT NULL, uses INTEGER NOT NULL,
    PRIMARY KEY (dimension, code)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE label (
    code INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (kind, text)
  ) STRICT;
  CREATE TABLE term (text TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE clock (seq INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, by_ms INTEGER NOT NULL) STRICT;
  CREATE TABLE link (
    kind TEXT NOT NULL, value TEXT NOT NULL, rid INTEGER NOT NULL,
    PRIMARY KEY (kind, value, rid)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entry (
    subject TEXT NOT NULL, seq INTEGER NOT NULL,
    epoch INTEGER NOT NULL, byte_offset INTEGER NOT NULL, byte_length INTEGER NOT NULL,
    PRIMARY KEY (subject, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', columnsize = 0);
`;

/** The index over rows that a check made worse. */
export const WORSENED_INDEX = "run_worsened";

/** The index by which a check finds the rows that no check looked at. */
export const VERDICT_INDEX = "run_by_verdict";

/** The index over the numbers of changes. */
export const CHANGE_INDEX = "run_by_change";

/** Creates the tables and indexes in an empty database, marked as begun; {@link markWhole} follows once its rows are in. */
export function createTables(db: DatabaseSync): void {
  const worsened = `CREATE INDEX ${WORSENED_INDEX} ON run (rid) WHERE is_worsened = 1;`;
  const verdict = `CREATE INDEX ${VERDICT_INDEX} ON run (verdict, rid, hidden, recorded_seq, day);`;
  const change = `CREATE INDEX ${CHANGE_INDEX} ON run (change);`;
  const number = "CREATE INDEX run_by_number ON run (run_number) WHERE run_number IS NOT NULL;";
  const all = `${TABLES} ${verdict} ${worsened} ${change} ${number}`;
  db.exec(
    `PRAGMA page_size = 8192; PRAGMA application_id = ${APPLICATION_ID}; BEGIN; ${all} PRAGMA user_version = ${-SCHEMA_VERSION}; COMMIT`,
  );
}

/** Marks the database as a whole catalog of this version. */
export function markWhole(db: DatabaseSync): void {
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

/** True when the database is a catalog of this version, built to its end or only begun. */
export function isBegun(db: DatabaseSync): boolean {
  return (
    hasThisSchema(db) || (isCatalog(db) && db.prepare("PRAGMA user_version").get()?.user_version === -SCHEMA_VERSION)
  );
}

/** True when the database is a catalog that another version of the program built to its end. */
export function hasOtherSchema(db: DatabaseSync): boolean {
  const version = db.prepare("PRAGMA user_version").get()?.user_version;
  return isCatalog(db) && typeof version === "number" && version > 0 && version !== SCHEMA_VERSION;
}

/** True when the database is a catalog of this version and was built to its end. */
export function hasThisSchema(db: DatabaseSync): boolean {
  return isCatalog(db) && db.prepare("PRAGMA user_version").get()?.user_version === SCHEMA_VERSION;
}

function isCatalog(db: DatabaseSync): boolean {
  return db.prepare("PRAGMA application_id").get()?.application_id === APPLICATION_ID;
}

/** True for the name of a dimension. */
export function isDimension(name: string): name is Dimension {
  return (DIMENSIONS as readonly string[]).includes(name);
}
