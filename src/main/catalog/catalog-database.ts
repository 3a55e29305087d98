import type { DatabaseSync } from "node:sqlite";
import type { OperationRequest } from "../../shared/operation-table.ts";
import type { Numbers, OpenList, Timeline } from "../../shared/operations/list-operations.ts";
import type { BatchTree, Related } from "../../shared/operations/relation-operations.ts";
import type { RunPage, RunRow } from "../../shared/operations/run-operations.ts";
import type { EntryPlace, PlacedEntry } from "../store/ledger-entry.ts";
import type { Fs } from "../system/fs.ts";
import type { RecordBytes } from "./apply-entry.ts";
import { BatchReader } from "./batch-reader.ts";
import { CatalogContents } from "./catalog-contents.ts";
import { createTables, hasThisSchema, isBegun, markWhole, SCHEMA_VERSION } from "./catalog-schema.ts";
import { CatalogState } from "./catalog-state.ts";
import { integerColumn } from "./column-value.ts";
import { loadColumns, saveColumns } from "./columns-file.ts";
import { applyChanges, emptyColumns, readAllColumns } from "./columns-source.ts";
import { type DatabaseAccess, openDatabaseFile } from "./database-file.ts";
import { EntryWriter } from "./entry-writer.ts";
import { readNumbers } from "./home-numbers.ts";
import { LabelTable } from "./label-table.ts";
import { NameTable } from "./name-table.ts";
import { OpenLists } from "./open-lists.ts";
import { type PreparedEntry, prepareEntry } from "./prepared-entry.ts";
import { RowReader } from "./row-reader.ts";
import type { RunColumns } from "./run-columns.ts";
import { RunCounts } from "./run-counts.ts";
import { PageReader } from "./run-page.ts";
import { RelationReader } from "./run-relations.ts";
import { RUN_ROW_COLUMNS, runRowOf } from "./run-row-columns.ts";
import { RunSelector } from "./run-selector.ts";
import type { RunSummary } from "./run-summary.ts";
import { StatementCache } from "./statement-cache.ts";
import { TermTable } from "./term-table.ts";
import { TimelineReader } from "./timeline-reader.ts";

/** The catalog's own state. */
export interface CatalogStats {
  readonly rows: number;
  /** The ledger entries below this number are in the catalog. */
  readonly appliedSeq: number;
  readonly schemaVersion: number;
}

/** An entry on its way into the catalog. `record` reads the file it names, if it names one: a record, the report of a check. */
export interface EntryToApply {
  readonly placed: PlacedEntry;
  readonly record: () => RecordBytes;
}

/** The more entries in one transaction, the fewer pages are written twice. */
const ENTRIES_PER_FILL = 20_000;

/**
 * One catalog file, open. All calls are synchronous and belong into a worker thread. It may throw SQLite's own errors;
 * see `catalogError` and `isDamage`.
 *
 * The journal is a rollback journal, so that a second process can read without writing a byte. Nothing is flushed while
 * working: what a power cut leaves is told by {@link isTrustworthy} and thrown away.
 */
export class CatalogDatabase {
  readonly #db: DatabaseSync;
  readonly #access: DatabaseAccess;
  readonly #statements: StatementCache;
  readonly #names: NameTable;
  readonly #state: CatalogState;
  readonly #rows: RowReader;
  readonly #pages: PageReader;
  readonly #lists: OpenLists;
  readonly #timeline: TimelineReader;
  readonly #counts: RunCounts;
  #columns: RunColumns | null = null;
  /** The changes that are in the columns. */
  #columnChange = 0;
  #writer: EntryWriter | null = null;
  /** Entries in the transaction of {@link fill}. */
  #filled = 0;
  #contents: CatalogContents | null = null;
  #dataVersion: number;

  /**
   * Opens a file that {@link build} made; null when it is no catalog of this version. `path` "" is a temporary file.
   */
  static open(path: string, access: "write" | "read"): CatalogDatabase | null {
    return CatalogDatabase.#openWhere(path, access, hasThisSchema);
  }

  /** Opens a file that {@link build} began, to go on with it; null when it is none of this version. */
  static resume(path: string): CatalogDatabase | null {
    return CatalogDatabase.#openWhere(path, "build", isBegun);
  }

  static #openWhere(path: string, access: DatabaseAccess, fits: (db: DatabaseSync) => boolean): CatalogDatabase | null {
    const db = openDatabaseFile(path, access);
    let opened: CatalogDatabase | null = null;
    try {
      if (fits(db)) opened = new CatalogDatabase(db, access);
      return opened;
    } finally {
      if (opened === null) db.close();
    }
  }

  /** Starts a new catalog in a file that does not exist yet, or in a temporary one (""). */
  static build(path: string): CatalogDatabase {
    const db = openDatabaseFile(path, "build");
    createTables(db);
    return new CatalogDatabase(db, "build");
  }

  private constructor(db: DatabaseSync, access: DatabaseAccess) {
    this.#db = db;
    this.#access = access;
    this.#statements = new StatementCache(db);
    this.#dataVersion = this.#readDataVersion();
    this.#names = new NameTable(db);
    this.#state = new CatalogState(db);
    const [names, state, statements] = [this.#names, this.#state, this.#statements];
    const columns = (): RunColumns => this.#currentColumns();
    const selector = new RunSelector({ statements, names, state, columns, terms: new TermTable(db) });
    const rows = new RowReader(statements, names, state);
    const counts = new RunCounts({ statements, names, state, columns, selector });
    const labels = new LabelTable(db);
    this.#rows = rows;
    this.#counts = counts;
    this.#pages = new PageReader({ statements, state, columns, selector, counts, rows });
    this.#lists = new OpenLists({ columns, names, labels, state, counts, rows });
    this.#timeline = new TimelineReader({ statements, columns, names, labels, selector, counts, rows });
  }

  get appliedSeq(): number {
    return this.stats().appliedSeq;
  }

  get isOpen(): boolean {
    return this.#db.isOpen;
  }

  /** False once something else has written into the file. */
  isUntouched(): boolean {
    return this.#readDataVersion() === this.#dataVersion;
  }

  /** Where the last applied entry lies and the chain link it carries; null before the first. */
  get lastApplied(): { readonly place: EntryPlace; readonly prev: string | null } | null {
    const { lastPlace, lastPrev } = this.#state;
    return lastPlace === null ? null : { place: lastPlace, prev: lastPrev };
  }

  /** Reads a little of everything, so that common damage shows at once. Throws what SQLite makes of it. */
  probe(): void {
    this.#db.prepare("SELECT rowid FROM words WHERE words MATCH ? LIMIT 1").get('"run"');
    const newest = this.#db.prepare(`SELECT ${RUN_ROW_COLUMNS} FROM run ORDER BY rid DESC LIMIT 50`).all();
    for (const row of newest) runRowOf(row, this.#names, this.#state.coverage);
  }

  stats(): CatalogStats {
    const state = this.#state;
    return this.read(() => ({ rows: state.rowCount, appliedSeq: state.appliedSeq, schemaVersion: SCHEMA_VERSION }));
  }

  query(request: OperationRequest<"run.query">): RunPage {
    return this.read(() => this.#pages.read(request));
  }

  find(runId: string): RunRow | null {
    return this.read(() => this.#rows.find(runId));
  }

  /** Runs with a run number, newest first. */
  withNumber({ limit, runNumber }: { readonly runNumber: string; readonly limit: number }): readonly RunRow[] {
    return this.read(() => this.#rows.withNumber(runNumber, limit));
  }

  openList(request: OperationRequest<"list.open">): OpenList {
    return this.read(() => this.#lists.open(request));
  }

  listRows({ count, from, list_id: listId }: OperationRequest<"list.rows">): readonly RunRow[] {
    return this.read(() => this.#lists.rows(listId, from, count));
  }

  listPlace({ list_id: listId, run_id: runId }: OperationRequest<"list.place">): number | null {
    return this.read(() => this.#lists.place(listId, runId));
  }

  listIds({ count, from, list_id: listId }: OperationRequest<"list.ids">): readonly string[] {
    return this.read(() => this.#lists.runIds(listId, from, count));
  }

  listDifferences({ list_id: listId }: OperationRequest<"list.differences">): readonly string[] {
    return this.read(() => this.#lists.differences(listId));
  }

  timeline(request: OperationRequest<"timeline.read">): Timeline {
    return this.read(() => this.#timeline.read(request));
  }

  timelineStep(request: OperationRequest<"timeline.step">): RunRow | null {
    return this.read(() => this.#timeline.step(request));
  }

  numbers(request: OperationRequest<"numbers.get">): Numbers {
    const parts = { columns: () => this.#currentColumns(), names: this.#names, counts: this.#counts };
    return this.read(() => readNumbers(request, parts));
  }

  /** Fills the columns from what was saved of them, where that is of this catalog. Without it they are read out of the database when needed. */
  loadColumns(fs: Fs, runsDir: string): void {
    const columns = emptyColumns(this.#statements);
    const change = this.read(() => loadColumns(fs, runsDir, this.#state.catalogId, columns));
    if (change === null || change > this.#state.changeCount) return;
    this.#columns = columns;
    this.#columnChange = change;
  }

  /** Whether the columns in use say what the database says. Reads all rows. */
  columnsAgree(): boolean {
    return this.read(() => this.#columns === null || this.#currentColumns().isEqual(readAllColumns(this.#statements)));
  }

  /** Saves the columns for the next start, where they were used and are worth it. */
  saveColumns(fs: Fs, runsDir: string): void {
    if (this.#columns === null) return;
    const columns = this.#currentColumns();
    saveColumns(fs, runsDir, columns, { catalogId: this.#state.catalogId, changeCount: this.#columnChange });
  }

  /** Places of all entries about a subject, oldest first. */
  entryPlaces(subject: string): readonly EntryPlace[] {
    return this.#rows.entryPlaces(subject);
  }

  /** Ids of runs that name this attachment, or whose bytes lie under this name, newest first. */
  runsWithAttachment(sha256: string, limit: number): readonly string[] {
    return this.#rows.withAttachment(sha256, limit);
  }

  related(runId: string): Related | null {
    const parts = { names: this.#names, state: this.#state, statements: this.#statements, pages: this.#pages };
    return this.read(() => new RelationReader(parts).read(runId));
  }

  batchTree(which: OperationRequest<"batch.tree">): BatchTree {
    return this.read(() => new BatchReader(this.#statements, this.#names, this.#state).read(which));
  }

  /** How SQLite answers the statements that were used so far. */
  plans(): ReturnType<StatementCache["plans"]> {
    return this.#statements.plans();
  }

  /** What a second catalog is compared by. */
  contents(): CatalogContents {
    this.#contents ??= new CatalogContents(this.#db, this.#names, this.#state);
    return this.#contents;
  }

  /**
   * Applies entries, in the order of their numbers, in one transaction: all or none. Those below `appliedSeq` are
   * passed over, so it is safe to repeat.
   */
  apply(items: readonly EntryToApply[]): void {
    const fresh = items.filter(({ placed }) => placed.entry.seq >= this.#state.appliedSeq);
    if (fresh.length > 0) this.applyPrepared(fresh.map(({ placed, record }) => prepareEntry(placed, record)));
  }

  /** The same for entries that were prepared elsewhere. */
  applyPrepared(entries: readonly PreparedEntry[]): void {
    this.#transact((writer) => writer.apply(entries));
  }

  /** The same while the catalog is built, in long transactions that {@link settleFilled} ends. After an error only closing is left. */
  fill(entries: readonly PreparedEntry[]): void {
    const writer = this.#entryWriter();
    if (!this.#db.isTransaction) {
      writer.runs.words.gatherMuch(true);
      this.#db.exec("BEGIN IMMEDIATE");
    }
    writer.apply(entries);
    this.#filled += entries.length;
    if (this.#filled >= ENTRIES_PER_FILL) this.settleFilled();
  }

  /** Ends the transaction that `fill` began, if one is open. */
  settleFilled(): void {
    if (this.#db.isTransaction) this.#commit(this.#entryWriter());
    this.#filled = 0;
  }

  /**
   * Adds rows that no ledger entry stands for, in one transaction: for measurements over made-up runs. They count as
   * recorded before everything else.
   */
  addRuns(runs: Iterable<{ readonly summary: RunSummary; readonly sortUs: number }>): void {
    this.#transact((writer) => {
      for (const { summary, sortUs } of runs) writer.runs.add(summary, { sortUs, recordedSeq: 0 });
    });
  }

  /** From here on it is a whole catalog. */
  finishBuilding(): void {
    this.settleFilled();
    this.#entryWriter().runs.words.gatherMuch(false);
    markWhole(this.#db);
    // A temporary catalog stays in use; from now on a failed change must be undone.
    if (this.#db.location() === null) this.#db.exec("PRAGMA journal_mode = MEMORY");
  }

  /** True unless the machine went down while changes were on their way to the disk. */
  isTrustworthy(bootSeconds: number): boolean {
    // The start of the machine is reckoned from two clocks; a few seconds apart is the same start.
    return this.#state.flushed || Math.abs(this.#state.bootSeconds - bootSeconds) <= 5;
  }

  /** Notes on disk that changes follow. Call it before the first change after building, opening or `flush`. */
  beginChanges(bootSeconds: number): void {
    if (!this.#state.flushed && this.#state.bootSeconds === bootSeconds) return;
    this.#saveFlushed(false, bootSeconds);
  }

  /** Makes everything applied so far durable. */
  flush(): void {
    if (this.#state.flushed || this.#access === "read") return;
    this.#saveFlushed(true, this.#state.bootSeconds);
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #saveFlushed(flushed: boolean, bootSeconds: number): void {
    this.#db.exec("PRAGMA synchronous = FULL");
    try {
      this.#transact(() => {
        this.#state.flushed = flushed;
        this.#state.bootSeconds = bootSeconds;
      });
    } finally {
      this.#db.exec("PRAGMA synchronous = OFF");
    }
  }

  /** The columns with every change so far in them. */
  #currentColumns(): RunColumns {
    const { changeCount } = this.#state;
    if (this.#columns === null) this.#columns = readAllColumns(this.#statements);
    else if (this.#columnChange !== changeCount) applyChanges(this.#columns, this.#statements, this.#columnChange);
    this.#columnChange = changeCount;
    return this.#columns;
  }

  #entryWriter = (): EntryWriter => (this.#writer ??= new EntryWriter(this.#db, this.#names, this.#state));

  #commit(writer: EntryWriter): void {
    writer.runs.words.flush();
    this.#names.flush();
    this.#state.save();
    this.#db.exec("COMMIT");
  }

  #transact(work: (writer: EntryWriter) => void): void {
    const writer = this.#entryWriter();
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      work(writer);
      this.#commit(writer);
    } catch (error) {
      // SQLite has rolled back by itself after a full disk or a read fault.
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      this.#names.reload();
      this.#state.reload();
      writer.runs.reset();
      throw error;
    }
  }

  /** Reads within one transaction, so that all that `work` reads is of the same moment while another process writes. */
  read<Result>(work: () => Result): Result {
    if (this.#access !== "read" || this.#db.isTransaction) return work();
    this.#db.exec("BEGIN");
    try {
      this.#refresh();
      return work();
    } finally {
      // Nothing was written, and after a damaged page COMMIT would fail once more.
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
    }
  }

  #refresh(): void {
    const version = this.#readDataVersion();
    if (version === this.#dataVersion) return;
    this.#names.reload();
    this.#state.reload();
    this.#dataVersion = version;
  }

  #readDataVersion(): number {
    return integerColumn(this.#statements.prepare("PRAGMA data_version").get() ?? {}, "data_version");
  }
}
