import { hostname } from "node:os";
import type { LockHolder } from "../../shared/operations/session-operations.ts";
import type { Clock } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { findOwnerCard, holderOf } from "./owner-card.ts";
import { resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** A lock that nobody renewed for so long is stale. */
export const STALE_MS = 60_000;
/** How often a holder renews its lock. */
export const UPDATE_MS = 5_000;
/** A holder that lives renews its lock within this, whatever its clock says. */
const WATCH_MS = UPDATE_MS + 1_500;
const LONGEST_NAME = 200;

/** What says that a program on another machine has the folder. */
export interface ForeignLock {
  readonly holder: LockHolder;
  /** Whether its lock still lies there: a program that ends in order takes it away. */
  readonly isThere: boolean;
  /** By this machine's clock. One dated well in the future is no sign of life: a clock was wrong. */
  readonly isFresh: boolean;
}

/** Where to look, and what counts as now. */
export interface ForeignLockTarget {
  readonly fs: Fs;
  readonly clock: Clock;
  readonly runsDir: string;
}

function lockPathOf(runsDir: string): string {
  return resolveStorePath(runsDir, STORE_PATHS.lock);
}

/** The traces of a holder on another machine, or null when the card names this machine or nobody. */
export function findForeignLock({ fs, clock, runsDir }: ForeignLockTarget): ForeignLock | null {
  const card = findOwnerCard(fs, runsDir);
  if (card === null || card.host === hostname()) return null;
  const lock = fs.stat(lockPathOf(runsDir));
  const isFresh = lock !== null && Math.abs(clock.nowMs() - lock.modifiedMs) < STALE_MS;
  return { holder: holderOf(card), isThere: lock !== null, isFresh };
}

/** Watches the lock for longer than its holder would take to renew it: true when nobody did. Two clocks may differ, this does not. */
export async function liesStill({ fs, runsDir }: ForeignLockTarget): Promise<boolean> {
  const before = fs.stat(lockPathOf(runsDir));
  await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
  const after = fs.stat(lockPathOf(runsDir));
  return before?.identity === after?.identity && before?.modifiedMs === after?.modifiedMs;
}

/** Whom a folder was taken over from, and who said so; null where nobody had to, for the lock was gone. */
export interface TakenOver {
  readonly by: string | null;
  readonly host: string;
  readonly pid: number;
  readonly user: string;
  readonly since: string;
}

/** The same as the ledger can hold it: a card is only a hint, and anything may stand in it. */
export function takenOverFrom({ host, pid, user, since }: LockHolder, by: string | null): TakenOver {
  return {
    by: by === null ? null : shortName(by),
    host: shortName(host),
    pid: Number.isSafeInteger(pid) ? pid : 0,
    user: shortName(user),
    since: shortName(since),
  };
}

function shortName(text: string): string {
  return text.slice(0, LONGEST_NAME).toWellFormed();
}
