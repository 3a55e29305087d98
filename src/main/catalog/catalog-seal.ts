import { createHash } from "node:crypto";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { resolveStorePath, STORE_PATHS, type StorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";

/** Where the fingerprint of a closed catalog lies. */
export const SEAL_PATH: StorePath = "_index/catalog.sha256";

/** Hashing more than this would hold up whoever closes the folder: a larger catalog is compared row by row only. */
const MAX_SEALED_BYTES = 32 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/**
 * Notes the fingerprint of a catalog that was just closed, so that one changed bit of it shows, also where no row lies. It is no evidence: a
 * drive that refuses it does not stop anyone from closing.
 */
export function sealCatalog(fs: Fs, runsDir: string): void {
  const path = resolveStorePath(runsDir, SEAL_PATH);
  const catalog = resolveStorePath(runsDir, STORE_PATHS.catalog);
  try {
    const size = fs.stat(catalog)?.sizeBytes ?? 0;
    if (size === 0 || size > MAX_SEALED_BYTES) return;
    const text = sealText(hashFile(fs, catalog));
    writeNew(fs, `${path}.new`, Buffer.from(text));
    fs.rename(`${path}.new`, path);
  } catch {
    // Without it the catalog is compared row by row; the next who opens it makes a new one.
  }
}

/** Removes the fingerprint before anything in the catalog is changed. Throws the storage codes. */
export function breakSeal(fs: Fs, runsDir: string): void {
  const path = resolveStorePath(runsDir, SEAL_PATH);
  withStorageErrors("open the catalog", path, () => {
    if (fs.stat(path) !== null) fs.unlink(path);
  });
}

/** The text of a seal: a line that `sha256sum -c` takes, and one that shows whether the first is what was written. */
export function sealText(sha256: Sha256): string {
  const line = `${sha256}  catalog.db\n`;
  return `${line}# ${sha256Hex(line)}\n`;
}

/** The fingerprint in a seal; null for an empty file, which a power cut can leave, and `damaged` for any other text. */
export function readSeal(bytes: Uint8Array): Sha256 | "damaged" | null {
  if (bytes.byteLength === 0) return null;
  const text = Buffer.from(bytes).toString("latin1");
  const sha256 = sha256Schema.safeParse(text.slice(0, 64));
  return sha256.success && text === sealText(sha256.data) ? sha256.data : "damaged";
}

function hashFile(fs: Fs, path: string): Sha256 {
  const digest = createHash("sha256");
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  const fd = fs.open(path, "read");
  try {
    for (let position = 0; ; ) {
      const count = fs.read(fd, piece, position);
      if (count <= 0) return sha256Schema.parse(digest.digest("hex"));
      digest.update(piece.subarray(0, count));
      position += count;
    }
  } finally {
    fs.close(fd);
  }
}

function writeNew(fs: Fs, path: string, bytes: Buffer): void {
  if (fs.stat(path) !== null) fs.unlink(path);
  const fd = fs.open(path, "create");
  try {
    for (let done = 0; done < bytes.byteLength; ) done += fs.write(fd, bytes.subarray(done), done);
  } finally {
    fs.close(fd);
  }
}
