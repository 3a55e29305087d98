import { hostname, userInfo } from "node:os";
import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { type LockHolder, lockHolderSchema } from "../../shared/operations/session-operations.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf } from "../system/storage-error.ts";
import { discard, readWhole, temporaryPath, writeAll } from "./durable-file.ts";
import { epochName, resolveStorePath, STORE_PATHS } from "./store-layout.ts";

const ownerCardSchema = lockHolderSchema.extend({ epoch: z.number(), boot: z.string() });

/** The name card of whoever holds the folder. A hint for people: no decision to write rests on it. */
export type OwnerCard = z.infer<typeof ownerCardSchema>;

/** The card of this process. */
export function ownCard(options: {
  readonly clock: Clock;
  readonly app: string;
  readonly boot: string;
  readonly epoch: number;
}): OwnerCard {
  return {
    host: hostname(),
    pid: process.pid,
    user: userInfo().username,
    since: utcTimestamp(options.clock.nowMs()),
    app: options.app,
    epoch: options.epoch,
    boot: options.boot,
  };
}

/** Leaves the card. It may be replaced at any time and need not survive a crash. */
export function replaceOwnerCard(fs: Fs, runsDir: string, card: OwnerCard): void {
  const path = resolveStorePath(runsDir, STORE_PATHS.owner);
  const temporary = temporaryPath(path, epochName(card.epoch));
  try {
    writeNew(fs, temporary, Buffer.from(`${JSON.stringify(card, null, 2)}\n`));
    fs.rename(temporary, path);
  } catch (error) {
    if (systemCodeOf(error) === null && !(error instanceof AppError)) throw error;
    // The card only tells people a name. What stops it from being written stops the first change too, and says so there.
    discard(fs, temporary);
  }
}

function writeNew(fs: Fs, path: string, bytes: Uint8Array): void {
  const fd = fs.open(path, "create");
  try {
    writeAll(fs, fd, bytes, 0);
  } finally {
    fs.close(fd);
  }
}

/** Takes the card of this epoch away, so that the next one in line is not told of a holder that is gone. */
export function removeOwnerCard(fs: Fs, runsDir: string, epoch: number): void {
  if (findOwnerCard(fs, runsDir)?.epoch === epoch) discard(fs, resolveStorePath(runsDir, STORE_PATHS.owner));
}

/** The card that lies in the folder, or null when there is none one could read. */
export function findOwnerCard(fs: Fs, runsDir: string): OwnerCard | null {
  try {
    const bytes = readWhole(fs, resolveStorePath(runsDir, STORE_PATHS.owner));
    return ownerCardSchema.parse(toPlain(readJson(bytes, EVIDENCE_LIMITS)));
  } catch {
    // A missing or torn card only costs us the holder's name.
    return null;
  }
}

/** The holder as people are told it. */
export function holderOf(card: OwnerCard): LockHolder {
  return lockHolderSchema.parse(card);
}
