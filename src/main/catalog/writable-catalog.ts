import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "../../shared/app-error.ts";
import type { Committed } from "../store/run-store.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { buildNewFile, openForWriting, replaceCatalog } from "./build-catalog.ts";
import type { CatalogDatabase, CatalogStats, EntryToApply } from "./catalog-database.ts";
import { catalogError, DamagedCatalog, isDamage } from "./catalog-fault.ts";
import {
  type CatalogFile,
  catalogFileOf,
  dropUnfinished,
  ensureCatalogFolder,
  openUsable,
  setAside,
  type Unusable,
} from "./catalog-file.ts";
import { type CatalogHost, delay, type HostOptions, UNWATCHED } from "./catalog-host.ts";
import { breakSeal, sealCatalog } from "./catalog-seal.ts";
import { type CatalogSource, openCatalogSource } from "./catalog-source.ts";
import { type CatalogStatus, MendLog, type MendReason } from "./catalog-status.ts";
import { type CatalogComparison, compareWithFiles } from "./compare-catalogs.ts";
import { compareSample, type Sample } from "./compare-sample.ts";
import { applyLedger, applyLedgerRest, type JobControl } from "./derive-catalog.ts";
import { GrowingCatalog } from "./growing-catalog.ts";
import { TaskQueue } from "./task-queue.ts";

/** After so long without a change, what was applied is flushed to the disk. */
const FLUSH_AFTER_MS = 3000;
/** The ledger's file follows an applied commit within milliseconds. */
const LEDGER_WAIT_MS = 20;
const LEDGER_WAITS = 250;
/** So soon a file that was taken away is noticed while nothing changes. */
const LOOK_EVERY_MS = 4000;

/** Keeps `_index/catalog.db`. Changes wait for each other; reading does not wait for them. */
export class WritableCatalog implements CatalogHost {
  readonly #options: HostOptions;
  readonly #file: CatalogFile;
  readonly #source: CatalogSource;
  readonly #changes = new TaskQueue();
  readonly #mends: MendLog;
  readonly #watch: NodeJS.Timeout;
  #database: CatalogDatabase;
  /** Which file the database is. */
  #identity: string | null;
  #recovery: Promise<void> | null = null;
  /** A catalog that is being built and answers meanwhile: its database is the one in use. */
  #growth: GrowingCatalog | null = null;
  /** It was closed before it was whole. */
  #isStopped = false;
  #jobRuns = false;
  #flushTimer: NodeJS.Timeout | null = null;

  /** Opens the catalog and brings it up to the ledger; one that cannot be used is set aside and built anew. */
  static async open(options: HostOptions): Promise<WritableCatalog> {
    const file = catalogFileOf(options.runsDir);
    const source = openCatalogSource(options.fs, options.runsDir);
    ensureCatalogFolder(options.fs, options.runsDir);
    breakSeal(options.fs, options.runsDir);
    const mends = new MendLog();
    const why: Unusable[] = [];
    const onUnusable = (found: Unusable): void => void why.push(found);
    const database = openUsable(file.path, { ...options, source, access: "write", onUnusable });
    if (database !== null) {
      dropUnfinished(options.fs, file.newPath);
      database.loadColumns(options.fs, options.runsDir);
      const host = new WritableCatalog(options, { file, source, database, mends });
      await host.catchUp();
      return host;
    }
    mends.atStart(why[0] ?? null, setAside(options.fs, file.path));
    const growth = new GrowingCatalog(options, source, file);
    const host = new WritableCatalog(options, { file, source, database: growth.database, mends });
    await host.#grow(growth);
    return host;
  }

  private constructor(
    options: HostOptions,
    parts: {
      readonly file: CatalogFile;
      readonly source: CatalogSource;
      readonly database: CatalogDatabase;
      readonly mends: MendLog;
    },
  ) {
    this.#options = options;
    this.#file = parts.file;
    this.#source = parts.source;
    this.#database = parts.database;
    this.#mends = parts.mends;
    this.#identity = this.#identityThere();
    this.#watch = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#watch.unref();
  }

  status(): CatalogStatus {
    const done = this.#database.isOpen ? this.#database.appliedSeq : 0;
    const state = this.#recovery === null && this.#growth === null ? "ready" : "building";
    return { state, done, total: this.#growth?.total ?? done, mended: this.#mends.mended };
  }

  /** Looks whether the catalog's file is still there, and mends that: SQLite goes on with a file that has no name any more. */
  async look(): Promise<void> {
    if (this.#isInPlace() || this.#jobRuns) return;
    await this.#job("mend the catalog", () => this.#putBack());
  }

  async use<Result>(
    action: string,
    work: (database: CatalogDatabase, heard: CatalogDatabase | null) => Result,
  ): Promise<Result> {
    await this.#recovery;
    const database = this.#database;
    try {
      if (database.isOpen) {
        requireUntouched(database);
        return work(database, this.#growth?.heard ?? null);
      }
    } catch (error) {
      if (!isDamage(error)) throw catalogError(error, action);
    }
    await this.#changes.run(() => this.#recover(database));
    return work(this.#database, null);
  }

  hear(committed: Committed): void {
    this.#growth?.hear(this.#itemsOf(committed));
  }

  apply(committed: Committed): Promise<void> {
    const items = this.#itemsOf(committed);
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
      await this.#whole(control);
      const expected = this.#database.appliedSeq;
      await buildNewFile(this.#options, this.#source, { file: this.#file, control, expected });
      await this.#changes.run(() => this.#swap());
      return this.#database.stats();
    });
  }

  verify(control: JobControl, sample: Sample | null = null): Promise<CatalogComparison> {
    return this.#job("verify the catalog", async () => {
      await this.#whole(control);
      await this.catchUp();
      const keepUp = (): Promise<unknown> => this.catchUp();
      if (sample !== null) return compareSample(this.#database, this.#source, { sample, control, keepUp });
      return compareWithFiles(this.#database, this.#source, {
        control,
        keepUp,
        startReaders: this.#options.startReaders,
      });
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#isStopped = this.#growth !== null;
    this.#growth?.stop();
    await this.#changes.run(() => {
      if (!this.#database.isOpen) return;
      this.#database.saveColumns(this.#options.fs, this.#options.runsDir);
      this.#database.flush();
      this.#database.close();
      sealCatalog(this.#options.fs, this.#options.runsDir);
    });
  }

  #itemsOf({ entries, files }: Committed): readonly EntryToApply[] {
    const bytesAt = new Map(files.map(({ path, bytes }) => [path, bytes]));
    return entries.map((placed) => {
      const { path } = placed.entry;
      const bytes = path === undefined ? undefined : bytesAt.get(path);
      return { placed, record: () => (bytes === undefined ? this.#source.readRecord(path) : { bytes }) };
    });
  }

  /** Changes wait until the catalog is whole; whoever opens it waits as long as it wishes to. */
  async #grow(growth: GrowingCatalog): Promise<void> {
    this.#growth = growth;
    const grown = this.#changes.run(async () => {
      try {
        this.#database = await growth.finish();
        this.#identity = this.#identityThere();
      } finally {
        this.#growth = null;
      }
    });
    try {
      const { early } = this.#options;
      await (early === undefined || growth.total < early.fromEntries ? grown : withinPatience(grown, early.patienceMs));
    } catch (error) {
      clearInterval(this.#watch);
      throw catalogError(error, "build the catalog");
    }
  }

  /** Work on the catalog as a whole begins once it is whole. */
  async #whole(control: JobControl): Promise<void> {
    for (let growth = this.#growth; growth !== null; growth = this.#growth) {
      control.report(growth.done, growth.total);
      await delay(LEDGER_WAIT_MS);
      await control.pause();
    }
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
  #change(work: () => Promise<unknown>): Promise<void> {
    return this.#changes.run(async () => {
      const database = this.#database;
      try {
        if (!database.isOpen) return await this.#recover(database);
        requireUntouched(database);
        database.beginChanges(this.#options.bootSeconds);
        await work();
      } catch (error) {
        // A file that lost its name takes no changes.
        if (!isDamage(error) && this.#isInPlace()) throw catalogError(error, "bring the catalog up to date");
        await this.#recover(database);
      } finally {
        this.#flushLater();
      }
    });
  }

  /** Replaces `damaged` unless that has been done. Runs inside the queue of changes; readers wait for it. */
  async #recover(damaged: CatalogDatabase): Promise<void> {
    if (this.#database !== damaged) return;
    if (this.#isStopped) throw new AppError("CANCELLED", "The catalog was closed while it was being built.");
    damaged.close();
    const reason = this.#lossOf();
    const replaced = replaceCatalog(this.#options, this.#source, this.#file).then(({ aside, database }) => {
      this.#database = database;
      this.#identity = this.#identityThere();
      this.#mends.add(reason, aside);
    });
    // Readers that wait find the database closed when this fails, and try in their turn.
    this.#recovery = replaced.catch(() => undefined);
    try {
      await replaced;
    } finally {
      this.#recovery = null;
    }
  }

  /** Builds a new file while the old one, which has no name any more, still answers. */
  async #putBack(): Promise<void> {
    const reason = this.#lossOf();
    ensureCatalogFolder(this.#options.fs, this.#options.runsDir);
    const aside = setAside(this.#options.fs, this.#file.path);
    await buildNewFile(this.#options, this.#source, {
      file: this.#file,
      control: UNWATCHED,
      expected: this.#database.appliedSeq,
    });
    await this.#changes.run(() => this.#swap());
    this.#mends.add(reason, aside);
  }

  #lossOf(): MendReason {
    const there = this.#identityThere();
    if (there === null) return "missing";
    return there === this.#identity ? "damaged" : "foreign";
  }

  #isInPlace(): boolean {
    return !this.#database.isOpen || this.#identityThere() === this.#identity;
  }

  #identityThere(): string | null {
    return this.#options.fs.stat(this.#file.path)?.identity ?? null;
  }

  #look(): void {
    // Whoever uses the catalog next hears of what goes wrong here.
    this.look().catch(() => undefined);
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
      this.#identity = this.#identityThere();
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

/** Waits for work, but not for long. Nobody may hear of its failure then: the database is closed by that, and whoever uses it tries again. */
async function withinPatience(work: Promise<void>, patienceMs: number): Promise<void> {
  const enough = new AbortController();
  const tired = wait(patienceMs, undefined, { signal: enough.signal }).catch(() => undefined);
  try {
    await Promise.race([work, tired]);
  } finally {
    enough.abort();
    work.catch(() => undefined);
  }
}

/** Another program that writes into our file may have put anything there. */
function requireUntouched(database: CatalogDatabase): void {
  if (!database.isUntouched()) throw new DamagedCatalog("something else wrote into it");
}
