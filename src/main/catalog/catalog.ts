import type { OperationRequest } from "../../shared/operation-table.ts";
import type { Numbers, OpenList, Timeline } from "../../shared/operations/list-operations.ts";
import type { BatchTree, Related } from "../../shared/operations/relation-operations.ts";
import type { RunPage, RunRow } from "../../shared/operations/run-operations.ts";
import type { EntryPlace } from "../store/ledger-entry.ts";
import type { Committed } from "../store/run-store.ts";
import { CatalogClient } from "./catalog-client.ts";
import type { CatalogStats } from "./catalog-database.ts";
import type { EarlyAnswers } from "./catalog-host.ts";
import type { CatalogStatus } from "./catalog-status.ts";
import type { CatalogComparison } from "./compare-catalogs.ts";
import type { Sample } from "./compare-sample.ts";

/** Reports work done so far; total is null while unknown. */
export type Progress = (done: number, total: number | null) => void;

/**
 * Answers queries over the runs of one folder. Derived from records and ledger, disposable, never believed over them.
 * It lives in a worker thread, so that no query holds up the main thread.
 */
export interface Catalog {
  /**
   * One page, newest first, ties by run id (descending). Throws BAD_CURSOR for a cursor that is altered or not for
   * these filters.
   */
  query(request: OperationRequest<"run.query">): Promise<RunPage>;
  /** Each of these answers the operation of its name. */
  listOpen(request: OperationRequest<"list.open">): Promise<OpenList>;
  listRows(request: OperationRequest<"list.rows">): Promise<readonly RunRow[]>;
  listPlace(request: OperationRequest<"list.place">): Promise<number | null>;
  listIds(request: OperationRequest<"list.ids">): Promise<readonly string[]>;
  listDifferences(request: OperationRequest<"list.differences">): Promise<readonly string[]>;
  timeline(request: OperationRequest<"timeline.read">): Promise<Timeline>;
  timelineStep(request: OperationRequest<"timeline.step">): Promise<RunRow | null>;
  numbers(request: OperationRequest<"numbers.get">): Promise<Numbers>;
  /** Runs with a run number, which each workstation gives once; newest first. */
  withNumber(runNumber: string, limit: number): Promise<readonly RunRow[]>;
  /** Null when the catalog knows no such run. */
  find(runId: string): Promise<RunRow | null>;
  /** Places of all ledger entries about a subject, oldest first. */
  entryPlaces(subject: string): Promise<readonly EntryPlace[]>;
  /** Ids of other runs that name this attachment, newest first, at most `limit`. */
  runsWithAttachment(sha256: string, limit: number): Promise<readonly string[]>;
  /** The runs around a run; null when the catalog knows no such run. */
  related(runId: string): Promise<Related | null>;
  /** The runs of a batch or a session as a tree; empty for one that no run names. */
  batchTree(which: OperationRequest<"batch.tree">): Promise<BatchTree>;
  /** Makes a commit answer by its run while the catalog is being built. `apply` or `catchUp` follows all the same. */
  hear(committed: Committed): Promise<void>;
  /** Brings the catalog up to a commit. Applying the same commit again is a no-op. */
  apply(committed: Committed): Promise<void>;
  /** Reads what the ledger holds beyond `appliedSeq`. */
  catchUp(): Promise<CatalogStats>;
  /** Throws it away and derives it anew. Throws CANCELLED when stopped; the old catalog then still answers. */
  rebuild(options: { readonly progress: Progress; readonly signal: AbortSignal }): Promise<CatalogStats>;
  /** Compares every row with its files, or the rows of a sample. */
  verify(options: {
    readonly progress: Progress;
    readonly signal: AbortSignal;
    readonly sample?: Sample | null;
  }): Promise<CatalogComparison>;
  stats(): Promise<CatalogStats>;
  /** How it is doing, and what was mended since it was opened. */
  status(): Promise<CatalogStatus>;
  close(): Promise<void>;
}

/** What opening needs. */
export interface OpenCatalogOptions {
  readonly runsDir: string;
  /**
   * `write` keeps `_index/catalog.db`; `read` opens it without writing, or builds one in memory where there is none to
   * use.
   */
  readonly access: "write" | "read";
  /** The worker's module: a `.ts` source under tests, the built bundle in the app. */
  readonly workerUrl: URL;
  /** See `HostOptions`; {@link Catalog.catchUp} then waits for the whole. */
  readonly early?: EarlyAnswers | undefined;
}

/** Opens the catalog and brings it up to the ledger. A missing, older or damaged one is set aside and rebuilt. */
export async function openCatalog(options: OpenCatalogOptions): Promise<Catalog> {
  const { runsDir, access, workerUrl, early } = options;
  const client = new CatalogClient(workerUrl, { runsDir, access, early });
  try {
    await client.call("open", null);
  } catch (error) {
    await client.stop();
    throw error;
  }
  return {
    query: (request) => client.call("query", request),
    listOpen: (request) => client.call("listOpen", request),
    listRows: (request) => client.call("listRows", request),
    listPlace: (request) => client.call("listPlace", request),
    listIds: (request) => client.call("listIds", request),
    listDifferences: (request) => client.call("listDifferences", request),
    timeline: (request) => client.call("timeline", request),
    timelineStep: (request) => client.call("timelineStep", request),
    numbers: (request) => client.call("numbers", request),
    withNumber: (runNumber, limit) => client.call("withNumber", { runNumber, limit }),
    find: (runId) => client.call("find", runId),
    entryPlaces: (subject) => client.call("entryPlaces", subject),
    runsWithAttachment: (sha256, limit) => client.call("runsWithAttachment", { sha256, limit }),
    related: (runId) => client.call("related", runId),
    batchTree: (which) => client.call("batchTree", which),
    async hear(committed) {
      await client.call("hear", withRecordsOnly(committed));
    },
    async apply(committed) {
      await client.call("apply", withRecordsOnly(committed));
    },
    catchUp: () => client.call("catchUp", null),
    rebuild: (watcher) => client.call("rebuild", null, watcher),
    verify: ({ sample = null, ...watcher }) => client.call("verify", sample, watcher),
    stats: () => client.call("stats", null),
    status: () => client.call("status", null),
    close: () => client.close(),
  };
}

/** Only records are read for the catalog; other files of a commit need not travel to the worker. */
function withRecordsOnly({ entries, files }: Committed): Committed {
  const recorded = entries.filter(({ entry }) => entry.kind === "run.recorded").map(({ entry }) => entry.path);
  const paths = new Set(recorded);
  return { entries, files: files.filter(({ path }) => paths.has(path)) };
}
