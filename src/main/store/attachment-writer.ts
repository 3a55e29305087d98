import { createHash } from "node:crypto";
import { AppError } from "../../shared/app-error.ts";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf, withStorageErrorsAsync } from "../system/storage-error.ts";
import { discard, LINK_REFUSED, makeFolders, syncPath, writeAll } from "./durable-file.ts";
import { attachmentPath, parentStorePath, resolveStorePath } from "./store-layout.ts";

/** Bytes of an attachment, in order. */
export type ByteSource = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A stored attachment. */
export interface StoredAttachment {
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}

const READ_BYTES = 1024 * 1024;

/** The digest of an open file, read in pieces; others get their turn between two of them. */
async function digestOf(fs: Fs, fd: number): Promise<Sha256> {
  const digest = createHash("sha256");
  const piece = Buffer.allocUnsafe(READ_BYTES);
  for (let position = 0; ; ) {
    const count = fs.read(fd, piece, position);
    if (count <= 0) break;
    digest.update(piece.subarray(0, count));
    position += count;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sha256Schema.parse(digest.digest("hex"));
}

async function digestOfPath(fs: Fs, path: string): Promise<Sha256> {
  const fd = fs.open(path, "read");
  try {
    return await digestOf(fs, fd);
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
  if ((await digestOf(fs, fd)) !== sha256) {
    throw new AppError(
      "IO_FAILED",
      "The drive gave back other bytes than were written. Check the drive. Nothing was recorded.",
    );
  }
  return { sha256, sizeBytes };
}

/**
 * Links the staged bytes to their content name. A name that is taken must hold the same content. Everything on the way is made
 * durable even where it was there before: an attempt that was interrupted may have left it in memory only.
 */
async function publishStage(fs: Fs, runsDir: string, stage: string, sha256: Sha256): Promise<void> {
  const storePath = attachmentPath(sha256);
  const path = resolveStorePath(runsDir, storePath);
  makeFolders(fs, runsDir, parentStorePath(storePath));
  if (!(await nameStage(fs, stage, path, sha256))) await syncPath(fs, path);
  for (let parent = parentStorePath(storePath); parent !== ""; parent = parentStorePath(parent)) {
    await fs.syncFolder(resolveStorePath(runsDir, parent));
  }
}

/**
 * True when the staged file itself has the name now: its bytes are on the disk already. Where the file system has no links it is moved:
 * a power cut would tear a copy, and there is no journal that could make it again.
 */
async function nameStage(fs: Fs, stage: string, path: string, sha256: Sha256): Promise<boolean> {
  try {
    fs.link(stage, path);
    return true;
  } catch (error) {
    const code = systemCodeOf(error) ?? "";
    if (code !== "EEXIST" && !LINK_REFUSED.has(code)) throw error;
  }
  if (fs.stat(path) === null) {
    fs.rename(stage, path);
    return true;
  }
  await requireSame(fs, path, sha256);
  return false;
}

async function requireSame(fs: Fs, path: string, sha256: Sha256): Promise<void> {
  if (fs.stat(path)?.kind === "file" && (await digestOfPath(fs, path)) === sha256) return;
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
    try {
      const stored = await fillStage(fs, stage, source);
      await publishStage(fs, runsDir, stage, stored.sha256);
      return stored;
    } finally {
      // Published or refused, the stage has done its work; one that cannot be removed goes to quarantine at the next start.
      discard(fs, stage);
    }
  });
}

async function fillStage(fs: Fs, stage: string, source: ByteSource): Promise<StoredAttachment> {
  const fd = fs.open(stage, "create");
  try {
    return await writeStage(fs, fd, source);
  } finally {
    fs.close(fd);
  }
}
