import type { Finding } from "../../shared/finding.ts";
import { RESERVE_BYTE } from "../store/reserve.ts";
import { STORE_PATHS } from "../store/store-layout.ts";
import type { FolderContext } from "./check-own-files.ts";
import type { CheckPace } from "./check-pace.ts";
import { makeFinding } from "./finding-sentences.ts";
import { unreadFile } from "./stored-file.ts";

const PIECE_BYTES = 1024 * 1024;
const WRITTEN = Buffer.alloc(PIECE_BYTES, RESERVE_BYTE);

/**
 * Looks whether the drive still holds the reserve as it was written. Nothing rests on its bytes; but a drive that changes them changes others
 * too. Zeros are what a power cut leaves of bytes that were not flushed. Throws CANCELLED and faults of the drive.
 */
export async function checkReserve({ store }: FolderContext, pace: CheckPace): Promise<readonly Finding[]> {
  const path = STORE_PATHS.reserve;
  try {
    for (let offset = 0; ; ) {
      if (store.fileSize(path) === null) return [];
      const piece = store.readRange(path, offset, PIECE_BYTES);
      if (piece.byteLength === 0) return [];
      if (!isAsWritten(piece)) {
        const reason = "the drive gives back other bytes than were written";
        return [makeFinding("STORE_FILE_CHANGED", { name: path, path, reason, severity: "warning" })];
      }
      offset += piece.byteLength;
      const turn = pace.step();
      if (turn !== null) await turn;
    }
  } catch (error) {
    const file = unreadFile(error);
    const reason = file.state === "closed" ? file.reason : "it went away";
    return file.state === "missing"
      ? []
      : [makeFinding("STORE_FILE_CHANGED", { name: path, path, reason, severity: "warning" })];
  }
}

function isAsWritten(piece: Buffer): boolean {
  return (
    piece.equals(WRITTEN.subarray(0, piece.byteLength)) || piece.every((byte) => byte === RESERVE_BYTE || byte === 0)
  );
}
