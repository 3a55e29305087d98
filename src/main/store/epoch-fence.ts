import { AppError } from "../../shared/app-error.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { createDurableFile } from "./durable-file.ts";
import { epochPath, findEpoch, resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** Proof that no later holder exists. Checked before a frame is written and again after it is durable. */
export interface EpochFence {
  readonly epoch: number;
  /** Throws LOCK_LOST when a newer epoch exists or this one was given up. */
  check(): void;
  /** From now on every check throws. */
  giveUp(reason: string): void;
}

/** The highest epoch with a token, or 0. */
export function latestEpoch(fs: Fs, runsDir: string): number {
  const epochs = fs.list(resolveStorePath(runsDir, STORE_PATHS.epochs)).map((item) => findEpoch(item.name) ?? 0);
  return epochs.reduce((highest, epoch) => Math.max(highest, epoch), 0);
}

/** Creates the next epoch token; it is durable when this resolves. Call it holding gate and lock, before reading the ledger. */
export async function openEpoch(fs: Fs, runsDir: string, clock: Clock): Promise<EpochFence> {
  const epoch = latestEpoch(fs, runsDir) + 1;
  const token = { epoch, opened_at_utc: utcTimestamp(clock.nowMs()), pid: process.pid };
  const path = resolveStorePath(runsDir, epochPath(epoch));
  await createDurableFile(fs, path, Buffer.from(`${JSON.stringify(token, null, 2)}\n`), `e${process.pid}`);
  const next = resolveStorePath(runsDir, epochPath(epoch + 1));
  let givenUp: string | null = null;
  return {
    epoch,
    check() {
      if (givenUp === null && fs.stat(next) !== null) givenUp = "another process has taken the folder over";
      if (givenUp !== null) {
        throw new AppError("LOCK_LOST", `Nothing was written: ${givenUp}. Open the folder again.`, {
          context: { epoch },
        });
      }
    },
    giveUp(reason) {
      givenUp ??= reason;
    },
  };
}
