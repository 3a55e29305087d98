import { AppError } from "../../shared/app-error.ts";
import { CatalogDatabase, type CatalogStats } from "./catalog-database.ts";
import { catalogError, isSqliteFault } from "./catalog-fault.ts";
import { catalogFileOf, openUsable } from "./catalog-file.ts";
import { type CatalogHost, delay, type HostOptions, UNWATCHED } from "./catalog-host.ts";
import { type CatalogSource, openCatalogSource } from "./catalog-source.ts";
import type { CatalogStatus } from "./catalog-status.ts";
import { type CatalogComparison, compareWithFiles } from "./compare-catalogs.ts";
import { compareSample, type Sample } from "./compare-sample.ts";
import { applyLedger, deriveInto, type JobControl } from "./derive-catalog.ts";

/** A writing process brings its catalog up to the ledger within milliseconds; where there is none, nobody will. */
const WRITER_WAIT_MS = 50;
const WRITER_WAITS = 10;

/** The database in use, and which file it is; the identity of a temporary one is null. */
interface Current {
  readonly database: CatalogDatabase;
  readonly identity: string | null;
}

/**
 * Answers without writing a byte under the runs folder: from the file that a writing process keeps, or from a temporary
 * catalog where that file is missing, of another version, damaged or left behind.
 */
export class ReadableCatalog implements CatalogHost {
  readonly #options: HostOptions;
  readonly #source: CatalogSource;
  #current: Current;

  static async open(options: HostOptions): Promise<ReadableCatalog> {
    const source = openCatalogSource(options.fs, options.runsDir);
    const current = (await openCurrentFile(options, source)) ?? (await deriveTemporary(options, source));
    return new ReadableCatalog(options, source, current);
  }

  private constructor(options: HostOptions, source: CatalogSource, current: Current) {
    this.#options = options;
    this.#source = source;
    this.#current = current;
  }

  async use<Result>(
    action: string,
    work: (database: CatalogDatabase, heard: CatalogDatabase | null) => Result,
  ): Promise<Result> {
    const { database, identity } = this.#current;
    try {
      return work(database, null);
    } catch (error) {
      // A file that fails us is the writer's to mend. The records and the ledger answer meanwhile.
      if (identity === null || !isSqliteFault(error)) throw catalogError(error, action);
    }
    await this.#replace(await deriveTemporary(this.#options, this.#source));
    return work(this.#current.database, null);
  }

  hear(): void {
    // It is never built while it answers.
  }

  /** Another process recorded what was committed: its catalog or the ledger has it. */
  async apply(): Promise<void> {
    await this.catchUp();
  }

  async catchUp(): Promise<CatalogStats> {
    const { database, identity } = this.#current;
    if (identity === null && this.#source.isOrigin(database)) await applyLedger(database, this.#source, UNWATCHED);
    else if (!this.#isCurrent()) {
      await this.#replace(
        (await openCurrentFile(this.#options, this.#source)) ?? (await deriveTemporary(this.#options, this.#source)),
      );
    }
    return this.#current.database.stats();
  }

  async rebuild(): Promise<CatalogStats> {
    throw new AppError("STORE_READ_ONLY", "The catalog cannot be rebuilt: this window only reads the runs folder.");
  }

  async verify(control: JobControl, sample: Sample | null = null): Promise<CatalogComparison> {
    await this.catchUp();
    const { database, identity } = this.#current;
    const keepUp =
      identity === null
        ? () => applyLedger(database, this.#source, UNWATCHED)
        : () => waitForWriter(database, this.#source);
    if (sample !== null) return compareSample(database, this.#source, { sample, control, keepUp });
    const compared = await compareWithFiles(database, this.#source, {
      control,
      keepUp,
      startReaders: this.#options.startReaders,
    });
    // What agrees is our own then: the file that is there could not be used.
    const isUnused = identity === null && identityOf(this.#options) !== null;
    return isUnused ? { ...compared, agrees: false } : compared;
  }

  /** A file that cannot be used is the writer's to mend and to tell of. */
  status(): CatalogStatus {
    const done = this.#current.database.appliedSeq;
    return { state: "ready", done, total: done, mended: [] };
  }

  async close(): Promise<void> {
    this.#current.database.close();
  }

  #isCurrent(): boolean {
    const { database, identity } = this.#current;
    return identityOf(this.#options) === identity && isUpToDate(database, this.#source);
  }

  async #replace(next: Current): Promise<void> {
    this.#current.database.close();
    this.#current = next;
  }
}

/** The writer's catalog, once it is up to the ledger; null when it cannot be used or stays behind. */
async function openCurrentFile(options: HostOptions, source: CatalogSource): Promise<Current | null> {
  const identity = identityOf(options);
  const database = openUsable(catalogFileOf(options.runsDir).path, { ...options, source, access: "read" });
  if (database === null) return null;
  for (let wait = 0; wait < WRITER_WAITS; wait++) {
    if (isUpToDate(database, source)) {
      database.loadColumns(options.fs, options.runsDir);
      return { database, identity };
    }
    await delay(WRITER_WAIT_MS);
  }
  database.close();
  return null;
}

async function deriveTemporary({ startReaders }: HostOptions, source: CatalogSource): Promise<Current> {
  const database = CatalogDatabase.build("");
  await deriveInto(database, source, { control: UNWATCHED, expected: null, startReaders });
  return { database, identity: null };
}

async function waitForWriter(database: CatalogDatabase, source: CatalogSource): Promise<void> {
  for (let wait = 0; wait < WRITER_WAITS; wait++) {
    if (isUpToDate(database, source)) return;
    await delay(WRITER_WAIT_MS);
  }
  throw new AppError("CONFLICT", "The catalog is behind the ledger. Open the runs folder for writing and try again.");
}

function isUpToDate(database: CatalogDatabase, source: CatalogSource): boolean {
  if (source.endsWith(database)) return true;
  return source.ledger.entries(database.appliedSeq)[Symbol.iterator]().next().done === true;
}

function identityOf({ fs, runsDir }: HostOptions): string | null {
  return fs.stat(catalogFileOf(runsDir).path)?.identity ?? null;
}
