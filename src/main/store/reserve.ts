import type { Fs } from "../system/fs.ts";
import { writeAll } from "./durable-file.ts";
import { resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** Below this much free space no reserve is taken: it would only bring the end nearer. */
const ROOM_TO_SPARE_BYTES = 1024 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/** Takes the reserve if there is none and room to spare. It is a cushion, so its bytes need not be durable. */
export function keepReserve(fs: Fs, runsDir: string, sizeBytes: number): void {
  const path = resolveStorePath(runsDir, STORE_PATHS.reserve);
  if (sizeBytes === 0 || fs.stat(path) !== null || fs.space(runsDir).freeBytes < ROOM_TO_SPARE_BYTES) return;
  const fd = fs.open(path, "create");
  try {
    const piece = Buffer.alloc(PIECE_BYTES, 0x52);
    for (let position = 0; position < sizeBytes; position += PIECE_BYTES) writeAll(fs, fd, piece, position);
  } finally {
    fs.close(fd);
  }
}

/** Gives the reserve up, so that what was acknowledged finds its place on a full disk. False when there was none. */
export function giveUpReserve(fs: Fs, runsDir: string): boolean {
  const path = resolveStorePath(runsDir, STORE_PATHS.reserve);
  if (fs.stat(path) === null) return false;
  fs.unlink(path);
  return true;
}
