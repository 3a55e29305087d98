import { AppError } from "../../shared/app-error.ts";
import type { Committed } from "../store/run-store.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { buildNewFile, openForWriting, replaceCatalog } from "./build-catalog.ts";
import type { CatalogDatabase, CatalogStats, EntryToApply } from "./catalog-database.ts";
import { catalogError, isDamage } from "./catalog-fault.ts";
import { type CatalogFile, catalogFileOf, dropUnfinished, ensureCatalogFolder, openUsable } from "./catalog-file.ts";
import { type CatalogHost, delay, type HostOptions, UNWATCHED } from "./catalog-host.ts";
import { breakSeal, sealCatalog } from "./catalog-seal.ts";
import { type CatalogSource, openCatalogSource } from "./catalog-source.ts";
import { type CatalogComparison, compareWithFiles } from "./compare-catalogs.ts";
import { applyLedger, applyLedgerRest, type JobControl } from "./derive-catalog.ts";
import { TaskQueue } from "./task-queue.ts";

/** After so long without a change, what was applied is flushed to the disk. */
const FLUSH_AFTER_MS = 3000;
/** The ledger's file follows an applied commit within milliseconds. */
const LEDGER_WAIT_MS = 20;
const LEDGER_WAITS = 250;

/** Keeps `_index/catalog.db`. Changes wait for each other; reading does not wait for them. */
export class WritableCatalog implements CatalogHost {
  readonly #options: HostOptions;
  readonly #file: CatalogFile;
  readonly #source: CatalogSource;
  readonly #changes = new TaskQueue();
  #database: CatalogDatabase;
  #recovery: Promise<void> | null = null;
  #jobRuns = false;
  #flushTimer: NodeJS.Timeout | null = null;

  /** Opens the catalog and brings it up to the ledger; one that cannot be used is set aside and built anew. */
  static async open(options: HostOptions): Promise<WritableCatalog> {
    const file = catalogFileOf(options.runsDir);
    const source = openCatalogSource(options.fs, options.runsDir);
    ensureCatalogFolder(options.fs, options.runsDir);
    dropUnfinished(options.fs, file.newPath);
    breakSeal(options.fs, options.runsDir);
    const found = openUsable(file.path, { ...options, source, access: "write" });
    const database = found ?? (await replaceCatalog(options, source, file));
    const host = new WritableCatalog(options, { file, source, database });
    await host.catchUp();
    return host;
  }

  private constructor(
    options: HostOptions,
    parts: { readonly file: CatalogFile; readonly source: CatalogSource; readonly database: CatalogDatabase },
  ) {
    this.#options = options;
    this.#file = parts.file;
    this.#source = parts.source;
    this.#database = parts.database;
  }

  async use<Result>(action: string, work: (database: CatalogDatabase) => Result): Promise<Result> {
    await this.#recovery;
    const database = this.#database;
    try {
      if (database.isOpen) return work(database);
    } catch (error) {
      if (!isDamage(error)) throw catalogError(error, action);
    }
    await this.#changes.run(() => this.#recover(database));
    return work(this.#database);
  }

  apply({ entries, files }: Committed): Promise<void> {
    const bytesAt = new Map(files.map(({ path, bytes }) => [path, bytes]));
    const items = entries.map((placed): EntryToApply => {
      const { path } = placed.entry;
      const bytes = path === undefined ? undefined : bytesAt.get(path);
      return { placed, record: () => (bytes === undefined ? this.#source.readRecord(path) : { bytes }) };
    });
    return this.#change(async () => {
      const [first] = items;
      // Entries that came before anybody told this catalog of them are in the ledger only.
      if (first !== undefined && first.placed.entry.seq > this.#database.appliedSeq) {
        await applyLedger(this.#database, this.#source, UNWATCHED);
      }
      this.#database.apply(items);
    });
  }

  async catchUp(): Promise<CatalogStats> {
    if (!this.#source.endsWith(this.#database)) {
      await this.#change(() => applyLedger(this.#database, this.#source, UNWATCHED));
    }
    return this.#database.stats();
  }

  rebuild(control: JobControl): Promise<CatalogStats> {
    return this.#job("rebuild the catalog", async () => {
      const expected = this.#database.appliedSeq;
      await buildNewFile(this.#options, this.#source, { file: this.#file, control, expected });
      await this.#changes.run(() => this.#swap());
      return this.#database.stats();
    });
  }

  verify(control: JobControl): Promise<CatalogComparison> {
    return this.#job("verify the catalog", async () => {
      await this.catchUp();
      return compareWithFiles(this.#database, this.#source, { control, keepUp: () => this.catchUp() });
    });
  }

  async close(): Promise<void> {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    await this.#changes.run(() => {
      if (!this.#database.isOpen) return;
      this.#database.flush();
      this.#database.close();
      sealCatalog(this.#options.fs, this.#options.runsDir);
    });
  }

  /** One long piece of work at a time: they would take the database from under each other. */
  async #job<Result>(action: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#jobRuns) throw new AppError("CONFLICT", `Could not ${action}: the catalog is being rebuilt or verified.`);
    this.#jobRuns = true;
    try {
      return await work();
    } catch (error) {
      throw catalogError(error, action);
    } finally {
      this.#jobRuns = false;
    }
  }

  /** Queues a change. Damage met on the way leads to a new catalog, which holds what was to be applied. */
  #change(work: () => Promise<void>): Promise<void> {
    return this.#changes.run(async () => {
      const database = this.#database;
      try {
        if (!database.isOpen) return await this.#recover(database);
        database.beginChanges(this.#options.bootSeconds);
        await work();
      } catch (error) {
        if (!isDamage(error)) throw catalogError(error, "bring the catalog up to date");
        await this.#recover(database);
      } finally {
        this.#flushLater();
      }
    });
  }

  /** Replaces `damaged` unless that has been done. Runs inside the queue of changes; readers wait for it. */
  async #recover(damaged: CatalogDatabase): Promise<void> {
    if (this.#database !== damaged) return;
    damaged.close();
    const replaced = replaceCatalog(this.#options, this.#source, this.#file).then((database) => {
      this.#database = database;
    });
    // Readers that wait find the database closed when this fails, and try in their turn.
    this.#recovery = replaced.catch(() => undefined);
    await replaced;
  }

  /** Puts the new file in place of the old one, once it holds all that the old one holds. */
  async #swap(): Promise<void> {
    const next = openForWriting(this.#file.newPath);
    try {
      await this.#fillUp(next);
    } finally {
      next.close();
    }
    this.#database.close();
    try {
      const { newPath, path } = this.#file;
      withStorageErrors("put the new catalog in place", path, () => this.#options.fs.rename(newPath, path));
    } finally {
      this.#database = openForWriting(this.#file.path);
    }
  }

  async #fillUp(next: CatalogDatabase): Promise<void> {
    next.beginChanges(this.#options.bootSeconds);
    applyLedgerRest(next, this.#source);
    for (let wait = 0; next.appliedSeq < this.#database.appliedSeq; wait++) {
      if (wait === LEDGER_WAITS) throw new AppError("IO_FAILED", "The ledger's file does not follow. Check the drive.");
      await delay(LEDGER_WAIT_MS);
      applyLedgerRest(next, this.#source);
    }
    next.flush();
  }

  #flushLater(): void {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#flushTimer = setTimeout(() => {
      const flushed = this.#changes.run(() => {
        if (this.#database.isOpen) this.#database.flush();
      });
      // Closing tries again. Without it, a power cut makes the next start derive the catalog anew, and nothing else.
      flushed.catch(() => undefined);
    }, FLUSH_AFTER_MS);
    this.#flushTimer.unref();
  }
}
