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
    async "catalog.verify"(_request, call) {
      const catalog = await deps.folders.current().catalog();
      const { agrees, rows, differing } = await catalog.verify({
        progress: call.progress("runs"),
        signal: call.signal,
      });
      return { agrees, rows, differing: [...differing] };
    },
  };
}
