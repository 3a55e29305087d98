import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf } from "../system/storage-error.ts";
import { discard, temporaryPath, writeAll } from "./durable-file.ts";
import { resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** Below this much free space no reserve is taken: it would only bring the end nearer. */
const ROOM_TO_SPARE_BYTES = 1024 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/** Every byte of the reserve. */
export const RESERVE_BYTE = 0x52;

/**
 * Takes the reserve if there is none and room to spare. It is a cushion: a drive that will not give it does not stop anyone from
 * recording. It gets its name when its bytes are durable, so that a power cut leaves none that a check would take for damage.
 */
export async function keepReserve(fs: Fs, runsDir: string, sizeBytes: number): Promise<void> {
  const path = resolveStorePath(runsDir, STORE_PATHS.reserve);
  const temporary = temporaryPath(path, "reserve");
  // What an interrupted attempt left is no room that anyone could give up.
  discard(fs, temporary);
  try {
    if (sizeBytes === 0 || fs.stat(path) !== null || fs.space(runsDir).freeBytes < ROOM_TO_SPARE_BYTES) return;
    await fillFile(fs, temporary, sizeBytes);
    fs.rename(temporary, path);
  } catch (error) {
    if (systemCodeOf(error) === null && !(error instanceof AppError)) throw error;
    discard(fs, temporary);
  }
}

async function fillFile(fs: Fs, path: string, sizeBytes: number): Promise<void> {
  const fd = fs.open(path, "create");
  try {
    const piece = Buffer.alloc(PIECE_BYTES, RESERVE_BYTE);
    for (let position = 0; position < sizeBytes; position += PIECE_BYTES) {
      writeAll(fs, fd, piece.subarray(0, Math.min(PIECE_BYTES, sizeBytes - position)), position);
    }
    await fs.syncFile(fd);
  } finally {
    fs.close(fd);
  }
}

/** Gives the reserve up, so that what was acknowledged finds its place on a full disk. False when that gave no room. */
export function giveUpReserve(fs: Fs, runsDir: string): boolean {
  const path = resolveStorePath(runsDir, STORE_PATHS.reserve);
  try {
    if (fs.stat(path) === null) return false;
    fs.unlink(path);
    return true;
  } catch (error) {
    // Whoever asks has the real failure in hand: no room came of this, and that is the answer.
    if (systemCodeOf(error) === null) throw error;
    return false;
  }
}
