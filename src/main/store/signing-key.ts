import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { createPrivateFile, makeFolders, readWhole } from "./durable-file.ts";
import { type NoteSigner, noteKeyId, rawPublicKey, verifierText } from "./signed-note.ts";

/** A signing key of this workstation with the text of its public half. */
export interface SigningKey extends NoteSigner {
  readonly verifier: string;
}

const KEY_FOLDER = "keys";

const keyFileSchema = z.strictObject({ name: z.string(), protection: z.literal("file"), private_key: z.string() });

function toSigningKey(name: string, privateKey: KeyObject): SigningKey {
  const publicKey = rawPublicKey(privateKey);
  return { name, privateKey, keyId: noteKeyId(name, publicKey), verifier: verifierText(name, publicKey) };
}

function keyPath(dataDir: string, keyId: string): string {
  return join(dataDir, KEY_FOLDER, `${keyId}.json`);
}

/** The private key with this id, or null when it does not lie on this workstation. Throws STORE_DAMAGED when its file is broken. */
export function findSigningKey(fs: Fs, dataDir: string, keyId: string): SigningKey | null {
  const path = keyPath(dataDir, keyId);
  const bytes = withStorageErrors("read the signing key", path, () =>
    fs.stat(path) === null ? null : readWhole(fs, path),
  );
  if (bytes === null) return null;
  try {
    const file = keyFileSchema.parse(toPlain(readJson(bytes, EVIDENCE_LIMITS)));
    const privateKey = createPrivateKey({ key: Buffer.from(file.private_key, "base64"), type: "pkcs8", format: "der" });
    return toSigningKey(file.name, privateKey);
  } catch {
    // The cause may quote key material, so it is not kept.
    throw new AppError("STORE_DAMAGED", `The signing key cannot be read (${path}).`, { context: { path } });
  }
}

/** A new Ed25519 key under `name`, kept in a file only this account can read; durable when it resolves. */
export async function createSigningKey(fs: Fs, dataDir: string, name: string): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = toSigningKey(name, privateKey);
  const file = {
    name,
    protection: "file",
    private_key: privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
  };
  for (const folder of makeFolders(fs, dataDir, KEY_FOLDER)) await fs.syncFolder(folder);
  const path = keyPath(dataDir, key.keyId.toString("hex"));
  await createPrivateFile(fs, path, Buffer.from(`${JSON.stringify(file, null, 2)}\n`), `k${process.pid}`);
  return key;
}
