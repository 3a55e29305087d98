import type { Health } from "../../shared/operations/store-operations.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import type { Handlers } from "./handler.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { OperationDeps } from "./operation-deps.ts";

/** Below this a person should make room soon. */
const LOW_BYTES = 2 * 1024 ** 3;
/** Below this new records are about to be refused. */
const CRITICAL_BYTES = 128 * 1024 ** 2;

type DiskHealth = Health["disk"];

/** How the app and its store are doing. */
export function createHealthOperations(deps: OperationDeps): Pick<Handlers, "health.get"> {
  return {
    async "health.get"() {
      const folder = deps.folders.findCurrent();
      return {
        store: deps.folders.state(),
        runs_dir: deps.folders.currentRunsDir,
        disk: diskHealth(deps),
        operations: [...deps.metrics.figures()],
        ...(folder === null ? NO_STORE : await storeHealth(folder)),
      };
    },
  };
}

type StoreHealth = Pick<
  Health,
  "runs" | "ledger_size" | "ledger_root" | "epoch" | "journal_bytes" | "key_protection" | "catalog" | "notices"
>;

const NO_STORE: StoreHealth = {
  runs: null,
  ledger_size: null,
  ledger_root: null,
  epoch: null,
  journal_bytes: null,
  key_protection: "none",
  catalog: null,
  notices: [],
};

async function storeHealth({ store, catalog }: OpenFolder): Promise<StoreHealth> {
  const stats = await (await catalog()).stats();
  const head = store.ledgerHead();
  return {
    runs: stats.rows,
    ledger_size: head?.size ?? null,
    ledger_root: head?.root ?? null,
    epoch: head?.epoch ?? null,
    journal_bytes: head?.journalBytes ?? null,
    key_protection: store.keyProtection,
    catalog: { rows: stats.rows, applied_seq: stats.appliedSeq, schema_version: stats.schemaVersion },
    notices: [...store.notices()],
  };
}

/** Null where the folder is not there or the system does not say. */
function diskHealth({ fs, folders }: OperationDeps): DiskHealth {
  const runsDir = folders.currentRunsDir;
  if (fs.stat(runsDir) === null) return null;
  const { freeBytes, totalBytes } = withStorageErrors("ask for free space", runsDir, () => fs.space(runsDir));
  const level = freeBytes < CRITICAL_BYTES ? "critical" : freeBytes < LOW_BYTES ? "low" : "ok";
  return { free_bytes: freeBytes, total_bytes: totalBytes, level };
}
