import { join } from "node:path";
import { z } from "zod";
import { isSafeFileName } from "../../shared/run-id.ts";
import { sha256Schema } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors, withStorageErrorsAsync } from "../system/storage-error.ts";
import { discard, makeFolders, readWhole, temporaryPath, writeAll } from "./durable-file.ts";
import type { LastHead } from "./last-head.ts";
import type { OutsideHead } from "./outside-head.ts";

const FOLDER = "high-water";

/** Part of the name of a mark that a ledger contradicted. */
export const CONTRADICTED = ".contradicted-";

/** Of earlier heads so many are kept at most, the older the further apart: what was rewritten long ago shows too. */
const MAX_EARLIER = 64;
const SPREAD = 1.5;

const headSchema = z.object({
  size: z.number().int().min(0),
  root: sha256Schema,
  epoch: z.number().int().min(1),
  segment_length: z.number().int().min(0),
});

const markSchema = headSchema.extend({ store_id: z.string(), checkpoint: z.string(), earlier: z.array(headSchema) });

type MarkedHead = z.infer<typeof headSchema>;
type Mark = z.infer<typeof markSchema>;

/** Where marks lie, and what time it is. */
export interface HighWaterTarget {
  readonly fs: Fs;
  /** Outside every runs folder: a folder that is put back to yesterday must not take its mark along. */
  readonly dataDir: string;
  readonly clock: Clock;
}

/** The marks of one store. */
export interface HighWaterMarks {
  readonly heads: readonly OutsideHead[];
  /** Names of files that should be marks and cannot be read. */
  readonly unreadable: readonly string[];
}

/** What files outside the folder are called that tell of a store: as the store, where that can be a file name. */
export function fileNameOfStore(storeId: string): string {
  return isSafeFileName(storeId) ? storeId : sha256Hex(storeId.toWellFormed());
}

/** How far the store has come by all that was noted: the newest mark, and those that the ledger once contradicted. Throws faults of the drive. */
export function readHighWaterMarks({ fs, dataDir }: Omit<HighWaterTarget, "clock">, storeId: string): HighWaterMarks {
  const folder = join(dataDir, FOLDER);
  return withStorageErrors("read how far the folder had come", folder, () => {
    if (fs.stat(folder)?.kind !== "folder") return { heads: [], unreadable: [] };
    const heads: OutsideHead[] = [];
    const unreadable: string[] = [];
    const names = fs
      .list(folder)
      .filter(({ name }) => name.startsWith(`${fileNameOfStore(storeId)}.`) && name.endsWith(".json"));
    for (const { name } of names) {
      const path = join(folder, name);
      const mark = readMark(fs, path, storeId);
      if (mark === null) unreadable.push(name);
      else heads.push(...[mark, ...mark.earlier].map((head) => outsideHead(path, head)));
    }
    return { heads, unreadable };
  });
}

function outsideHead(source: string, { size, root, epoch, segment_length: end }: MarkedHead): OutsideHead {
  return { source, size, root, place: { epoch, end } };
}

function readMark(fs: Fs, path: string, storeId: string): Mark | null {
  if (fs.stat(path)?.kind !== "file") return null;
  const parsed = markSchema.safeParse(parseMark(readWhole(fs, path)));
  return parsed.success && parsed.data.store_id === storeId ? parsed.data : null;
}

function parseMark(bytes: Buffer): unknown {
  try {
    return toPlain(readJson(bytes, EVIDENCE_LIMITS));
  } catch {
    // A mark that cannot be read is an answer: whoever asks says so.
    return null;
  }
}

/**
 * Notes outside the runs folder how far its ledger has come; durable when it resolves. Never goes back: a mark that is further stays.
 * Throws the storage codes.
 */
export async function keepHighWaterMark(target: HighWaterTarget, storeId: string, head: LastHead): Promise<void> {
  const { fs, dataDir, clock } = target;
  const path = join(dataDir, FOLDER, `${fileNameOfStore(storeId)}.json`);
  await withStorageErrorsAsync("note how far the folder has come", path, async () => {
    const known = fs.stat(path)?.kind === "file" ? readMark(fs, path, storeId) : null;
    if (known !== null && known.size >= head.size) return;
    const mark = {
      store_id: storeId,
      size: head.size,
      root: head.root,
      epoch: head.epoch,
      segment_length: head.end,
      checkpoint: head.note,
      noted_at_utc: utcTimestamp(clock.nowMs()),
      earlier: known === null ? [] : thin(head.size, [known, ...known.earlier]),
    };
    makeFolders(fs, dataDir, FOLDER);
    await replaceFile(fs, path, Buffer.from(`${JSON.stringify(mark, null, 2)}\n`));
  });
}

/** Newest first. Distances fall into classes that widen as they grow; of each class the oldest stays, to become the next one's. */
function thin(size: number, heads: readonly MarkedHead[]): readonly MarkedHead[] {
  const classOf = (head: MarkedHead): number => Math.floor(Math.log(size - head.size) / Math.log(SPREAD));
  const oldest = new Map(heads.map((head) => [classOf(head), head]));
  return [...oldest.values()]
    .slice(0, MAX_EARLIER)
    .map(({ size: at, root, epoch, segment_length }) => ({ size: at, root, epoch, segment_length }));
}

/** Puts the mark aside, so that what comes next does not wipe out that the ledger once contradicted it. Throws the storage codes. */
export async function setHighWaterMarkAside({ fs, dataDir }: HighWaterTarget, storeId: string): Promise<void> {
  const folder = join(dataDir, FOLDER);
  const path = join(folder, `${fileNameOfStore(storeId)}.json`);
  await withStorageErrorsAsync("keep how far the folder had come", path, async () => {
    for (let number = 1; ; number += 1) {
      const aside = join(folder, `${fileNameOfStore(storeId)}${CONTRADICTED}${number}.json`);
      if (fs.stat(aside) !== null) continue;
      fs.rename(path, aside);
      await fs.syncFolder(folder);
      return;
    }
  });
}

/** A rename replaces at once: a reader finds the old mark or the new one, never half of one. */
async function replaceFile(fs: Fs, path: string, bytes: Buffer): Promise<void> {
  const temporary = temporaryPath(path, `h${process.pid}`);
  discard(fs, temporary);
  try {
    const fd = fs.open(temporary, "create");
    try {
      writeAll(fs, fd, bytes, 0);
      await fs.syncFile(fd);
    } finally {
      fs.close(fd);
    }
    fs.rename(temporary, path);
  } catch (error) {
    discard(fs, temporary);
    throw error;
  }
  await fs.syncFolder(join(path, ".."));
}
