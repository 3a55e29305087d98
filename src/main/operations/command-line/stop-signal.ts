/** A second request to stop within this time is the same one, sent to the whole process group and passed on by a parent. */
const SAME_REQUEST_MS = 1000;

/** What of the process is needed to hear that it should stop. */
export type StoppableProcess = Pick<NodeJS.Process, "on" | "exit">;

/**
 * Aborted with the signal's name when the process is asked to stop (Ctrl-C, `kill`): acknowledged work is then finished and the store
 * closed. Asked again, the process ends at once; what is acknowledged is durable all the same.
 */
export function stopSignal(target: StoppableProcess): AbortSignal {
  const controller = new AbortController();
  let askedMs: number | null = null;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    target.on(name, () => {
      const nowMs = performance.now();
      if (askedMs !== null && nowMs - askedMs > SAME_REQUEST_MS) target.exit(name === "SIGTERM" ? 143 : 130);
      askedMs ??= nowMs;
      controller.abort(name);
    });
  }
  return controller.signal;
}
