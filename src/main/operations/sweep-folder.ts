import type { Actor } from "../store/ledger-entry.ts";
import { checkMany } from "./check-many.ts";
import type { Call } from "./handler.ts";
import type { Job } from "./job-registry.ts";
import { NightlySweep, type SweepParts } from "./nightly-sweep.ts";
import type { OperationDeps } from "./operation-deps.ts";

const EVERYTHING = { what: "store", from: null, to: null, run_ids: null, record: true, resume: true } as const;

/** The nightly check of whatever folder is open. It enters like a call, so that no folder is closed under it. */
export function sweepFolder(
  deps: OperationDeps,
  how: { readonly enter: () => Promise<() => void>; readonly repeat: SweepParts["repeat"] },
): NightlySweep {
  const { folders, clock, logger } = deps;
  return new NightlySweep({
    clock,
    repeat: how.repeat,
    canRun: () => folders.findCurrent()?.store.state().mode === "writable",
    async lastFullCheck() {
      const store = folders.findCurrent()?.store;
      if (store === undefined) return null;
      const figures = await deps.figuresOf(store).read(store.ledgerHead()?.size ?? 0, clock.nowMs());
      return figures.lastFullCheck?.at ?? null;
    },
    async check(signal) {
      const leave = await how.enter();
      // A job like any other check of everything: the window shows how far it is.
      const job = deps.jobs.start(deps.ids.uuid(), "check.store");
      try {
        await checkMany(deps, EVERYTHING, callOf(deps, AbortSignal.any([signal, job.signal]), job));
      } finally {
        job.end();
        leave();
      }
    },
    onFailed: (error) => logger.fault("the nightly check could not be made", error),
  });
}

function callOf({ ids }: OperationDeps, signal: AbortSignal, { progress }: Job): Call {
  const requestId = ids.uuid();
  const actor: Actor = { uid: "system", role: "system", sid: requestId };
  return { door: "command-line", requestId, actor, signal, progress };
}
