import { AppError } from "../../shared/app-error.ts";
import { findLastHead } from "../store/last-head.ts";

import { openForWriting, openNewFile, placeNewFile } from "./build-catalog.ts";
import { CatalogDatabase, type EntryToApply } from "./catalog-database.ts";
import type { CatalogFile } from "./catalog-file.ts";
import { type HostOptions, UNWATCHED } from "./catalog-host.ts";
import type { CatalogSource } from "./catalog-source.ts";
import { deriveInto, type JobControl } from "./derive-catalog.ts";

/**
 * A catalog that is being derived while it already answers. What was begun before is gone on with; what is stopped is kept for the next time.
 */
export class GrowingCatalog {
  /** Holds the entries below its `appliedSeq`, and answers from them. */
  readonly database: CatalogDatabase;
  readonly #options: HostOptions;
  readonly #source: CatalogSource;
  readonly #file: CatalogFile;
  readonly #expected: number;
  #heard: CatalogDatabase | null = null;
  #isStopped = false;

  constructor(options: HostOptions, source: CatalogSource, file: CatalogFile) {
    this.#options = options;
    this.#source = source;
    this.#file = file;
    this.#expected = findLastHead(options.fs, options.runsDir)?.size ?? 0;
    this.database = openNewFile(options, source, file.newPath);
  }

  /** Ledger entries that are in it. */
  get done(): number {
    return this.database.isOpen ? this.database.appliedSeq : 0;
  }

  /** About how many there are. */
  get total(): number {
    return Math.max(this.done, this.#expected);
  }

  /** What was recorded while it grows, beside all that came before; null as long as nothing was. */
  get heard(): CatalogDatabase | null {
    return this.#heard;
  }

  /** Makes entries answer now that the growing database reads from the ledger only in the end. */
  hear(items: readonly EntryToApply[]): void {
    if (!this.database.isOpen) return;
    this.#heard ??= CatalogDatabase.build("");
    this.#heard.apply(items);
  }

  /** Derives all there is, puts the file in the catalog's place and opens it there. Throws CANCELLED once it was stopped. */
  async finish(): Promise<CatalogDatabase> {
    const { database } = this;
    const { fs, runsDir, startReaders } = this.#options;
    try {
      await deriveInto(database, this.#source, { control: this.#control(), expected: this.#expected, startReaders });
      database.saveColumns(fs, runsDir);
      database.flush();
      database.close();
      placeNewFile(fs, this.#file);
      const whole = openForWriting(this.#file.path);
      whole.loadColumns(fs, runsDir);
      return whole;
    } finally {
      if (this.#isStopped && database.isOpen) database.settleFilled();
      database.close();
      this.#heard?.close();
      this.#heard = null;
    }
  }

  /** Lets it end soon. What was derived so far stays in its file. */
  stop(): void {
    this.#isStopped = true;
  }

  #control(): JobControl {
    return {
      report: () => undefined,
      pause: async () => {
        await UNWATCHED.pause();
        if (this.#isStopped) throw new AppError("CANCELLED", "The catalog was closed while it was being built.");
      },
    };
  }
}
