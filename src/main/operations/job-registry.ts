import { AppError } from "../../shared/app-error.ts";
import type { JobProgress } from "../../shared/ipc/events.ts";
import type { Clock } from "../system/clock.ts";

/** Reports work done so far; total is null while unknown. `bytes` is told where files are read and something else is counted. */
export type JobReporter = (done: number, total: number | null, bytes?: number) => void;

/** A piece of work that can be followed and stopped. */
export interface Job {
  readonly id: string;
  readonly signal: AbortSignal;
  progress(unit: JobProgress["unit"]): JobReporter;
  end(): void;
}

/** The jobs that run now. */
export interface JobRegistry {
  /** Throws CONFLICT while another job runs under this id. */
  start(jobId: string, operation: string): Job;
  /** Asks a job to stop at its next safe point. False when no such job runs. */
  cancel(jobId: string): boolean;
  cancelAll(): void;
}

/** People read ten numbers a second at most. */
const QUIET_MS = 100;

/** A registry that tells `onProgress` at most ten times a second per job, and always about the last piece. */
export function createJobRegistry(parts: {
  readonly clock: Clock;
  readonly onProgress: (progress: JobProgress) => void;
}): JobRegistry {
  const running = new Map<string, AbortController>();

  function reporter(jobId: string, operation: string, unit: JobProgress["unit"]): JobReporter {
    let saidMs = Number.NEGATIVE_INFINITY;
    return (done, total, bytes) => {
      const nowMs = parts.clock.monotonicMs();
      if (done !== total && nowMs - saidMs < QUIET_MS) return;
      saidMs = nowMs;
      const read = bytes === undefined ? {} : { bytes };
      parts.onProgress({ job_id: jobId, operation, done, total, unit, message: null, ...read });
    };
  }

  return {
    start(jobId, operation) {
      if (running.has(jobId)) {
        throw new AppError("CONFLICT", `Work named ${jobId} is already going on. Wait for it or stop it.`, {
          context: { job_id: jobId },
        });
      }
      const controller = new AbortController();
      running.set(jobId, controller);
      return {
        id: jobId,
        signal: controller.signal,
        progress: (unit) => reporter(jobId, operation, unit),
        end: () => running.delete(jobId),
      };
    },
    cancel(jobId) {
      const controller = running.get(jobId);
      controller?.abort(cancelled(jobId));
      return controller !== undefined;
    },
    cancelAll() {
      for (const [jobId, controller] of running) controller.abort(cancelled(jobId));
    },
  };
}

function cancelled(jobId: string): AppError {
  return new AppError("CANCELLED", "The work was stopped before it was finished.", { context: { job_id: jobId } });
}
