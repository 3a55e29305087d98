import { withStorageErrors } from "../system/storage-error.ts";
import { ledgerBytesThere } from "./apply-frame.ts";
import type { EntryDraft, NewFile } from "./change.ts";
import { fileEquals, readWhole, writeChecked } from "./durable-file.ts";
import type { JournalFrame } from "./journal-frame.ts";
import { moveToQuarantine, type QuarantineTarget, quarantine } from "./quarantine.ts";
import { ledgerPath, resolveStorePath, type StorePath } from "./store-layout.ts";

/** Something that stood where a recorded change belongs. */
export interface Obstacle {
  readonly path: StorePath;
  /** Its name in quarantine; null for our own unfinished writing, which held nothing but parts of the change. */
  readonly quarantine: string | null;
}

const WHY = "it stood where a recorded change belongs";

/**
 * Clears the places of an acknowledged change of anything else, so that it can be applied. A power cut can leave our own files there
 * half written: those are taken away, for the journal holds all of them. Anything else is kept in quarantine. The journal is the
 * record of what was acknowledged, so its bytes go where the ledger says they are.
 */
export async function clearObstacles(target: QuarantineTarget, frame: JournalFrame): Promise<readonly Obstacle[]> {
  const cleared: Obstacle[] = [];
  for (const file of frame.files) {
    const obstacle = await clearFile(target, file);
    if (obstacle !== null) cleared.push(obstacle);
  }
  const line = await clearLedgerBytes(target, frame);
  if (line !== null) cleared.push(line);
  return cleared;
}

/** What the ledger says about obstacles. */
export function obstacleEntries(obstacles: readonly Obstacle[], storeId: string): EntryDraft[] {
  return obstacles.map(({ path, quarantine: name }) =>
    name === null
      ? { kind: "store.recovered", subject: storeId, body: { path, unfinished: true } }
      : { kind: "damage.found", subject: storeId, body: { path, quarantine: name, why: WHY } },
  );
}

/** What people are told about obstacles; nothing about our own unfinished writing. */
export function obstacleNotices(obstacles: readonly Obstacle[]): string[] {
  return obstacles
    .filter((obstacle) => obstacle.quarantine !== null)
    .map(
      ({ path }) =>
        `Something else stood where ${path} was recorded. It was moved to quarantine; the record is in place.`,
    );
}

async function clearFile(target: QuarantineTarget, file: NewFile): Promise<Obstacle | null> {
  const { fs, runsDir } = target;
  const path = resolveStorePath(runsDir, file.path);
  const kind = withStorageErrors("look at a record", path, () => fs.stat(path)?.kind);
  if (kind === undefined || withStorageErrors("compare a record", path, () => fileEquals(fs, path, file.bytes)))
    return null;
  if (
    kind === "file" &&
    withStorageErrors("read a record", path, () => isUnfinished(readWhole(fs, path), file.bytes))
  ) {
    withStorageErrors("remove an unfinished file", path, () => fs.unlink(path));
    return { path: file.path, quarantine: null };
  }
  return { path: file.path, quarantine: await moveToQuarantine(target, path, { why: WHY, from: file.path }) };
}

/** The region is ours to write until the journal is emptied: what comes before and after it stays as it is. */
async function clearLedgerBytes(target: QuarantineTarget, frame: JournalFrame): Promise<Obstacle | null> {
  const { fs, runsDir } = target;
  const storePath = ledgerPath(frame.epoch);
  const path = resolveStorePath(runsDir, storePath);
  if (withStorageErrors("look at the ledger", path, () => fs.stat(path)?.kind) !== "file") return null;
  const fd = withStorageErrors("open the ledger", path, () => fs.open(path, "update"));
  try {
    const found = withStorageErrors("read the ledger", path, () => ledgerBytesThere(fs, fd, frame));
    if (found === null || found.equals(frame.ledgerBytes.subarray(0, found.byteLength))) return null;
    const name = isUnfinished(found, frame.ledgerBytes)
      ? null
      : await quarantine(target, found, { why: WHY, from: `${storePath} from byte ${frame.ledgerOffset}` });
    withStorageErrors("write the ledger", path, () => writeChecked(fs, fd, frame.ledgerBytes, frame.ledgerOffset));
    return { path: storePath, quarantine: name };
  } finally {
    fs.close(fd);
  }
}

/** True when every byte found is the wanted one or was never written: a lost block reads as zeros, a lost tail is missing. */
function isUnfinished(found: Uint8Array, wanted: Uint8Array): boolean {
  return found.byteLength <= wanted.byteLength && found.every((byte, index) => byte === 0 || byte === wanted[index]);
}
