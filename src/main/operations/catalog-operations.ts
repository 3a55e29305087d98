import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";

/** Deriving the catalog anew, and comparing it with the files. */
export function createCatalogOperations(deps: OperationDeps): Pick<Handlers, "catalog.rebuild" | "catalog.verify"> {
  return {
    async "catalog.rebuild"(_request, call) {
      const catalog = await deps.folders.current().catalog();
      const stats = await catalog.rebuild({ progress: call.progress("runs"), signal: call.signal });
      return { rows: stats.rows, applied_seq: stats.appliedSeq };
    },
    async "catalog.verify"({ sample: count, seed: wanted }, call) {
      const seed = count === null ? null : (wanted ?? (deps.clock.nowMs() % 0x1_0000_0000) >>> 0);
      const catalog = await deps.folders.current().catalog();
      const { agrees, rows, differing } = await catalog.verify({
        progress: call.progress("runs"),
        signal: call.signal,
        sample: count === null || seed === null ? null : { count, seed },
      });
      return { agrees, rows, differing: [...differing], seed };
    },
  };
}
