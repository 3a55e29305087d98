import { basename, dirname } from "node:path";
import { sha256Hex } from "../canonical/digest.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf, withStorageErrorsAsync } from "../system/storage-error.ts";
import { createDurableFile, LINK_REFUSED } from "./durable-file.ts";
import { resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** Where quarantine is, and what time it is. */
export interface QuarantineTarget {
  readonly fs: Fs;
  readonly runsDir: string;
  readonly clock: Clock;
}

/** Why bytes lie in quarantine: written beside them for whoever looks years later. */
export interface QuarantineReason {
  readonly why: string;
  readonly from: string;
}

const WRITER = `q${process.pid}`;

/** Keeps bytes nobody could place, with the reason beside them; both durable when it resolves. Returns the name they got. */
export async function quarantine(
  target: QuarantineTarget,
  bytes: Uint8Array,
  reason: QuarantineReason,
): Promise<string> {
  const name = sha256Hex(bytes);
  await createDurableFile(target.fs, quarantinePath(target, name), bytes, WRITER);
  await explain(target, name, { ...reason, sha256: name, size: bytes.byteLength });
  return name;
}

/**
 * Moves what stands at `path`, whatever it is, into quarantine as it is, with the reason beside it; durable when it resolves. For what
 * is in the way of a recorded change: its place is free afterwards. Returns the name it got.
 */
export async function moveToQuarantine(
  target: QuarantineTarget,
  path: string,
  reason: QuarantineReason,
): Promise<string> {
  const { fs } = target;
  return await withStorageErrorsAsync("move a file to quarantine", path, async () => {
    const name = freeName(target, basename(path));
    await explain(target, name, reason);
    await giveName(target, path, quarantinePath(target, name));
    await fs.syncFolder(dirname(path));
    return name;
  });
}

/** The new name is durable before the old one goes: whatever fails between leaves both names and never none. */
async function giveName(target: QuarantineTarget, path: string, kept: string): Promise<void> {
  const { fs } = target;
  const folder = quarantinePath(target, "");
  if (isLinked(fs, path, kept)) {
    await fs.syncFolder(folder);
    fs.unlink(path);
    return;
  }
  fs.rename(path, kept);
  try {
    await fs.syncFolder(folder);
  } catch (error) {
    fs.rename(kept, path);
    throw error;
  }
}

/** False for folders, and where the file system has no links. */
function isLinked(fs: Fs, path: string, kept: string): boolean {
  try {
    fs.link(path, kept);
    return true;
  } catch (error) {
    if (LINK_REFUSED.has(systemCodeOf(error) ?? "")) return false;
    throw error;
  }
}

/** A rename replaces silently, so the name must be one that nothing has. */
function freeName(target: QuarantineTarget, wanted: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${wanted}.${number}`;
    if (target.fs.stat(quarantinePath(target, name)) === null) return name;
  }
}

async function explain(
  target: QuarantineTarget,
  name: string,
  note: QuarantineReason & { readonly sha256?: string; readonly size?: number },
): Promise<void> {
  const path = quarantinePath(target, `${name}.why.json`);
  // The first reason stands: the same bytes found again are no news.
  if (target.fs.stat(path) !== null) return;
  const text = JSON.stringify({ ...note, at: utcTimestamp(target.clock.nowMs()) }, null, 2);
  await createDurableFile(target.fs, path, Buffer.from(`${text}\n`), WRITER);
}

function quarantinePath({ runsDir }: QuarantineTarget, name: string): string {
  return resolveStorePath(runsDir, `${STORE_PATHS.quarantine}/${name}`);
}
