import type { WireError } from "../../shared/app-error.ts";
import type { OperationRequest } from "../../shared/operation-table.ts";
import type { Numbers, OpenList, Timeline } from "../../shared/operations/list-operations.ts";
import type { BatchTree, Related } from "../../shared/operations/relation-operations.ts";
import type { RunPage, RunRow } from "../../shared/operations/run-operations.ts";
import type { EntryPlace } from "../store/ledger-entry.ts";
import type { Committed } from "../store/run-store.ts";
import type { CatalogStats } from "./catalog-database.ts";
import type { EarlyAnswers } from "./catalog-host.ts";
import type { CatalogStatus } from "./catalog-status.ts";
import type { CatalogComparison } from "./compare-catalogs.ts";
import type { Sample } from "./compare-sample.ts";

/** What the worker is started with. */
export interface CatalogWorkerData {
  readonly runsDir: string;
  readonly access: "write" | "read";
  /** See `HostOptions`. */
  readonly early?: EarlyAnswers | undefined;
}

/** Everything a catalog can be asked, by name: what goes in and what comes out. */
export interface CatalogCalls {
  readonly open: { readonly input: null; readonly output: CatalogStats };
  readonly query: { readonly input: OperationRequest<"run.query">; readonly output: RunPage };
  readonly listOpen: { readonly input: OperationRequest<"list.open">; readonly output: OpenList };
  readonly listRows: { readonly input: OperationRequest<"list.rows">; readonly output: readonly RunRow[] };
  readonly listPlace: { readonly input: OperationRequest<"list.place">; readonly output: number | null };
  readonly listIds: { readonly input: OperationRequest<"list.ids">; readonly output: readonly string[] };
  readonly listDifferences: {
    readonly input: OperationRequest<"list.differences">;
    readonly output: readonly string[];
  };
  readonly timeline: { readonly input: OperationRequest<"timeline.read">; readonly output: Timeline };
  readonly timelineStep: { readonly input: OperationRequest<"timeline.step">; readonly output: RunRow | null };
  readonly numbers: { readonly input: OperationRequest<"numbers.get">; readonly output: Numbers };
  readonly withNumber: {
    readonly input: { readonly runNumber: string; readonly limit: number };
    readonly output: readonly RunRow[];
  };
  readonly find: { readonly input: string; readonly output: RunRow | null };
  readonly entryPlaces: { readonly input: string; readonly output: readonly EntryPlace[] };
  readonly runsWithAttachment: {
    readonly input: { readonly sha256: string; readonly limit: number };
    readonly output: readonly string[];
  };
  readonly related: { readonly input: string; readonly output: Related | null };
  readonly batchTree: { readonly input: OperationRequest<"batch.tree">; readonly output: BatchTree };
  readonly hear: { readonly input: Committed; readonly output: null };
  readonly apply: { readonly input: Committed; readonly output: null };
  readonly catchUp: { readonly input: null; readonly output: CatalogStats };
  readonly rebuild: { readonly input: null; readonly output: CatalogStats };
  readonly verify: { readonly input: Sample | null; readonly output: CatalogComparison };
  readonly stats: { readonly input: null; readonly output: CatalogStats };
  readonly status: { readonly input: null; readonly output: CatalogStatus };
  readonly close: { readonly input: null; readonly output: null };
}

/** The name of a call. */
export type CatalogCallName = keyof CatalogCalls;

/** To the worker: a call with its number, or the wish that a running call should stop. */
export type CatalogRequest =
  | { readonly id: number; readonly call: CatalogCallName; readonly input: unknown }
  | { readonly id: number; readonly cancel: true };

/**
 * From the worker: how far a call is, and in the end its outcome. A bug travels as INTERNAL with its stack beside it.
 */
export type CatalogReply =
  | { readonly id: number; readonly done: number; readonly total: number | null }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: WireError; readonly stack: string | null };
