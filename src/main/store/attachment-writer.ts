import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf, withStorageErrorsAsync } from "../system/storage-error.ts";
import { makeFolders, writeAll } from "./durable-file.ts";
import { attachmentPath, parentStorePath, resolveStorePath } from "./store-layout.ts";

/** Bytes of an attachment, in order. */
export type ByteSource = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A stored attachment. */
export interface StoredAttachment {
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}

const READ_BYTES = 1024 * 1024;

/** The digest of an open file, read in pieces. */
function digestOf(fs: Fs, fd: number): Sha256 {
  const digest = createHash("sha256");
  const piece = Buffer.allocUnsafe(READ_BYTES);
  for (let position = 0; ; ) {
    const count = fs.read(fd, piece, position);
    if (count <= 0) break;
    digest.update(piece.subarray(0, count));
    position += count;
  }
  return sha256Schema.parse(digest.digest("hex"));
}

function digestOfPath(fs: Fs, path: string): Sha256 {
  const fd = fs.open(path, "read");
  try {
    return digestOf(fs, fd);
  } finally {
    fs.close(fd);
  }
}

async function writeStage(fs: Fs, fd: number, source: ByteSource): Promise<StoredAttachment> {
  const digest = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of source) {
    writeAll(fs, fd, chunk, sizeBytes);
    digest.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  await fs.syncFile(fd);
  const sha256 = sha256Schema.parse(digest.digest("hex"));
  if (digestOf(fs, fd) !== sha256) {
    throw new AppError(
      "IO_FAILED",
      "The drive gave back other bytes than were written. Check the drive. Nothing was recorded.",
    );
  }
  return { sha256, sizeBytes };
}

/** Links the staged bytes to their content name. A name that is taken must hold the same content. */
async function publishStage(fs: Fs, runsDir: string, stage: string, sha256: Sha256): Promise<void> {
  const storePath = attachmentPath(sha256);
  const path = resolveStorePath(runsDir, storePath);
  const changed = makeFolders(fs, runsDir, parentStorePath(storePath));
  try {
    fs.link(stage, path);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "EEXIST") return keepExisting(fs, path, sha256);
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP") throw error;
    fs.copyExclusive(stage, path);
    if (digestOfPath(fs, path) !== sha256)
      throw new AppError("IO_FAILED", `A copy came out different (${path}). Check the drive.`);
  }
  await fs.syncFolder(dirname(path));
  for (const folder of changed) await fs.syncFolder(folder);
}

function keepExisting(fs: Fs, path: string, sha256: Sha256): void {
  if (fs.stat(path)?.kind === "file" && digestOfPath(fs, path) === sha256) return;
  throw new AppError(
    "STORE_DAMAGED",
    `A stored file is not what its name says (${path}). Nothing was replaced. Check the store.`,
    {
      context: { path },
    },
  );
}

/**
 * Stores bytes of any size by content at constant memory. Durable when it resolves; a no-op when the content is here already. A crash
 * before that leaves at most a staged file, which the next start puts into quarantine.
 */
export async function writeAttachment(
  target: { readonly fs: Fs; readonly runsDir: string; readonly stageName: string },
  source: ByteSource,
): Promise<StoredAttachment> {
  const { fs, runsDir } = target;
  const stage = resolveStorePath(runsDir, `_attachments/.stage-${target.stageName}`);
  return await withStorageErrorsAsync("store a file", stage, async () => {
    const fd = fs.open(stage, "create");
    try {
      const stored = await writeStage(fs, fd, source);
      await publishStage(fs, runsDir, stage, stored.sha256);
      return stored;
    } finally {
      fs.close(fd);
      fs.unlink(stage);
    }
  });
}
