import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { AppError, errorCodeOf } from "../../shared/app-error.ts";
import type { KeyProtection } from "../../shared/operations/session-operations.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors, withStorageErrorsAsync } from "../system/storage-error.ts";
import { createPrivateFile, makeFolders, readWhole } from "./durable-file.ts";
import type { KeyVault } from "./key-vault.ts";
import { type NoteSigner, noteKeyId, rawPublicKey, verifierText } from "./signed-note.ts";

/** A signing key of this workstation with the text of its public half. */
export interface SigningKey extends NoteSigner {
  readonly verifier: string;
  readonly protection: KeyProtection;
}

/** A key that lies here and that only the operating system can open. */
export interface SealedKey {
  readonly name: string;
  readonly protection: KeyProtection;
  readonly sealed: Buffer;
}

/** Where private keys lie: outside every runs folder. */
export interface KeyPlace {
  readonly fs: Fs;
  readonly dataDir: string;
}

const KEY_FOLDER = "keys";
const KEY_FILE = /^([0-9a-f]{8})\.json$/;

const keyFileSchema = z.union([
  // `none`: it was to be sealed, and the system had no store worth the name.
  z.strictObject({ name: z.string(), protection: z.enum(["file", "none"]), private_key: z.base64() }),
  z.strictObject({ name: z.string(), protection: z.literal("system"), sealed: z.base64() }),
]);

function toSigningKey(name: string, privateKey: KeyObject, protection: KeyProtection): SigningKey {
  const publicKey = rawPublicKey(privateKey);
  return {
    ...{ name, privateKey, protection },
    keyId: noteKeyId(name, publicKey),
    verifier: verifierText(name, publicKey),
  };
}

function keyPath(dataDir: string, keyId: string): string {
  return join(dataDir, KEY_FOLDER, `${keyId}.json`);
}

/** The key with this id as it lies on this workstation, or null when it does not. Throws STORE_DAMAGED when its file is broken. */
export function findSigningKey(fs: Fs, dataDir: string, keyId: string): SigningKey | SealedKey | null {
  const path = keyPath(dataDir, keyId);
  const bytes = withStorageErrors("read the signing key", path, () =>
    fs.stat(path) === null ? null : readWhole(fs, path),
  );
  if (bytes === null) return null;
  try {
    const file = keyFileSchema.parse(toPlain(readJson(bytes, EVIDENCE_LIMITS)));
    if ("sealed" in file) return { ...file, sealed: Buffer.from(file.sealed, "base64") };
    return readPrivateKey(file.name, file.private_key, { keyId, protection: file.protection });
  } catch {
    // The cause may quote key material, so it is not kept.
    throw new AppError("STORE_DAMAGED", `The signing key cannot be read (${path}).`, { context: { path } });
  }
}

function readPrivateKey(
  name: string,
  secret: string,
  { keyId, protection }: { readonly keyId: string; readonly protection: KeyProtection },
): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.from(secret, "base64"), type: "pkcs8", format: "der" });
  const key = toSigningKey(name, privateKey, protection);
  if (key.keyId.toString("hex") !== keyId) throw new Error("another key lies under this name");
  return key;
}

/** The key that was sealed, or null when the system does not open it, or gives back something else than was sealed. */
export async function unsealKey(
  vault: KeyVault,
  keyId: string,
  { name, sealed }: SealedKey,
): Promise<SigningKey | null> {
  try {
    const secret = await vault.unseal(sealed);
    return readPrivateKey(name, secret, { keyId, protection: await vault.strength() });
  } catch {
    // Whatever the system says, the key stays closed; its words may quote what was sealed, so they are not kept.
    return null;
  }
}

/** Ids of the keys under `name` that lie on this workstation. */
export function signingKeyIds({ fs, dataDir }: KeyPlace, name: string): readonly string[] {
  const folder = join(dataDir, KEY_FOLDER);
  const names = withStorageErrors("look for signing keys", folder, () =>
    fs.stat(folder)?.kind === "folder" ? fs.list(folder).map((item) => item.name) : [],
  );
  return names
    .flatMap((file) => KEY_FILE.exec(file)?.[1] ?? [])
    .filter((keyId) => isNamed({ fs, dataDir }, keyId, name));
}

/** A broken file is told of by whoever needs that key; it says nothing of the others. */
function isNamed({ fs, dataDir }: KeyPlace, keyId: string, name: string): boolean {
  try {
    return findSigningKey(fs, dataDir, keyId)?.name === name;
  } catch (error) {
    if (errorCodeOf(error) === "STORE_DAMAGED") return false;
    throw error;
  }
}

/** How a new key is to be kept. */
export interface KeyKeeping {
  /** The system's store where there is one. */
  readonly vault: KeyVault | null;
  /** `system` seals where that is of use and says so where it is not; `file` never seals. */
  readonly to: "system" | "file";
}

/** A new Ed25519 key under `name`, kept where only this account can read it; durable when it resolves. */
export async function createSigningKey(
  { fs, dataDir }: KeyPlace,
  name: string,
  keeping: KeyKeeping = { vault: null, to: "file" },
): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const secret = privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
  const { protection, ...kept } = await keep(secret, keeping);
  const key = toSigningKey(name, privateKey, protection);
  for (const folder of makeFolders(fs, dataDir, KEY_FOLDER)) await fs.syncFolder(folder);
  const path = keyPath(dataDir, key.keyId.toString("hex"));
  const text = `${JSON.stringify({ name, protection, ...kept }, null, 2)}\n`;
  await createPrivateFile(fs, path, Buffer.from(text), `k${process.pid}`);
  return key;
}

type Kept =
  | { readonly protection: "file" | "none"; readonly private_key: string }
  | { readonly protection: "system"; readonly sealed: string };

async function keep(secret: string, { vault, to }: KeyKeeping): Promise<Kept> {
  if (to === "file" || vault === null) return { protection: "file", private_key: secret };
  // Sealing with a password that everybody knows keeps nobody out but our own command line.
  if ((await vault.strength()) === "none") return { protection: "none", private_key: secret };
  const sealed = await trySeal(vault, secret);
  return sealed === null
    ? { protection: "none", private_key: secret }
    : { protection: "system", sealed: sealed.toString("base64") };
}

/** A seal that does not open again would lose the key with the first close of the program: it is tried before it is believed. */
async function trySeal(vault: KeyVault, secret: string): Promise<Buffer | null> {
  try {
    const sealed = Buffer.from(await vault.seal(secret));
    return (await vault.unseal(sealed)) === secret ? sealed : null;
  } catch {
    return null;
  }
}

/** Takes the private half of a key away for good; durable when it resolves. Throws the storage codes. */
export async function forgetSigningKey({ fs, dataDir }: KeyPlace, keyId: string): Promise<void> {
  const path = keyPath(dataDir, keyId);
  await withStorageErrorsAsync("take the former signing key away", path, async () => {
    if (fs.stat(path) !== null) fs.unlink(path);
    await fs.syncFolder(join(dataDir, KEY_FOLDER));
  });
}
