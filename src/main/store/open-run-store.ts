import { parse } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { LockHolder, StoreState } from "../../shared/operations/session-operations.ts";
import { bootTimeSeconds, utcTimestamp } from "../system/clock.ts";
import type { EntryDraft } from "./change.ts";
import { createDurableFile, makeFolders } from "./durable-file.ts";
import { createJournal } from "./journal-file.ts";
import { type LedgerTail, readLedgerTail } from "./ledger-tail.ts";
import { LedgerWriter } from "./ledger-writer.ts";
import { createReadOnlyStore, type ReadOnlyReason } from "./read-only-store.ts";
import { recoverStore } from "./recovery.ts";
import { keepReserve } from "./reserve.ts";
import type { OpenStoreOptions, RunStore, StoreIdentity } from "./run-store.ts";
import { createSigningKey, findSigningKey, type SigningKey } from "./signing-key.ts";
import { createStoreIdentity, findStoreIdentity, STORE_FORMAT, type StoreIdentityFile } from "./store-identity.ts";
import { journalPath, resolveStorePath, STORE_PATHS, toStorePath } from "./store-layout.ts";
import { type HeldStore, takeStore } from "./store-lock.ts";
import { prepareRunsFolder } from "./suitable-folder.ts";
import { workstationId } from "./workstation.ts";
import { WritableStore } from "./writable-store.ts";

const RESERVE_BYTES = 16 * 1024 * 1024;

/**
 * Opens a runs folder, creating it for `write` when it does not exist. A folder that is held, newer, damaged or not writable opens for
 * reading, and `state` says why. Throws NO_PERMISSION, STORE_DAMAGED or POLICY_REFUSED when there is not even something to read.
 * Source: store-format, "The lock" and "The one commit point".
 */
export async function openRunStore(options: OpenStoreOptions): Promise<RunStore> {
  if (options.access === "read") return openForReading(options, "viewing", "The folder is open for reading only.");
  try {
    return await openForWriting(options);
  } catch (error) {
    return fallBackToReading(options, error);
  }
}

/** A refusal to write still lets people read what is there. */
function fallBackToReading(options: OpenStoreOptions, error: unknown): RunStore {
  if (!(error instanceof AppError) || options.fs.stat(options.runsDir)?.kind !== "folder") throw error;
  if (error.code === "STORE_DAMAGED") return openForReading(options, "damaged", error.message);
  if (error.code === "NO_PERMISSION" || error.code === "STORE_READ_ONLY")
    return openForReading(options, "no-permission", error.message);
  throw error;
}

function openForReading(
  options: OpenStoreOptions,
  reason: ReadOnlyReason,
  message: string,
  holder: LockHolder | null = null,
): RunStore {
  const state: StoreState = { mode: "read-only", reason, message, holder };
  try {
    const file = findStoreIdentity(options.fs, options.runsDir);
    return createReadOnlyStore(options, { identity: file === null ? null : toIdentity(file), state, notices: [] });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const damaged: StoreState = { ...state, reason: "damaged", message: error.message };
    return createReadOnlyStore(options, { identity: null, state: damaged, notices: [error.message] });
  }
}

function toIdentity(file: StoreIdentityFile): StoreIdentity {
  return { storeId: file.store_id, workstationId: file.workstation_id, origin: file.origin };
}

function heldByOther(options: OpenStoreOptions, holder: LockHolder | null): RunStore {
  const who =
    holder === null
      ? "another program"
      : `${holder.user} on ${holder.host} (${holder.app}, process ${holder.pid}, since ${holder.since})`;
  return openForReading(
    options,
    "locked",
    `The folder ${options.runsDir} is in use by ${who}. You can read it.`,
    holder,
  );
}

async function openForWriting(options: OpenStoreOptions): Promise<RunStore> {
  const { fs, runsDir, clock } = options;
  const notices = await prepareRunsFolder(fs, runsDir);
  const existing = findStoreIdentity(fs, runsDir);
  if (existing !== null && existing.format > STORE_FORMAT) {
    return openForReading(
      options,
      "too-new",
      `The folder was made by a newer version (format ${existing.format}). You can read it.`,
    );
  }
  let store: WritableStore | null = null;
  let lostEarly: string | null = null;
  const onLost = (reason: string): void => {
    lostEarly = reason;
    store?.loseLock(reason);
  };
  const held = await takeStore({ fs, clock, runsDir, app: options.appVersion, onLost });
  if (!held.held) return heldByOther(options, held.holder);
  try {
    store = await openHeld({ ...options, runsDir: fs.realPath(runsDir) }, held, notices);
  } catch (error) {
    await held.release();
    throw error;
  }
  if (lostEarly !== null) store.loseLock(lostEarly);
  return store;
}

/** The folder is ours: finish what earlier holders acknowledged, then open our own epoch in the ledger. */
async function openHeld(options: OpenStoreOptions, held: HeldStore, notices: string[]): Promise<WritableStore> {
  const { fs, runsDir, clock } = options;
  const identityFile = await findOrCreateIdentity(options);
  const identity = toIdentity(identityFile);
  const recovery = await recoverStore({ fs, runsDir, clock, epoch: held.fence.epoch, storeId: identity.storeId });
  const tail = readLedgerTail(fs, runsDir);
  const key = await currentKey(options, identityFile, tail);
  const journal = await createJournal(fs, resolveStorePath(runsDir, journalPath(held.fence.epoch)));
  const station = await workstationId(fs, options.dataDir, options.ids);
  const ledgerWriter = new LedgerWriter({
    facts: {
      epoch: held.fence.epoch,
      app: options.appVersion,
      boot: String(bootTimeSeconds(clock)),
      station,
      origin: identity.origin,
    },
    clock,
    signer: key.key,
    position: { ...tail.position, lastAt: "", keyId: key.key.keyId.toString("hex") },
  });
  const opening = [...openingEntries(identity, tail, key, utcTimestamp(clock.nowMs())), ...recovery.entries];
  const store = new WritableStore({ options, identity, held, journal, ledgerWriter, notices });
  await store.commit({
    files: [],
    entries: opening,
    actor: { uid: "system", role: "system", sid: "open" },
    requestId: "open",
  });
  notices.push(...recovery.notices, ...(key.isReset ? [KEY_RESET_NOTICE] : []));
  keepReserve(fs, runsDir, options.reserveBytes ?? RESERVE_BYTES);
  return store;
}

const KEY_RESET_NOTICE =
  "The signing key of this folder does not lie on this workstation. A new key was made; the ledger says so. Tell your auditor.";

async function findOrCreateIdentity(options: OpenStoreOptions): Promise<StoreIdentityFile> {
  const { fs, runsDir, clock, ids } = options;
  await prepareDataFolder(options);
  const existing = findStoreIdentity(fs, runsDir);
  if (existing !== null) return existing;
  const storeId = ids.uuid();
  const origin = `rmos-runs/${storeId}`;
  const key = await createSigningKey(fs, options.dataDir, origin);
  await publishVerifier(options, key);
  const workstation = await workstationId(fs, options.dataDir, ids);
  return await createStoreIdentity(
    { fs, runsDir, clock },
    { storeId, workstationId: workstation, origin, firstPublicKey: key.verifier },
  );
}

async function prepareDataFolder({ fs, dataDir }: OpenStoreOptions): Promise<void> {
  const { root } = parse(dataDir);
  for (const folder of makeFolders(fs, root, toStorePath(dataDir.slice(root.length)))) await fs.syncFolder(folder);
}

async function publishVerifier({ fs, runsDir }: OpenStoreOptions, key: SigningKey): Promise<void> {
  const path = resolveStorePath(runsDir, `${STORE_PATHS.keys}/${key.keyId.toString("hex")}.vkey`);
  await createDurableFile(fs, path, Buffer.from(`${key.verifier}\n`), `v${process.pid}`);
}

interface CurrentKey {
  readonly key: SigningKey;
  /** True when the store's key is not here and a new one had to be made. */
  readonly isReset: boolean;
}

/** The key the ledger was last signed with, or a new one when its private half is not on this workstation. */
async function currentKey(
  options: OpenStoreOptions,
  identity: StoreIdentityFile,
  tail: LedgerTail,
): Promise<CurrentKey> {
  const keyId = tail.position.keyId ?? identity.first_public_key.split("+")[1] ?? "";
  const found = findSigningKey(options.fs, options.dataDir, keyId);
  if (found !== null) return { key: found, isReset: false };
  const key = await createSigningKey(options.fs, options.dataDir, identity.origin);
  await publishVerifier(options, key);
  return { key, isReset: true };
}

/** The first entries of an epoch. The very first seals what came before and carries the tree, so that the next start is quick. */
function openingEntries(identity: StoreIdentity, tail: LedgerTail, key: CurrentKey, now: string): EntryDraft[] {
  const { position, seal } = tail;
  const subject = identity.storeId;
  const after = seal === null ? [] : [{ epoch: seal.epoch, length: seal.length, root: seal.root }];
  const opened = {
    after,
    size: position.tree.size,
    edge: position.tree.edge.map((digest) => digest.toString("hex")),
    last_run_number: position.lastRunNumber,
    key_id: key.key.keyId.toString("hex"),
  };
  const entries: EntryDraft[] = [{ kind: "epoch.opened", subject, body: opened }];
  if (seal === null) {
    entries.push({
      kind: "store.created",
      subject,
      body: { origin: identity.origin, workstation_id: identity.workstationId },
    });
  }
  if (key.isReset) entries.push({ kind: "key.reset", subject, body: { verifier: key.key.verifier } });
  if (position.lastAt > now) entries.push({ kind: "clock.stepped", subject, body: { from: position.lastAt, to: now } });
  return entries;
}
