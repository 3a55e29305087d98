import { AppError, errorCodeOf } from "../../shared/app-error.ts";
import type { ErrorCode } from "../../shared/error-codes.ts";
import type { StoreState } from "../../shared/operations/session-operations.ts";
import { bootTimeSeconds, utcTimestamp } from "../system/clock.ts";
import { findBrokenCrypto } from "../system/crypto-self-test.ts";
import { withStorageErrors, withStorageErrorsAsync } from "../system/storage-error.ts";
import type { EntryDraft } from "./change.ts";
import type { ClockStep } from "./clock-gap.ts";
import { compareHighWater } from "./compare-high-water.ts";
import { findForeignLock, type TakenOver } from "./foreign-lock.ts";
import { createJournal } from "./journal-file.ts";
import { KeyHolder } from "./key-holder.ts";
import { KeySealed } from "./key-sealed.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { findVerifier } from "./ledger-keys.ts";
import { segmentEpochs } from "./ledger-reader.ts";
import { type LedgerTail, readLedgerTail, type SegmentSeal } from "./ledger-tail.ts";
import { type EpochFacts, LedgerWriter } from "./ledger-writer.ts";
import { createReadOnlyStore, type ReadOnlyReason } from "./read-only-store.ts";
import { recoverStore } from "./recovery.ts";
import { giveUpReserve, keepReserve } from "./reserve.ts";
import type { OpenStoreOptions, RunStore, StoreIdentity } from "./run-store.ts";
import { createStoreIdentity, findStoreIdentity, STORE_FORMAT, type StoreIdentityFile } from "./store-identity.ts";
import {
  type CurrentKey,
  createStoreKey,
  forgetReplacedKeys,
  keyNotices,
  openCurrentKey,
  publicKeyFiles,
  refuseSealedKeys,
  resetEntries,
} from "./store-keys.ts";
import { journalPath, ledgerPath, resolveStorePath, STORE_PATHS } from "./store-layout.ts";
import { type HeldStore, type StoreInUse, takeStore } from "./store-lock.ts";
import { prepareFolder, prepareRunsFolder, realFolderPath } from "./suitable-folder.ts";
import { vouchForOwnFiles } from "./vouch-for-own-files.ts";
import { workstationId } from "./workstation.ts";
import { WritableStore } from "./writable-store.ts";

const RESERVE_BYTES = 16 * 1024 * 1024;

/**
 * Opens a runs folder, creating it for `write` when it does not exist. A folder that is held, newer, damaged, failing, not writable or
 * on a full disk opens for reading, and `state` says why. Throws the storage codes when there is not even something to read. Source:
 * store-format, "The lock" and "The one commit point".
 */
export async function openRunStore(asked: OpenStoreOptions): Promise<RunStore> {
  const options = {
    ...asked,
    runsDir: realFolderPath(asked.fs, asked.runsDir),
    dataDir: realFolderPath(asked.fs, asked.dataDir),
  };
  const broken = (options.findBroken ?? findBrokenCrypto)();
  if (broken !== null) return openForReading(options, "crypto-broken", brokenCrypto(broken));
  if (options.access === "read") {
    return openForReading(options, "viewing", "The folder is open for reading only.", stoppedHolder(options));
  }
  try {
    return await openWithReserve(options);
  } catch (error) {
    return fallBackToReading(options, error);
  }
}

/** On a full disk the reserve is given up, so that what was acknowledged finds its place. */
async function openWithReserve(options: OpenStoreOptions): Promise<RunStore> {
  try {
    return await openForWriting(options);
  } catch (error) {
    if (errorCodeOf(error) !== "DISK_FULL" || !giveUpReserve(options.fs, options.runsDir)) throw error;
  }
  return await openForWriting(options);
}

/** Why a folder that cannot be opened for writing is open for reading. */
const READING_REASONS: Partial<Readonly<Record<ErrorCode, ReadOnlyReason>>> = {
  STORE_DAMAGED: "damaged",
  STORE_TOO_NEW: "too-new",
  LOCK_LOST: "locked",
  NO_PERMISSION: "no-permission",
  STORE_READ_ONLY: "no-permission",
  IO_FAILED: "poisoned",
  DISK_FULL: "disk-full",
};

/** A refusal to write still lets people read what is there. */
function fallBackToReading(options: OpenStoreOptions, error: unknown): RunStore {
  const reason = readingReason(error);
  if (!(error instanceof AppError) || reason === undefined || !isThere(options)) throw error;
  return openForReading(options, reason, error.message);
}

function readingReason(error: unknown): ReadOnlyReason | undefined {
  if (error instanceof KeySealed) return "key-sealed";
  return error instanceof AppError ? READING_REASONS[error.code] : undefined;
}

function isThere({ fs, runsDir }: OpenStoreOptions): boolean {
  return withStorageErrors("look at the folder", runsDir, () => fs.stat(runsDir))?.kind === "folder";
}

function openForReading(
  options: OpenStoreOptions,
  reason: ReadOnlyReason,
  message: string,
  held: Pick<StoreInUse, "holder" | "canTakeOver"> = { holder: null, canTakeOver: false },
): RunStore {
  const { holder, canTakeOver } = held;
  const state: StoreState = { mode: "read-only", reason, message, holder, can_take_over: canTakeOver };
  try {
    const file = findStoreIdentity(options.fs, options.runsDir);
    return createReadOnlyStore(options, { identity: file === null ? null : toIdentity(file), state, notices: [] });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const unknown: StoreState = { ...state, reason: READING_REASONS[error.code] ?? "damaged", message: error.message };
    return createReadOnlyStore(options, { identity: null, state: unknown, notices: [error.message] });
  }
}

function brokenCrypto(name: string): string {
  return `This program computes ${name} wrong. Nothing is written, and checks mean nothing. Install it anew.`;
}

/** A holder on another machine that seems to have stopped, for whoever only looks. */
function stoppedHolder(options: OpenStoreOptions): Pick<StoreInUse, "holder" | "canTakeOver"> {
  const foreign = withStorageErrors("see who holds the folder", options.runsDir, () => findForeignLock(options));
  const hasStopped = foreign?.isThere === true && !foreign.isFresh;
  return hasStopped ? { holder: foreign.holder, canTakeOver: true } : { holder: null, canTakeOver: false };
}

function toIdentity(file: StoreIdentityFile): StoreIdentity {
  return { storeId: file.store_id, workstationId: file.workstation_id, origin: file.origin };
}

function heldByOther(options: OpenStoreOptions, held: StoreInUse): RunStore {
  const { holder, canTakeOver } = held;
  const who =
    holder === null
      ? "another program"
      : `${holder.user} on ${holder.host} (${holder.app}, process ${holder.pid}, since ${holder.since})`;
  const hope = canTakeOver ? " The other program seems to have stopped. A supervisor can take the folder over." : "";
  const message = `The folder ${options.runsDir} is in use by ${who}.${hope} You can read it.`;
  return openForReading(options, "locked", message, held);
}

function openForWriting(options: OpenStoreOptions): Promise<RunStore> {
  return withStorageErrorsAsync("open the folder", options.runsDir, () => takeAndOpen(options));
}

async function takeAndOpen(options: OpenStoreOptions): Promise<RunStore> {
  const { fs, runsDir, clock } = options;
  // Before anything is touched: a folder of a newer version may be laid out in another way.
  requireKnownFormat(options);
  if ((options.resetKey ?? null) === null) await refuseSealedKeys(options);
  const notices = await prepareRunsFolder(fs, runsDir);
  let store: WritableStore | null = null;
  let lostEarly: string | null = null;
  const onLost = (reason: string, step: ClockStep | null): void => {
    lostEarly = reason;
    store?.loseLock(reason, step);
  };
  const { appVersion: app, locks, takeOverBy } = options;
  const held = await takeStore({ fs, clock, runsDir, app, onLost, locks, takeOverBy });
  if (!held.held) return heldByOther(options, held);
  let finish: () => Promise<void>;
  try {
    ({ store, finish } = await openHeld(options, held, notices));
  } catch (error) {
    await held.release();
    throw error;
  }
  try {
    await finish();
  } catch (error) {
    // It is at work already: its journal may be let go of only after that.
    await store.close();
    throw error;
  }
  if (lostEarly !== null) store.loseLock(lostEarly);
  return store;
}

function requireKnownFormat({ fs, runsDir }: OpenStoreOptions): void {
  const format = findStoreIdentity(fs, runsDir)?.format ?? STORE_FORMAT;
  if (format <= STORE_FORMAT) return;
  const message = `The folder was made by a newer version (format ${format}). You can read it.`;
  throw new AppError("STORE_TOO_NEW", message, { context: { path: runsDir, format } });
}

/** A store whose epoch is open, and what is still to be tidied before anyone gets it. */
interface OpenedStore {
  readonly store: WritableStore;
  readonly finish: () => Promise<void>;
}

/** The folder is ours: finish what earlier holders acknowledged, then open our own epoch in the ledger. */
async function openHeld(options: OpenStoreOptions, held: HeldStore, notices: string[]): Promise<OpenedStore> {
  const { fs, runsDir, clock } = options;
  const identityFile = await findOrCreateIdentity(options);
  const identity = toIdentity(identityFile);
  const recovery = await recoverStore({ fs, runsDir, clock, epoch: held.fence.epoch, storeId: identity.storeId });
  const tail = readLedgerTail(fs, runsDir);
  const past = compareHighWater(options, { runsDir, storeId: identity.storeId, tree: tail.position.tree });
  const keyId = tail.position.keyId ?? identityFile.first_public_key.split("+")[1] ?? "";
  const key = await openCurrentKey(options, { origin: identity.origin, keyId });
  const ledgerWriter = new LedgerWriter({
    facts: await epochFacts(options, identity, held.fence.epoch),
    clock,
    signer: key.key,
    position: { ...tail.position, lastAt: "", keyId: key.key.keyId.toString("hex") },
  });
  const journal = await createJournal(fs, resolveStorePath(runsDir, journalPath(held.fence.epoch)));
  const keys = new KeyHolder(options, identity, key.key);
  const store = new WritableStore({ options, identity, held, journal, ledgerWriter, keys, notices });
  const now = utcTimestamp(clock.nowMs());
  const opening = openingEntries(identity, tail, key, {
    now,
    takenOver: held.takenOver,
    clockStep: options.clockStep ?? null,
  });
  try {
    await store.commit({
      files: publicKeyFiles(options, newKeys(identityFile, tail, key)),
      entries: [
        ...vouchForOwnFiles({ fs, runsDir, epoch: held.fence.epoch }, opening),
        ...past.entries,
        ...recovery.entries,
      ],
      actor: { uid: "system", role: "system", sid: "open" },
      requestId: "open",
    });
  } catch (error) {
    journal.close();
    throw error;
  }
  notices.push(
    ...recovery.notices,
    ...cutOffNotices(tail),
    ...keyNotices(key),
    ...(held.takenOver === null ? [] : [takenOverNotice(held.takenOver)]),
    ...past.notices,
  );
  const finish = async (): Promise<void> => {
    await recovery.finish();
    await past.finish();
    await forgetReplacedKeys(options, identity, { currentId: store.keyId, entries: () => recentEntries(store) });
    await keepReserve(fs, runsDir, options.reserveBytes ?? RESERVE_BYTES);
  };
  return { store, finish };
}

async function epochFacts(options: OpenStoreOptions, identity: StoreIdentity, epoch: number): Promise<EpochFacts> {
  return {
    epoch,
    app: options.appVersion,
    boot: String(bootTimeSeconds(options.clock)),
    station: await workstationId(options.fs, options.dataDir, options.ids),
    origin: identity.origin,
  };
}

function takenOverNotice({ user, host, since }: TakenOver): string {
  return `The folder was taken over from ${user} on ${host}, who had it since ${since}. The ledger says so.`;
}

/** A program that stopped while it changed the key left that among the newest entries. */
const RECENT_ENTRIES = 5_000;

function* recentEntries(store: WritableStore): Generator<LedgerEntry> {
  const from = Math.max(0, store.ledgerHead().size - RECENT_ENTRIES);
  for (const { entry } of store.ledger.entries(from)) yield entry;
}

async function findOrCreateIdentity(options: OpenStoreOptions): Promise<StoreIdentityFile> {
  const { fs, runsDir, clock, ids, dataDir } = options;
  await prepareFolder(fs, dataDir);
  const existing = findStoreIdentity(fs, runsDir);
  if (existing !== null) return existing;
  requireNoLedger(options);
  const storeId = ids.uuid();
  const origin = `rmos-runs/${storeId}`;
  const key = await createStoreKey(options, origin);
  const workstation = await workstationId(fs, dataDir, ids);
  return await createStoreIdentity(
    { fs, runsDir, clock },
    { storeId, workstationId: workstation, origin, firstPublicKey: key.verifier },
  );
}

/** The identity is written before the first entry: a ledger without one is a store that lost it, and never a new store. */
function requireNoLedger({ fs, runsDir }: OpenStoreOptions): void {
  if (segmentEpochs(fs, runsDir).length === 0) return;
  const path = resolveStorePath(runsDir, STORE_PATHS.identity);
  throw new AppError("STORE_DAMAGED", `The store's identity is missing (${path}). Records can still be read.`, {
    context: { path },
  });
}

/** Keys that the opening entries bring in. The key a store was born with is one until the first entry stands, lost by then or not. */
function newKeys(identity: StoreIdentityFile, tail: LedgerTail, { key, reset }: CurrentKey) {
  const born = tail.position.tree.size === 0 ? findVerifier(identity.first_public_key) : null;
  const first = born === null ? [] : [{ keyId: born.keyId, verifier: identity.first_public_key }];
  return reset === null ? first : [...first, key];
}

/** What opening itself adds to the first entries. */
interface OpeningFacts {
  readonly now: string;
  readonly takenOver: TakenOver | null;
  readonly clockStep: ClockStep | null;
}

/** The first entries of an epoch. The very first seals what came before and carries the tree, so that the next start is quick. */
function openingEntries(
  identity: StoreIdentity,
  tail: LedgerTail,
  key: CurrentKey,
  { now, takenOver, clockStep }: OpeningFacts,
): EntryDraft[] {
  const { position, seals } = tail;
  const subject = identity.storeId;
  const opened = {
    after: seals.map(({ epoch, length, root }) => ({ epoch, length, root })),
    size: position.tree.size,
    edge: position.tree.edge.map((digest) => digest.toString("hex")),
    last_run_number: position.lastRunNumber,
    key_id: key.key.keyId.toString("hex"),
    ...(takenOver === null ? {} : { taken_over: { ...takenOver } }),
  };
  const entries: EntryDraft[] = [{ kind: "epoch.opened", subject, body: opened }];
  if (position.tree.size === 0) {
    entries.push({
      kind: "store.created",
      subject,
      body: { origin: identity.origin, workstation_id: identity.workstationId },
    });
  }
  for (const { epoch, tornBytes } of cutOff(tail)) {
    entries.push({ kind: "damage.found", subject, body: { path: ledgerPath(epoch), torn_bytes: tornBytes } });
  }
  entries.push(...resetEntries(key, subject));
  const stepped = clockStep ?? (position.lastAt > now ? { from: position.lastAt, to: now } : null);
  if (stepped !== null) entries.push({ kind: "clock.stepped", subject, body: { ...stepped } });
  return entries;
}

function cutOff({ seals }: LedgerTail): readonly SegmentSeal[] {
  return seals.filter((seal) => seal.tornBytes > 0);
}

function cutOffNotices(tail: LedgerTail): string[] {
  return cutOff(tail).map(
    ({ epoch }) =>
      `The end of the ledger file ${ledgerPath(epoch)} was cut off or added to by something else. Check the store.`,
  );
}
