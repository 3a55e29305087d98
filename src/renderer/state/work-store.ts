import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { OperationName } from "../../shared/ipc/channel-names.ts";
import type { JobProgress } from "../../shared/ipc/events.ts";
import type { OperationInput, OperationResponse } from "../../shared/operation-table.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Timers } from "./timers.ts";

/** Work shorter than this is not worth a line in the tray. Source: experience 3.8. */
export const SHOW_AFTER_MS = 1_000;
/** From here on the tray says that it takes longer than usual. */
export const LONG_AFTER_MS = 10_000;

/** A piece of work that runs in main. */
export interface Job {
  readonly jobId: string;
  readonly operation: OperationName;
  readonly progress: JobProgress | null;
  /** False while the work is too young to be shown. */
  readonly shown: boolean;
  readonly long: boolean;
  readonly stopping: boolean;
}

/** A started job: its id, and its answer when it ends. */
export interface StartedJob<Name extends OperationName> {
  readonly jobId: string;
  readonly answer: Promise<OperationResponse<Name>>;
}

/** Long work of this window: its progress, and a way to stop it. It goes on while the person looks at other places. */
export interface WorkState {
  readonly jobs: readonly Job[];
  /** Why a stop could not be asked for. */
  readonly error: AppError | null;
  start<Name extends OperationName>(name: Name, input: OperationInput<Name>): StartedJob<Name>;
  cancel(jobId: string): Promise<void>;
}

/** A store of running jobs, fed by the progress events of main. */
export function createWorkStore(
  client: Client,
  timers: Timers,
  makeId: () => string = () => crypto.randomUUID(),
): StoreApi<WorkState> {
  const store = createStore<WorkState>()((set, get) => {
    const change = (jobId: string, part: Partial<Job>): void =>
      set({ jobs: get().jobs.map((job) => (job.jobId === jobId ? { ...job, ...part } : job)) });
    return {
      jobs: [],
      error: null,
      start: (name, input) => {
        const jobId = makeId();
        const job: Job = { jobId, operation: name, progress: null, shown: false, long: false, stopping: false };
        set({ jobs: [...get().jobs, job] });
        const callOff = [
          timers.after(SHOW_AFTER_MS, () => change(jobId, { shown: true })),
          timers.after(LONG_AFTER_MS, () => change(jobId, { long: true })),
        ];
        const answer = client.call(name, input, { jobId }).finally(() => {
          for (const stop of callOff) stop();
          set({ jobs: get().jobs.filter((other) => other.jobId !== jobId) });
        });
        return { jobId, answer };
      },
      cancel: async (jobId) => {
        change(jobId, { stopping: true });
        try {
          await client.call("job.cancel", { job_id: jobId });
          set({ error: null });
        } catch (error) {
          change(jobId, { stopping: false });
          set({ error: asAppError(error) });
        }
      },
    };
  });
  client.subscribe("job.progress", (progress) => {
    store.setState((state) => ({
      jobs: state.jobs.map((job) => (job.jobId === progress.job_id ? { ...job, progress } : job)),
    }));
  });
  return store;
}

/** The progress of a job, or null when it is not running or has not said anything. */
export function findProgress(state: WorkState, jobId: string | null): JobProgress | null {
  return state.jobs.find((job) => job.jobId === jobId)?.progress ?? null;
}
