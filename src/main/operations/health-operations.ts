import { setTimeout } from "node:timers/promises";
import type { Health } from "../../shared/operations/store-operations.ts";
import { findLockHolder } from "../store/lock-holder.ts";
import type { Space } from "../system/fs.ts";
import { logFilePath } from "../system/logger.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { daysUntilFull, diskLevel } from "./disk-level.ts";
import type { Call, Handlers } from "./handler.ts";
import { mendFindings } from "./mend-findings.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { saveSupportFile } from "./save-support-file.ts";
import type { StoreFigureReader, StoreFigures } from "./store-figures.ts";

/** The window asks again; a script asks once and waits. */
const WINDOW_WAIT_MS = 500;

/** How the app and its store are doing. */
export function createHealthOperations(deps: OperationDeps): Pick<Handlers, "health.get" | "support.save"> {
  const healthOf = async (call: Call): Promise<Health> => {
    const folder = deps.folders.findCurrent();
    const space = findSpace(deps);
    const own =
      folder === null
        ? NO_STORE
        : await storeHealth(deps, folder, { space, call, figures: deps.figuresOf(folder.store) });
    return {
      store: deps.folders.state(),
      runs_dir: deps.folders.currentRunsDir,
      disk: space === null ? null : diskHealth(space, own.growth?.days_left ?? null),
      log_path: logFilePath(deps.logFolder),
      operations: [...deps.metrics.figures()],
      ...own,
    };
  };
  return {
    "health.get": (_request, call) => healthOf(call),
    "support.save": async ({ to }, call) => saveSupportFile(deps, { to, health: await healthOf(call) }, call),
  };
}

type StoreHealth = Omit<Health, "store" | "runs_dir" | "disk" | "log_path" | "operations">;

const NO_STORE: StoreHealth = {
  runs: null,
  ledger_size: null,
  ledger_root: null,
  epoch: null,
  journal_bytes: null,
  key_protection: "none",
  catalog: null,
  growth: null,
  last_check: null,
  last_full_check: null,
  sweep: null,
  clock_step: null,
  last_checkpoint: null,
  lock_holder: null,
  notices: [],
};

interface AskedHealth {
  readonly space: Space | null;
  readonly call: Call;
  readonly figures: StoreFigureReader;
}

async function storeHealth(
  { fs, clock, sweepState }: OperationDeps,
  { store, catalog }: OpenFolder,
  { space, call, figures: reader }: AskedHealth,
): Promise<StoreHealth> {
  const open = await catalog();
  const [stats, { done, mended, state, total }] = await Promise.all([open.stats(), open.status()]);
  const findings = mendFindings(mended);
  const head = store.ledgerHead();
  const size = head?.size ?? stats.appliedSeq;
  const figures = await withinPatience(reader.read(size, clock.nowMs()), call);
  return {
    runs: stats.rows,
    ledger_size: head?.size ?? null,
    ledger_root: head?.root ?? null,
    epoch: head?.epoch ?? null,
    journal_bytes: head?.journalBytes ?? null,
    key_protection: store.keyProtection,
    catalog: {
      ...{ rows: stats.rows, applied_seq: stats.appliedSeq, schema_version: stats.schemaVersion },
      ...{ state, done, total, findings: [...findings] },
    },
    growth: figures === null ? null : growthOf(figures, space),
    last_check: figures?.lastCheck ?? null,
    last_full_check: figures?.lastFullCheck ?? null,
    sweep: sweepState(figures?.lastFullCheck?.at ?? null),
    clock_step: figures?.clockStep ?? null,
    last_checkpoint: figures === null || figures.lastEntryAt === null ? null : { at: figures.lastEntryAt, size },
    lock_holder: store.state().holder ?? findLockHolder(fs, store.runsDir),
    notices: [...store.notices(), ...findings.map(({ what_to_do: sentence }) => sentence)],
  };
}

/** Reading a large ledger takes seconds: the window is not kept waiting for it, and gets the figures when it asks again. */
async function withinPatience(reading: Promise<StoreFigures>, { door }: Call): Promise<StoreFigures | null> {
  if (door === "command-line") return reading;
  const enough = new AbortController();
  const tired = setTimeout(WINDOW_WAIT_MS, null, { signal: enough.signal }).catch(() => null);
  try {
    return await Promise.race([reading, tired]);
  } finally {
    enough.abort();
    // What goes wrong after that is met by whoever asks next.
    reading.catch(() => undefined);
  }
}

function growthOf({ sizeBytes, bytesPerDay }: StoreFigures, space: Space | null): Health["growth"] {
  return {
    store_bytes: sizeBytes,
    bytes_per_day: bytesPerDay,
    days_left: space === null ? null : daysUntilFull(space.freeBytes, bytesPerDay),
  };
}

/** Null where the folder is not there. */
function findSpace({ fs, folders }: OperationDeps): Space | null {
  const runsDir = folders.currentRunsDir;
  if (fs.stat(runsDir) === null) return null;
  return withStorageErrors("ask for free space", runsDir, () => fs.space(runsDir));
}

function diskHealth({ freeBytes, totalBytes }: Space, daysLeft: number | null): Health["disk"] {
  return { free_bytes: freeBytes, total_bytes: totalBytes, level: diskLevel(freeBytes, daysLeft) };
}
