import type { Session } from "../../shared/operations/session-operations.ts";
import type { Health } from "../../shared/operations/store-operations.ts";
import type { HashPool } from "../check/hash-pool.ts";
import type { RunStore } from "../store/run-store.ts";
import type { Clock } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import type { IdSource } from "../system/ids.ts";
import type { Logger } from "../system/logger.ts";
import type { Metrics } from "../system/metrics.ts";
import type { PickFile } from "./application.ts";
import type { CheckWorkerClient } from "./check-worker-client.ts";
import type { FileGrants } from "./file-grants.ts";
import type { Folders } from "./folders.ts";
import type { JobRegistry } from "./job-registry.ts";
import type { StoreFigureReader } from "./store-figures.ts";

/** What the handlers of every group share. */
export interface OperationDeps {
  readonly folders: Folders;
  readonly grants: FileGrants;
  readonly jobs: JobRegistry;
  readonly metrics: Metrics;
  readonly fs: Fs;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly pickFile: PickFile | null;
  /** Outside every runs folder. */
  readonly dataDir: string;
  /** Where the log lies. */
  readonly logFolder: string;
  readonly logger: Logger;
  /** Threads that hash stored files. */
  readonly hashes: HashPool;
  /** The thread that checks many things. */
  readonly checks: CheckWorkerClient;
  /** What the ledger of a store says of the folder as a whole. */
  readonly figuresOf: (store: RunStore) => StoreFigureReader;
  /** What people see of the nightly check; null where it never runs. */
  readonly sweepState: (lastFullCheck: string | null) => Health["sweep"];
  /** Tells the window that a row looks different now, although the ledger has no entry about it. */
  readonly tellRunChanged: (runId: string) => void;
  /** Where we are and who is here, as it stands now. */
  readonly describeSession: () => Promise<Session>;
}
