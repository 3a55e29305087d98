import { commitImport } from "../ingest/commit-import.ts";
import { scanOlderStore } from "../ingest/scan-older-store.ts";
import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";

/** Taking over older stores. */
export function createImportOperations(deps: OperationDeps): Pick<Handlers, "import.scan" | "import.commit"> {
  const { fs } = deps;
  return {
    async "import.scan"({ source }, call) {
      const path = deps.grants.resolve(source, call.door, "source");
      const { store } = deps.folders.current();
      return scanOlderStore({ fs, path }, { store, progress: call.progress("files"), signal: call.signal });
    },
    async "import.commit"({ source }, call) {
      const path = deps.grants.resolve(source, call.door, "source");
      const { store } = deps.folders.current();
      const { actor, requestId, signal } = call;
      return commitImport({ store, fs }, { path, actor, requestId, signal, progress: call.progress("files") });
    },
  };
}
