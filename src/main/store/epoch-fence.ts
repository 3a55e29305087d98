import { AppError } from "../../shared/app-error.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { createDurableFile } from "./durable-file.ts";
import type { TakenOver } from "./foreign-lock.ts";
import { epochPath, findEpoch, resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** Proof that no later holder exists. Checked before a frame is written and again after it is durable. */
export interface EpochFence {
  readonly epoch: number;
  /** Throws LOCK_LOST when a newer epoch exists, when our token is gone, or when this epoch was given up. */
  check(): void;
  /** From now on every check throws. */
  giveUp(reason: string): void;
}

/** The highest epoch that left a token, a ledger segment or a journal, or 0. A number is never used twice, even if tokens get lost. */
export function latestEpoch(fs: Fs, runsDir: string): number {
  const epochs = [STORE_PATHS.epochs, STORE_PATHS.ledger, STORE_PATHS.journal].flatMap((folder) =>
    fs.list(resolveStorePath(runsDir, folder)).map((item) => findEpoch(item.name) ?? 0),
  );
  return epochs.reduce((highest, epoch) => Math.max(highest, epoch), 0);
}

/** What the token of an epoch tells. */
export interface TokenFacts {
  readonly clock: Clock;
  /** Whom on another machine the folder was taken from. */
  readonly takenOver?: TakenOver | null;
}

/**
 * Creates the next epoch token; it is durable when this resolves. Call it holding gate and lock, before reading the ledger. Throws
 * LOCK_LOST when another program made the same token at the same moment.
 */
export async function openEpoch(fs: Fs, runsDir: string, { clock, takenOver = null }: TokenFacts): Promise<EpochFence> {
  const epoch = latestEpoch(fs, runsDir) + 1;
  const path = resolveStorePath(runsDir, epochPath(epoch));
  const token = { epoch, opened_at_utc: utcTimestamp(clock.nowMs()), pid: process.pid };
  // Here as well: between the token and the ledger's first line of this epoch the power may fail.
  await createToken(fs, path, takenOver === null ? token : { ...token, taken_over: takenOver });
  const identity = fs.stat(path)?.identity;
  const next = resolveStorePath(runsDir, epochPath(epoch + 1));
  let givenUp: string | null = null;
  const findLoss = (): string | null => {
    if (fs.stat(next) !== null) return "another program has taken the folder over";
    return fs.stat(path)?.identity === identity ? null : "the folder was moved or its lock was removed";
  };
  return {
    epoch,
    check() {
      givenUp ??= withStorageErrors("see who holds the folder", path, findLoss);
      if (givenUp !== null) throw lockLost(givenUp, epoch);
    },
    giveUp(reason) {
      givenUp ??= reason;
    },
  };
}

interface EpochToken {
  readonly epoch: number;
  readonly opened_at_utc: string;
  readonly pid: number;
  readonly taken_over?: TakenOver;
}

function lockLost(reason: string, epoch: number): AppError {
  return new AppError("LOCK_LOST", `Nothing was written: ${reason}. Open the folder again.`, { context: { epoch } });
}

/** Only the program that made the token holds the epoch: one that finds it there, even with the same content, does not. */
async function createToken(fs: Fs, path: string, token: EpochToken): Promise<void> {
  try {
    const bytes = Buffer.from(`${JSON.stringify(token, null, 2)}\n`);
    if ((await createDurableFile(fs, path, bytes, `e${process.pid}`)) !== "same") return;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
  }
  throw lockLost("another program opened the folder at the same moment", token.epoch);
}
