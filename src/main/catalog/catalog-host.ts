import type { Committed } from "../store/run-store.ts";
import type { Fs } from "../system/fs.ts";
import type { CatalogDatabase, CatalogStats } from "./catalog-database.ts";
import type { CatalogStatus } from "./catalog-status.ts";
import type { CatalogComparison } from "./compare-catalogs.ts";
import type { Sample } from "./compare-sample.ts";
import type { JobControl, StartReaders } from "./derive-catalog.ts";

/** What a host needs from outside. `bootSeconds` is when the machine was started. */
export interface HostOptions {
  readonly runsDir: string;
  readonly fs: Fs;
  readonly bootSeconds: number;
  /** Starts threads that read records while a catalog is built; without it, all is done in one. */
  readonly startReaders?: StartReaders | undefined;
  /** When a catalog that is being built answers from what there is of it; only when it is whole where this is left out. */
  readonly early?: EarlyAnswers | undefined;
}

/** Opening waits so long, and to the end for a ledger of fewer entries: those are soon in, and nobody needs to know. */
export interface EarlyAnswers {
  readonly patienceMs: number;
  readonly fromEntries: number;
}

/** What people in front of a window wait for. */
export const EARLY_ANSWERS: EarlyAnswers = { patienceMs: 300, fromEntries: 5000 };

/** The catalog inside its worker: whoever holds the open database, and keeps it whole and up to date. */
export interface CatalogHost {
  /**
   * Reads from the database. `action` names the work in an error: "list the runs". While it is being built, `heard` holds what was
   * recorded meanwhile.
   */
  use<Result>(
    action: string,
    work: (database: CatalogDatabase, heard: CatalogDatabase | null) => Result,
  ): Promise<Result>;
  apply(committed: Committed): Promise<void>;
  /** Makes a commit answer by its run while the catalog is being built; nothing otherwise. `apply` follows. */
  hear(committed: Committed): void;
  catchUp(): Promise<CatalogStats>;
  status(): CatalogStatus;
  rebuild(control: JobControl): Promise<CatalogStats>;
  /** Compares all, or a sample where one is given. */
  verify(control: JobControl, sample?: Sample | null): Promise<CatalogComparison>;
  close(): Promise<void>;
}

/** Work that nobody watches; it lets others use the thread all the same. */
export const UNWATCHED: JobControl = {
  report: () => undefined,
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};

/** Resolves after a while. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
