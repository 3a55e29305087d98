import { sha256Hex } from "../canonical/digest.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { createDurableFile } from "./durable-file.ts";
import { resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** Why bytes lie in quarantine: written beside them for whoever looks years later. */
export interface QuarantineReason {
  readonly why: string;
  readonly from: string;
}

/** Keeps bytes nobody could place, with the reason beside them; both durable when it resolves. Returns the name they got. */
export async function quarantine(
  target: { readonly fs: Fs; readonly runsDir: string; readonly clock: Clock },
  bytes: Uint8Array,
  reason: QuarantineReason,
): Promise<string> {
  const { fs, runsDir, clock } = target;
  const name = sha256Hex(bytes);
  const path = resolveStorePath(runsDir, `${STORE_PATHS.quarantine}/${name}`);
  await createDurableFile(fs, path, bytes, `q${process.pid}`);
  const note = { ...reason, sha256: name, size: bytes.byteLength, at: utcTimestamp(clock.nowMs()) };
  if (fs.stat(`${path}.why.json`) === null) {
    await createDurableFile(
      fs,
      `${path}.why.json`,
      Buffer.from(`${JSON.stringify(note, null, 2)}\n`),
      `q${process.pid}`,
    );
  }
  return name;
}
