import type { LockHolder } from "../../shared/operations/session-operations.ts";
import { bootTimeSeconds, type Clock } from "../system/clock.ts";
import { type FolderLock, type FolderLockOptions, tryFolderLock } from "../system/folder-lock.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrorsAsync } from "../system/storage-error.ts";
import { type ClockStep, watchClockGap } from "./clock-gap.ts";
import { type EpochFence, openEpoch } from "./epoch-fence.ts";
import { findForeignLock, liesStill, STALE_MS, type TakenOver, takenOverFrom, UPDATE_MS } from "./foreign-lock.ts";
import { type KernelGate, tryKernelGate } from "./kernel-gate.ts";
import { findOwnerCard, holderOf, ownCard, removeOwnerCard, replaceOwnerCard } from "./owner-card.ts";
import { resolveStorePath, STORE_PATHS } from "./store-layout.ts";

const GATE_ATTEMPTS = 6;
const GATE_PAUSE_MS = 30;

/** The folder is ours: gate, lock folder and epoch token are held. */
export interface HeldStore {
  readonly held: true;
  readonly fence: EpochFence;
  /** Whom on another machine it was taken from; null when it was free. */
  readonly takenOver: TakenOver | null;
  /** Gives everything back; safe after the lock was lost. */
  release(): Promise<void>;
}

/** The folder is someone else's. */
export interface StoreInUse {
  readonly held: false;
  readonly holder: LockHolder | null;
  /** The holder is on another machine and seems to have stopped: a person may take the folder over. */
  readonly canTakeOver: boolean;
}

type LossListener = (reason: string, step: ClockStep | null) => void;

/** The two locks that other programs must see. A file system that is only simulated brings its own: these are the machine's. */
export interface StoreLocks {
  /** The kernel's; null when another process has it. */
  tryGate(path: string): KernelGate | null;
  /** The lock folder; null when a fresh one of another holder lies there. */
  tryFolder(options: FolderLockOptions): Promise<FolderLock | null>;
}

const MACHINE_LOCKS: StoreLocks = { tryGate: tryKernelGate, tryFolder: tryFolderLock };

/** What taking the store needs. */
export interface StoreLockOptions {
  readonly fs: Fs;
  readonly clock: Clock;
  readonly runsDir: string;
  readonly app: string;
  /**
   * Called at most once when the store stops being ours while it is open, with the step where the PC clock was set. The fence refuses
   * from then on.
   */
  readonly onLost: LossListener;
  /** Who wants the folder of a holder on another machine that seems to have stopped; null or left out: nobody does. */
  readonly takeOverBy?: string | null | undefined;
  /** The machine's unless given. */
  readonly locks?: StoreLocks | undefined;
}

/** Takes the runs folder for writing, or says who has it. The layers: store-format, "The lock". Throws the storage codes. */
export async function takeStore(options: StoreLockOptions): Promise<HeldStore | StoreInUse> {
  const gate = await takeGate(options);
  if (gate === null) return inUse(options);
  try {
    return await withStorageErrorsAsync("take the folder", options.runsDir, () => takeBehindGate(options, gate));
  } catch (error) {
    gate.release();
    throw error;
  }
}

/** Whether another program has the folder, as far as one can see without taking it. Throws the storage codes. */
export function isStoreHeld(options: Pick<StoreLockOptions, "fs" | "clock" | "runsDir" | "locks">): boolean {
  const { tryGate } = options.locks ?? MACHINE_LOCKS;
  const gate = tryGate(resolveStorePath(options.runsDir, STORE_PATHS.gate));
  gate?.release();
  return gate === null || findForeignLock(options)?.isThere === true;
}

/** Two who try at the same moment can each find the other in the way and both give up; one who holds it stays in the way. */
async function takeGate(options: StoreLockOptions): Promise<KernelGate | null> {
  const { tryGate } = options.locks ?? MACHINE_LOCKS;
  const path = resolveStorePath(options.runsDir, STORE_PATHS.gate);
  for (let attempt = 1; ; attempt += 1) {
    const gate = tryGate(path);
    if (gate !== null || attempt === GATE_ATTEMPTS) return gate;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * GATE_PAUSE_MS));
  }
}

function inUse(options: StoreLockOptions, canTakeOver = false): StoreInUse {
  const card = findOwnerCard(options.fs, options.runsDir);
  return { held: false, holder: card === null ? null : holderOf(card), canTakeOver };
}

/**
 * While we hold the kernel gate no process of this machine can be alive behind a lock. One of another machine can: its lock is left
 * alone while it is fresh, and afterwards until a person says otherwise.
 */
async function takeBehindGate(options: StoreLockOptions, gate: KernelGate): Promise<HeldStore | StoreInUse> {
  const foreign = findForeignLock(options);
  const takeOverBy = options.takeOverBy ?? null;
  if (foreign?.isThere === true) {
    const isAsked = takeOverBy !== null && !foreign.isFresh;
    const isLeft = isAsked && (await liesStill(options));
    if (!isLeft) {
      gate.release();
      return inUse(options, !foreign.isFresh && !isAsked);
    }
  }
  const takenOver = foreign === null ? null : takenOverFrom(foreign.holder, foreign.isThere ? takeOverBy : null);
  return await takeFree(options, gate, takenOver);
}

async function takeFree(
  options: StoreLockOptions,
  gate: KernelGate,
  takenOver: TakenOver | null,
): Promise<HeldStore | StoreInUse> {
  const loss = createLoss(options.onLost);
  const lock = await takeLockFolder(options, loss.lose);
  if (lock === null) {
    gate.release();
    return inUse(options);
  }
  try {
    const fence = await openEpoch(options.fs, options.runsDir, { clock: options.clock, takenOver });
    loss.watch(fence);
    const boot = String(bootTimeSeconds(options.clock));
    replaceOwnerCard(
      options.fs,
      options.runsDir,
      ownCard({ clock: options.clock, app: options.app, boot, epoch: fence.epoch }),
    );
    const stopWatching = watchClockGap(options.clock, loss.lose);
    return {
      held: true,
      fence,
      takenOver,
      async release() {
        stopWatching();
        fence.giveUp("the folder was given back");
        removeOwnerCard(options.fs, options.runsDir, fence.epoch);
        await lock.release();
        // Last: whoever passes the gate must find no lock of ours.
        gate.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Joins the ways a lock can be lost into one event; the fence refuses before anyone is told. */
function createLoss(onLost: LossListener): { readonly lose: LossListener; watch(fence: EpochFence): void } {
  let lost: string | null = null;
  let fence: EpochFence | null = null;
  return {
    lose(reason, step) {
      if (lost !== null) return;
      lost = reason;
      fence?.giveUp(reason);
      onLost(reason, step);
    },
    watch(opened) {
      fence = opened;
      if (lost !== null) opened.giveUp(lost);
    },
  };
}

/** The lock folder. What lies in its place is dead, or a person said so. */
async function takeLockFolder(options: StoreLockOptions, lose: LossListener): Promise<FolderLock | null> {
  const lockPath = resolveStorePath(options.runsDir, STORE_PATHS.lock);
  clearDeadLock(options, lockPath);
  const { tryFolder } = options.locks ?? MACHINE_LOCKS;
  return await tryFolder({
    folder: options.runsDir,
    lockPath,
    staleMs: STALE_MS,
    updateMs: UPDATE_MS,
    onLost: (reason: string) => lose(`the lock was lost (${reason})`, null),
  });
}

/** Moves a dead holder's lock aside under a name of its own: removing it where it stands could remove a living one's. */
function clearDeadLock({ fs, clock, runsDir }: StoreLockOptions, lockPath: string): void {
  const lock = fs.stat(lockPath);
  if (lock === null) return;
  const card = findOwnerCard(fs, runsDir);
  const aside = `${lockPath}.stale-${card?.epoch ?? 0}-${process.pid}-${Math.floor(clock.nowMs())}`;
  fs.rename(lockPath, aside);
  try {
    fs.removeFolder(aside);
  } catch {
    // Something lies in it, or it is no folder. It is out of the way, and nothing is deleted that we did not make.
  }
}
