import { createStore, type StoreApi } from "zustand/vanilla";
import { AppError } from "../../shared/app-error.ts";
import type { OperationResponse } from "../../shared/operation-table.ts";
import type { PastCheck, UnfinishedCheck } from "../../shared/operations/check-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Loaded } from "./loaded.ts";
import type { CheckResult } from "./record-check-store.ts";
import type { WorkState } from "./work-store.ts";

/** Past checks asked for at a time. */
export const PAST_PAGE_SIZE = 20;

/** The past checks as far as they were read, newest first. */
export interface PastChecks {
  readonly checks: readonly PastCheck[];
  /** Where the older ones begin; null when all are here. */
  readonly nextBefore: number | null;
  /** A check that was stopped and can go on. */
  readonly unfinished: UnfinishedCheck | null;
}

/** A report of a past check that is being looked at. */
export interface OpenedReport {
  readonly check: PastCheck;
  readonly result: Loaded<CheckResult>;
}

/** Where the copy of a report is. */
export type ReportCopy =
  | { readonly state: "saving" }
  | { readonly state: "saved"; readonly name: string }
  | { readonly state: "failed"; readonly error: AppError };

/** The checks that the ledger tells of, and a report out of them. */
export interface PastCheckState {
  readonly past: Loaded<PastChecks>;
  readonly loadingOlder: boolean;
  readonly olderError: AppError | null;
  readonly opened: OpenedReport | null;
  /** The copy of a report, by the fingerprint of the report. */
  readonly copy: (ReportCopy & { readonly sha256: string }) | null;
  /** Reads the newest, and keeps the older ones that are here. What is on screen stays until the answer comes. */
  read(): Promise<void>;
  /** Reads the newest again after each change of the folder, until the returned function is called. */
  follow(): () => void;
  readOlder(): Promise<void>;
  open(check: PastCheck): Promise<void>;
  closeReport(): void;
  /** Asks for a folder and saves a copy of a report there. */
  saveReport(report: { readonly sha256: string; readonly name: string }): Promise<void>;
  forget(): void;
}

const FRESH = {
  past: { state: "idle" },
  loadingOlder: false,
  olderError: null,
  opened: null,
  copy: null,
} as const satisfies Partial<PastCheckState>;

type PastStore = StoreApi<PastCheckState>;

/** A store that reads past checks page by page and opens their reports. */
export function createPastCheckStore(client: Client, work: StoreApi<WorkState>): PastStore {
  let turn = 0;
  const store: PastStore = createStore<PastCheckState>()((set, get) => ({
    ...FRESH,
    read: () => {
      turn += 1;
      const mine = turn;
      return readNewest(store, client, () => turn === mine);
    },
    follow: () => client.subscribe("store.changed", () => void get().read()),
    readOlder: () => readOlder(store, client),
    open: (check) => openReport(store, client, check),
    closeReport: () => set({ opened: null }),
    saveReport: async ({ sha256, name }) => {
      if (get().copy?.state === "saving") return;
      try {
        const { picked } = await client.call("files.pick", { purpose: "save-folder" });
        if (picked === null) return;
        set({ copy: { state: "saving", sha256 } });
        const to = { folder: { grant: picked.grant }, name };
        const saved = await work.getState().start("attachment.save", { sha256, to }).answer;
        set({ copy: { state: "saved", sha256, name: saved.name } });
      } catch (error) {
        set({ copy: { state: "failed", sha256, error: asAppError(error) } });
      }
    },
    forget: () => {
      turn += 1;
      set(FRESH);
    },
  }));
  return store;
}

/** An answer that another reading overtook, or that is about another folder, is dropped. */
async function readNewest(store: PastStore, client: Client, isWanted: () => boolean): Promise<void> {
  if (store.getState().past.state !== "ready") store.setState({ past: { state: "loading" } });
  try {
    const page = await client.call("check.past", { limit: PAST_PAGE_SIZE });
    if (!isWanted()) return;
    const newest = { checks: page.checks, nextBefore: page.next_before, unfinished: page.unfinished };
    const { past } = store.getState();
    const value = past.state === "ready" ? withOlder(newest, past.value) : newest;
    store.setState({ past: { state: "ready", value }, olderError: null });
  } catch (error) {
    if (isWanted()) store.setState({ past: { state: "failed", error: asAppError(error) } });
  }
}

/** Older checks stay where the newest reach down to them; else there would be a gap between the two. */
function withOlder(newest: PastChecks, known: PastChecks): PastChecks {
  const last = newest.checks.at(-1)?.seq;
  const place = known.checks.findIndex(({ seq }) => seq === last);
  if (place === -1 || place === known.checks.length - 1) return newest;
  return { ...newest, checks: [...newest.checks, ...known.checks.slice(place + 1)], nextBefore: known.nextBefore };
}

async function readOlder(store: PastStore, client: Client): Promise<void> {
  const { past, loadingOlder } = store.getState();
  if (past.state !== "ready" || past.value.nextBefore === null || loadingOlder) return;
  store.setState({ loadingOlder: true, olderError: null });
  try {
    const page = await client.call("check.past", { limit: PAST_PAGE_SIZE, before: past.value.nextBefore });
    // A reading of the newest that came between makes this page hang in the air.
    if (store.getState().past !== past) return;
    const checks = [...past.value.checks, ...page.checks];
    store.setState({ past: { state: "ready", value: { ...past.value, checks, nextBefore: page.next_before } } });
  } catch (error) {
    store.setState({ olderError: asAppError(error) });
  } finally {
    store.setState({ loadingOlder: false });
  }
}

async function openReport(store: PastStore, client: Client, check: PastCheck): Promise<void> {
  const put = (result: Loaded<CheckResult>): void => {
    if (store.getState().opened?.check.seq === check.seq) store.setState({ opened: { check, result } });
  };
  store.setState({ opened: { check, result: { state: "loading" } } });
  try {
    put({ state: "ready", value: resultOf(check, await client.call("check.report", { seq: check.seq })) });
  } catch (error) {
    put({ state: "failed", error: asAppError(error) });
  }
}

/** The fingerprint of the report that the log keeps of a check which just ended; null where it tells of none. */
export function keptReportOf(result: CheckResult, checks: readonly PastCheck[]): string | null {
  const runId = result.kind === "run" ? result.runId : null;
  const { checked_at: at, verdict } = result.report;
  const kept = checks.find((check) => check.run_id === runId && check.verdict === verdict && check.at >= at);
  return kept?.report_sha256 ?? null;
}

function resultOf(
  { run_id: runId }: PastCheck,
  { report, run_report: runReport }: OperationResponse<"check.report">,
): CheckResult {
  if (report !== null) return { kind: "store", report };
  if (runReport !== null && runId !== null) return { kind: "run", runId, report: runReport };
  throw new AppError("INTERNAL", "The answer holds no report.");
}
