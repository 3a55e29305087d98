import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { errorCodeOf } from "../../shared/app-error.ts";
import type { OperationName } from "../../shared/ipc/channel-names.ts";
import type { Role } from "../../shared/operation-row.ts";
import type { OperationInput, OperationResponse } from "../../shared/operation-table.ts";
import type { Session } from "../../shared/operations/session-operations.ts";
import type { CatalogStatus } from "../catalog/catalog-status.ts";
import { HashPool } from "../check/hash-pool.ts";
import type { KeyVault } from "../store/key-vault.ts";
import type { Actor } from "../store/ledger-entry.ts";
import { isStoreHeld } from "../store/lock-holder.ts";
import { findStoreIdentity } from "../store/store-identity.ts";
import { workstationId } from "../store/workstation.ts";
import { type Clock, systemClock } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { createIdSource } from "../system/ids.ts";
import { createLogger, type Logger, logFileSink } from "../system/logger.ts";
import { createMetrics } from "../system/metrics.ts";
import { nodeFs } from "../system/node-fs.ts";
import { systemCodeOf } from "../system/storage-error.ts";
import type { Application, ApplicationEvent, CallOptions, PickFile } from "./application.ts";
import { createAttachmentOperations } from "./attachment-operations.ts";
import { createCatalogOperations } from "./catalog-operations.ts";
import { ChangeNotices } from "./change-notices.ts";
import { createCheckOperations } from "./check-operations.ts";
import { CheckWorkerClient } from "./check-worker-client.ts";
import { createDispatch, type Dispatch } from "./dispatch.ts";
import { createFileGrants } from "./file-grants.ts";
import { type FolderName, Folders } from "./folders.ts";
import { followWriter } from "./follow-writer.ts";
import type { Handlers } from "./handler.ts";
import { createHashOperations } from "./hash-operations.ts";
import { createHealthOperations } from "./health-operations.ts";
import { createImportOperations } from "./import-operations.ts";
import { createJobOperations } from "./job-operations.ts";
import { createJobRegistry } from "./job-registry.ts";
import { createKeyOperations } from "./key-operations.ts";
import { createListOperations } from "./list-operations.ts";
import type { NightlySweep, SweepParts } from "./nightly-sweep.ts";
import { type FolderServices, type OpenFolder, type OpenWishes, openFolder } from "./open-folder.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { createRelationOperations } from "./relation-operations.ts";
import { createRunOperations } from "./run-operations.ts";
import { fillSampleFolder } from "./sample-runs.ts";
import { createScanOperations } from "./scan-operations.ts";
import { createSessionOperations } from "./session-operations.ts";
import { settleFolder } from "./settle-folder.ts";
import { createFigureReaders } from "./store-figures.ts";
import { sweepFolder } from "./sweep-folder.ts";
import { Turnstile } from "./turnstile.ts";
import { createViewOperations } from "./view-operations.ts";

/** What an application is opened over. */
export interface OpenApplicationOptions {
  /** Null: `RMOS_RUNS_DIR` of `env`, else `runs` in the data folder. */
  readonly runsDir: string | null;
  /** Outside every runs folder: keys, the workstation's id, the log. */
  readonly dataDir: string;
  /** Null or left out: `sample-runs` in the data folder. */
  readonly sampleDir?: string | null;
  readonly resourcesDir: string;
  readonly appVersion: string;
  readonly workerUrls: { readonly catalog: URL; readonly hash: URL; readonly check: URL };
  /** Null where there is no window. */
  readonly pickFile: PickFile | null;
  /** How the nightly check is timed; null or left out where it never runs. */
  readonly sweep?: SweepParts["repeat"] | null;
  /** The system's store for secrets; null or left out where there is no window. */
  readonly vault?: KeyVault | null;
  /**
   * `write` (the default) takes the runs folder where it is free. `read` never holds it, but finishes first what a dead process
   * acknowledged. `inspect` reads the folder as it lies there: nothing is finished or made first. `none` touches no runs
   * folder; only operations that need none can be called.
   */
  readonly access?: "write" | "read" | "inspect" | "none";
  /** Who acts; the user of the operating system where this is left out. */
  readonly actorName?: string | null;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Disk space each store keeps back for bad times; tests keep none. */
  readonly reserveBytes?: number;
  /** The system's where this is left out; only tests bring their own. */
  readonly clock?: Clock;
  /** Hears how far a catalog is that has to be built first. */
  readonly onBuilding?: ((status: CatalogStatus) => void) | null;
  /** Where faults are kept; the log in the data folder where this is left out. */
  readonly logger?: Logger;
}

/** Calls that go through while a folder is being reopened: they use none, or are what everyone waits for. */
const NEED_NO_FOLDER: ReadonlySet<OperationName> = new Set<OperationName>([
  "session.open",
  "key.reset",
  "files.pick",
  "files.grant",
  "job.cancel",
  "hash.canonical",
  "view.list",
  "view.save",
  "view.remove",
  "view.import",
  "workstation.get",
  "workstation.set",
]);

type Person = Actor & { readonly role: Role };

/**
 * Opens store and catalog and brings the operation table to life over them. A runs folder that cannot be opened does not stop it:
 * every call that needs the folder says why. Rejects only for a bug.
 */
export async function openApplication(options: OpenApplicationOptions): Promise<Application> {
  const listeners = new Set<(event: ApplicationEvent) => void>();
  const tell = (event: ApplicationEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const services = { ...folderServices(options), ...watchBuilding(options, tell) };
  const person: Person = { uid: options.actorName ?? osUserName(), role: "admin", sid: services.ids.token() };
  const wired = wire(options, { services, person, tell, hasListeners: () => listeners.size > 0 });
  if (options.access !== "none") await wired.folders.open("own");
  return {
    ...callsOf(wired.dispatch),
    onEvent(listener) {
      listeners.add(listener);
      wired.follow();
      return () => listeners.delete(listener);
    },
    close: wired.close,
  };
}

/** A window shows what there is, and a list that grows is a list that changed. */
function watchBuilding(
  { onBuilding = null, pickFile }: OpenApplicationOptions,
  tell: WiringParts["tell"],
): Pick<FolderServices, "onBuilding" | "answersEarly"> {
  if (pickFile === null) return { onBuilding };
  const tellGrown = ({ done }: CatalogStatus): void =>
    tell({ name: "store.changed", payload: { seq: done, run_ids: [], more: true } });
  return { onBuilding: onBuilding ?? tellGrown, answersEarly: true };
}

interface WiringParts {
  readonly services: FolderServices;
  readonly person: Person;
  readonly tell: (event: ApplicationEvent) => void;
  readonly hasListeners: () => boolean;
}

interface Wired {
  readonly dispatch: Dispatch;
  readonly folders: Folders;
  /** Begins to look for what another process writes into the open folder. */
  readonly follow: () => void;
  readonly close: () => Promise<void>;
}

function wire(options: OpenApplicationOptions, { services, person, tell, hasListeners }: WiringParts): Wired {
  const { clock, ids, logger, fs } = services;
  const turnstile = new Turnstile();
  const metrics = createMetrics();
  const jobs = createJobRegistry({ clock, onProgress: (payload) => tell({ name: "job.progress", payload }) });
  const notices = new ChangeNotices((payload) => tell({ name: "store.changed", payload }));
  const runsDirs = runsDirsOf(options);
  const tellSession = (): void => {
    if (!hasListeners()) return;
    deps.describeSession().then(
      (payload) => tell({ name: "session.changed", payload }),
      (error: unknown) => logger.fault("the window could not be told where we are", error),
    );
  };
  const folders = new Folders({
    runsDirs,
    clock,
    open: (name, wishes) => openNamed(options, { name, runsDir: runsDirs[name], wishes, services, person }),
    isThere: (name, storeId) => holdsStore(fs, runsDirs[name], storeId),
    isHeld: (name) => isStoreHeld({ fs, clock, runsDir: runsDirs[name] }),
    onFailed: (error) => logger.fault("a folder that was lost could not be opened again", error),
    alone: (work) => {
      jobs.cancelAll();
      sweep?.makeWay();
      return turnstile.alone(work);
    },
    listener: {
      onCommitted: (committed) => notices.add(committed, folders.findCurrent()?.store.identity?.storeId ?? null),
      onStateChanged: tellSession,
    },
  });
  let sweep: NightlySweep | null = null;
  const deps: OperationDeps = {
    ...{ folders, grants: createFileGrants(ids), jobs, metrics, fs, clock, ids, pickFile: options.pickFile },
    ...{ dataDir: options.dataDir, logFolder: logFolderOf(options), logger, ...threadsOf(options, fs) },
    figuresOf: createFigureReaders(),
    sweepState: (lastFullCheck) => sweep?.state(lastFullCheck) ?? null,
    tellRunChanged: (runId) => notices.addRun(runId),
    describeSession: () => describeSession(options, { folders, services, person }),
  };
  const dispatch = createDispatch({
    ...{ handlers: createHandlers(deps), actor: person, jobs, metrics, logger, clock, ids },
    storeState: () => (folders.findCurrent() ?? folders.current()).store.state(),
    enter: (name) => enter(name, turnstile, sweep),
  });
  if (options.sweep) sweep = sweepFolder(deps, { enter: () => turnstile.enter(), repeat: options.sweep });
  let unfollow: (() => void) | null = null;
  const follow = (): void => {
    unfollow ??= followOther({ folders, turnstile, tell, logger });
  };
  const close = async (): Promise<void> => {
    sweep?.stop();
    jobs.cancelAll();
    notices.stop();
    unfollow?.();
    await closeFolders(deps, turnstile);
  };
  return { dispatch, folders, follow, close };
}

function threadsOf({ workerUrls }: OpenApplicationOptions, fs: Fs): Pick<OperationDeps, "hashes" | "checks"> {
  return { hashes: new HashPool({ workerUrl: workerUrls.hash, fs }), checks: new CheckWorkerClient(workerUrls) };
}

/** Waits until a call may begin. Looking at how the app is doing is no work that a check would be in the way of. */
async function enter(name: OperationName, turnstile: Turnstile, sweep: NightlySweep | null): Promise<() => void> {
  const rest = name === "health.get" ? undefined : sweep?.use();
  const leave = NEED_NO_FOLDER.has(name) ? undefined : await turnstile.enter();
  return () => {
    leave?.();
    rest?.();
  };
}

async function closeFolders({ folders, hashes, checks }: OperationDeps, turnstile: Turnstile): Promise<void> {
  // Whoever waits for a large file to be hashed would keep the folder open.
  await hashes.close();
  await turnstile.alone(() => folders.close());
  await Promise.all([hashes.close(), checks.close()]);
}

interface FollowParts {
  readonly folders: Folders;
  readonly turnstile: Turnstile;
  readonly tell: WiringParts["tell"];
  readonly logger: Logger;
}

/** Tells what another process writes into the open folder, until the returned function is called. */
function followOther({ folders, turnstile, tell, logger }: FollowParts): () => void {
  return followWriter({
    appliedSeq: () => seqOfWriter(folders, turnstile),
    tell: (seq) => tell({ name: "store.changed", payload: { seq, run_ids: [], more: true } }),
    onFailed: (error) => logger.fault("the other writer could not be followed", error),
  });
}

/** How far the catalog of a folder that another process writes has come; null when we write, or nothing is open. */
async function seqOfWriter(folders: Folders, turnstile: Turnstile): Promise<number | null> {
  const leave = await turnstile.enter();
  try {
    const folder = folders.findCurrent();
    if (folder === null || folder.store.state().mode === "writable") return null;
    return (await (await folder.catalog()).stats()).appliedSeq;
  } finally {
    leave();
  }
}

function createHandlers(deps: OperationDeps): Handlers {
  return {
    ...createSessionOperations(deps),
    ...createRunOperations(deps),
    ...createScanOperations(deps),
    ...createListOperations(deps),
    ...createRelationOperations(deps),
    ...createViewOperations(deps),
    ...createAttachmentOperations(deps),
    ...createCheckOperations(deps),
    ...createImportOperations(deps),
    ...createCatalogOperations(deps),
    ...createHashOperations(deps),
    ...createHealthOperations(deps),
    ...createJobOperations(deps),
    ...createKeyOperations(deps),
  };
}

function callsOf(dispatch: Dispatch): Pick<Application, "call" | "callUntyped"> {
  return {
    call: async <Name extends OperationName>(name: Name, input: OperationInput<Name>, callOptions: CallOptions) =>
      // The response was parsed with this row's own schema.
      (await dispatch(name, input, callOptions)) as OperationResponse<Name>,
    callUntyped: dispatch,
  };
}

function folderServices(options: OpenApplicationOptions): FolderServices {
  const ids = createIdSource();
  const sink = logFileSink(logFolderOf(options));
  const clock = options.clock ?? systemClock;
  return {
    dataDir: options.dataDir,
    appVersion: options.appVersion,
    catalogWorkerUrl: options.workerUrls.catalog,
    fs: nodeFs,
    clock,
    ids,
    vault: options.vault ?? null,
    ...(options.reserveBytes === undefined ? {} : { reserveBytes: options.reserveBytes }),
    logger: options.logger ?? createLogger({ sink, clock, ids }),
  };
}

function logFolderOf({ dataDir }: OpenApplicationOptions): string {
  return join(dataDir, "logs");
}

function runsDirsOf({ runsDir, env, dataDir, sampleDir }: OpenApplicationOptions): Record<FolderName, string> {
  // An empty variable means the same as none.
  const own = runsDir ?? (env?.RMOS_RUNS_DIR || join(dataDir, "runs"));
  return { own: resolve(own), sample: resolve(sampleDir ?? join(dataDir, "sample-runs")) };
}

interface NamedFolder {
  readonly name: FolderName;
  readonly runsDir: string;
  readonly wishes: OpenWishes;
  readonly services: FolderServices;
  readonly person: Person;
}

/** True when the store with this id lies there. Cannot be read now is not there now. */
function holdsStore(fs: Fs, runsDir: string, storeId: string): boolean {
  try {
    return findStoreIdentity(fs, runsDir)?.store_id === storeId;
  } catch (error) {
    if (errorCodeOf(error) === null && systemCodeOf(error) === null) throw error;
    return false;
  }
}

async function openNamed(options: OpenApplicationOptions, named: NamedFolder): Promise<OpenFolder> {
  const { name, runsDir, wishes, services, person } = named;
  if (name === "own" && (options.access === "read" || options.access === "inspect")) {
    if (options.access === "read") await settleFolder(services, runsDir);
    return openFolder(services, runsDir, "read");
  }
  const folder = await openFolder(services, runsDir, "write", wishes);
  const samples = { requestsDir: join(options.resourcesDir, "sample"), actor: person };
  if (name === "sample") await fillSampleFolder(services, folder, samples);
  return folder;
}

interface SessionParts {
  readonly folders: Folders;
  readonly services: FolderServices;
  readonly person: Person;
}

async function describeSession(options: OpenApplicationOptions, parts: SessionParts): Promise<Session> {
  const { folders, services, person } = parts;
  const store = folders.findCurrent()?.store ?? null;
  return {
    runs_dir: folders.currentRunsDir,
    sample: folders.currentName === "sample",
    store: folders.state(),
    store_id: store?.identity?.storeId ?? null,
    workstation_id: store?.identity?.workstationId ?? (await findWorkstationId(services)),
    app_version: options.appVersion,
    person: { name: person.uid, role: person.role },
    key_protection: store?.keyProtection ?? "none",
  };
}

/** A workstation gets its id with its first store; looking must not make one. */
async function findWorkstationId({ fs, dataDir, ids }: FolderServices): Promise<string> {
  return fs.stat(join(dataDir, "workstation.json")) === null ? "unknown" : workstationId(fs, dataDir, ids);
}

/** The operating system may not know the account it runs us under (a container with a bare number). */
function osUserName(): string {
  try {
    return userInfo().username;
  } catch {
    // Recording must not depend on it; the ledger then says that nobody knows.
    return "unknown";
  }
}
