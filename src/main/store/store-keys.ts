import { errorCodeOf } from "../../shared/app-error.ts";
import type { KeyProtection } from "../../shared/operations/session-operations.ts";
import type { Change, EntryDraft, NewFile } from "./change.ts";
import { KeySealed } from "./key-sealed.ts";
import type { KeyVault } from "./key-vault.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { readLedgerTail } from "./ledger-tail.ts";
import type { KeyReset, OpenStoreOptions, StoreIdentity } from "./run-store.ts";
import {
  createSigningKey,
  findSigningKey,
  forgetSigningKey,
  type SigningKey,
  signingKeyIds,
  unsealKey,
} from "./signing-key.ts";
import { findStoreIdentity } from "./store-identity.ts";
import { resolveStorePath, verifierPath } from "./store-layout.ts";

/** Where keys of a store lie, and who opens them. */
export type KeyTarget = Pick<OpenStoreOptions, "fs" | "runsDir" | "dataDir" | "vault">;

/** The key that an epoch is signed with. */
export interface CurrentKey {
  readonly key: SigningKey;
  /** Why a new key had to be made; null where the store's own key is here. */
  readonly reset: { readonly why: "missing" } | ({ readonly why: "sealed" } & KeyReset) | null;
}

/** What others need of a key: its id, and the text of its C2SP verifier. */
type PublicKey = Pick<SigningKey, "keyId" | "verifier">;

function vaultOf({ vault }: KeyTarget): KeyVault | null {
  return vault ?? null;
}

/** The key with this id, `sealed` where it lies here and cannot be opened, null where it does not lie here. */
async function openKey(target: KeyTarget, keyId: string): Promise<SigningKey | "sealed" | null> {
  const found = findSigningKey(target.fs, target.dataDir, keyId);
  if (found === null || !("sealed" in found)) return found;
  const vault = vaultOf(target);
  return (vault === null ? null : await unsealKey(vault, keyId, found)) ?? "sealed";
}

/**
 * Throws KeySealed when keys of this store lie here and none can be opened: then nothing is touched. Which of several is the one is only
 * known when the journals are replayed.
 */
export async function refuseSealedKeys(target: KeyTarget): Promise<void> {
  const identity = findStoreIdentity(target.fs, target.runsDir);
  if (identity === null) return;
  const ids = signingKeyIds(target, identity.origin);
  if (ids.length === 0) return;
  for (const keyId of ids) if ((await openKey(target, keyId)) !== "sealed") return;
  throw new KeySealed(vaultOf(target) !== null);
}

/**
 * The key the ledger was last signed with. A new one when it does not lie on this workstation, or when a person asked for a new one in the
 * place of one that is sealed. Throws KeySealed where nobody asked.
 */
export async function openCurrentKey(
  target: KeyTarget & Pick<OpenStoreOptions, "resetKey">,
  { origin, keyId }: { readonly origin: string; readonly keyId: string },
): Promise<CurrentKey> {
  const found = await openKey(target, keyId);
  if (found !== null && found !== "sealed") return { key: found, reset: null };
  const asked = target.resetKey ?? null;
  if (found === "sealed" && asked === null) throw new KeySealed(vaultOf(target) !== null);
  const key = await createStoreKey(target, origin);
  return { key, reset: found === "sealed" && asked !== null ? { why: "sealed", ...asked } : { why: "missing" } };
}

/** A new key, sealed where the system can. */
export function createStoreKey(target: KeyTarget, origin: string): Promise<SigningKey> {
  return createSigningKey(target, origin, { vault: vaultOf(target), to: "system" });
}

/** Public halves as files of the runs folder, each once; none for those that are there already. */
export function publicKeyFiles({ fs, runsDir }: KeyTarget, keys: readonly PublicKey[]): readonly NewFile[] {
  const files = new Map(keys.map((key) => [key.verifier, publicKeyFile(key)]));
  return [...files.values()].filter(({ path }) => fs.stat(resolveStorePath(runsDir, path)) === null);
}

/** The public half of a key as it lies in the runs folder. */
export function publicKeyFile({ keyId, verifier }: PublicKey): NewFile {
  return { path: verifierPath(keyId.toString("hex")), bytes: Buffer.from(`${verifier}\n`) };
}

/** The entry about a key that had to be made anew; none where the store's own key was here. */
export function resetEntries({ key, reset }: CurrentKey, storeId: string): readonly EntryDraft[] {
  if (reset === null) return [];
  const body = { verifier: key.verifier, key_id: key.keyId.toString("hex"), ...reset };
  return [{ kind: "key.reset", subject: storeId, body }];
}

const MISSING_NOTICE =
  "The signing key of this folder does not lie on this workstation. A new key was made; the ledger says so. Tell your auditor.";
const RESET_NOTICE = "A new signing key was made because the sealed one could not be opened. The ledger says so.";
const UNPROTECTED_NOTICE =
  "This system has no store for secrets that keeps others out. The signing key is not sealed. Set up a keyring, then seal the key.";

/** What people should know about the key that a store was opened with. */
export function keyNotices({ key, reset }: CurrentKey): readonly string[] {
  const about = reset === null ? [] : [reset.why === "missing" ? MISSING_NOTICE : RESET_NOTICE];
  return key.protection === "none" ? [...about, UNPROTECTED_NOTICE] : about;
}

/** What keeps the key of a folder that is only read from others, as far as this workstation has it. Takes any folder. */
export function findKeyProtection(target: KeyTarget): KeyProtection {
  try {
    const identity = findStoreIdentity(target.fs, target.runsDir);
    const ids = identity === null ? [] : signingKeyIds(target, identity.origin);
    const keyId = ids.length < 2 ? ids[0] : readLedgerTail(target.fs, target.runsDir).position.keyId;
    const key = keyId === undefined || keyId === null ? null : findSigningKey(target.fs, target.dataDir, keyId);
    return key?.protection ?? "none";
  } catch (error) {
    // A folder that is damaged or closed to us is told of elsewhere; of its key nothing is known then.
    if (errorCodeOf(error) === null) throw error;
    return "none";
  }
}

/** Takes private keys away that the ledger says were replaced by another, where a program stopped before it did so itself. */
export async function forgetReplacedKeys(
  target: KeyTarget,
  { origin }: StoreIdentity,
  {
    currentId,
    entries,
  }: { readonly currentId: string; readonly entries: () => Iterable<Pick<LedgerEntry, "kind" | "body">> },
): Promise<void> {
  const others = new Set(signingKeyIds(target, origin).filter((keyId) => keyId !== currentId));
  if (others.size === 0) return;
  const replaced = [...entries()].flatMap(({ kind, body }) => (kind === "key.rotated" ? [body.replaces] : []));
  for (const keyId of replaced) {
    if (typeof keyId === "string" && others.has(keyId)) await forgetSigningKey(target, keyId);
  }
}

/** The change that brings in a new key. */
export function rotationChange(
  key: SigningKey,
  about: Pick<Change, "actor" | "requestId"> & { readonly storeId: string; readonly replaces: string },
): Change {
  const { actor, requestId, storeId, replaces } = about;
  const body = { verifier: key.verifier, key_id: key.keyId.toString("hex"), replaces };
  return { files: [publicKeyFile(key)], entries: [{ kind: "key.rotated", subject: storeId, body }], actor, requestId };
}
