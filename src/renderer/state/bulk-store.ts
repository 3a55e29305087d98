import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { OperationInput } from "../../shared/operation-table.ts";
import { asAppError, type Client } from "../api/client.ts";
import { UNDO_MS } from "./pending-change-store.ts";
import type { Timers } from "./timers.ts";

/** How long the tray says that all runs were written. */
export const DONE_MS = 6_000;

/** What is added to each of many runs. */
export type BulkChange = Omit<OperationInput<"run.annotate">, "run_id">;

/** A run that a change is meant for. */
export interface BulkRun {
  readonly runId: string;
  readonly name: string;
}

/** One change of many runs: it waits as long as it can be taken back, then goes run by run. */
export interface BulkWork {
  readonly id: number;
  readonly change: BulkChange;
  /** Fixed when the person agreed; what the list shows later does not matter. */
  readonly runs: readonly BulkRun[];
  /** What is done, for the tray: "Tag “rework”". */
  readonly title: string;
  readonly writeAtMs: number;
  readonly state: "waiting" | "writing" | "stopping" | "done";
  readonly done: number;
  readonly failed: readonly { readonly run: BulkRun; readonly error: AppError }[];
  /** Runs that were left out because a person stopped it. */
  readonly left: number;
}

/** Changes of many runs, oldest first. One is written at a time. */
export interface BulkState {
  readonly works: readonly BulkWork[];
  propose(change: BulkChange, runs: readonly BulkRun[], title: string): void;
  /** Takes back what waits: nothing is written. */
  undo(id: number): void;
  write(id: number): Promise<void>;
  /** Leaves out the runs that were not reached. */
  stop(id: number): void;
  /** Tries those again that could not be written. */
  retry(id: number): Promise<void>;
  dismiss(id: number): void;
  /** Writes everything that waits and resolves when all of it was tried. */
  settle(): Promise<void>;
}

/** A store of changes that go through many runs one by one. */
export function createBulkStore(client: Client, timers: Timers): StoreApi<BulkState> {
  const callOff = new Map<number, () => void>();
  let queue: Promise<void> = Promise.resolve();
  let lastId = 0;
  const store: StoreApi<BulkState> = createStore<BulkState>()((set, get) => {
    const find = (id: number): BulkWork | undefined => get().works.find((work) => work.id === id);
    const drop = (id: number): void => {
      callOff.get(id)?.();
      callOff.delete(id);
      set({ works: get().works.filter((work) => work.id !== id) });
    };
    const begin = (id: number): Promise<void> => {
      callOff.get(id)?.();
      change(store, id, { state: "writing", done: 0, failed: [], left: 0 });
      queue = queue
        .then(() => writeAll(store, client, id))
        .then(() => {
          const work = find(id);
          // What was not written stays until a person has seen it.
          if (work?.failed.length === 0 && work.left === 0) timers.after(DONE_MS, () => get().dismiss(id));
        });
      return queue;
    };
    return {
      works: [],
      propose: (bulkChange, runs, title) => {
        void get().settle();
        lastId += 1;
        const id = lastId;
        const fresh = { state: "waiting", done: 0, failed: [], left: 0 } as const;
        const work = { id, change: bulkChange, runs, title, writeAtMs: timers.nowMs() + UNDO_MS, ...fresh };
        set({ works: [...get().works, work] });
        const write = (): void => void get().write(id);
        callOff.set(id, timers.after(UNDO_MS, write));
      },
      undo: (id) => {
        if (find(id)?.state === "waiting") drop(id);
      },
      write: (id) => (find(id)?.state === "waiting" ? begin(id) : queue),
      stop: (id) => {
        if (find(id)?.state === "writing") change(store, id, { state: "stopping" });
      },
      retry: (id) => {
        const work = find(id);
        if (work?.state !== "done" || work.failed.length === 0) return queue;
        change(store, id, { runs: work.failed.map(({ run }) => run) });
        return begin(id);
      },
      dismiss: (id) => {
        if (find(id)?.state === "done") drop(id);
      },
      settle: async () => {
        for (const work of get().works) if (work.state === "waiting") void begin(work.id);
        await queue;
      },
    };
  });
  return store;
}

function change(store: StoreApi<BulkState>, id: number, part: Partial<BulkWork>): void {
  store.setState({ works: store.getState().works.map((work) => (work.id === id ? { ...work, ...part } : work)) });
}

async function writeAll(store: StoreApi<BulkState>, client: Client, id: number): Promise<void> {
  const findWork = (): BulkWork | undefined => store.getState().works.find((work) => work.id === id);
  const runs = findWork()?.runs ?? [];
  for (const [index, run] of runs.entries()) {
    if (findWork()?.state === "stopping") {
      change(store, id, { left: runs.length - index });
      break;
    }
    const error = await writeOne(client, run, findWork()?.change ?? {});
    const failed = findWork()?.failed ?? [];
    change(store, id, { done: index + 1, failed: error === null ? failed : [...failed, { run, error }] });
  }
  change(store, id, { state: "done" });
}

async function writeOne(client: Client, { runId }: BulkRun, part: BulkChange): Promise<AppError | null> {
  try {
    await client.call("run.annotate", { ...part, run_id: runId });
    return null;
  } catch (error) {
    return asAppError(error);
  }
}
