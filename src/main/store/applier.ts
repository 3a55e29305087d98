import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { applyFrame } from "./apply-frame.ts";
import { clearObstacles, type Obstacle } from "./clear-obstacles.ts";
import type { EpochFence } from "./epoch-fence.ts";
import { flushApplied } from "./flush-applied.ts";
import type { JournalFrame } from "./journal-frame.ts";
import type { PlacedEntry } from "./ledger-entry.ts";
import type { QuarantineTarget } from "./quarantine.ts";
import { fileKey, type StorePath } from "./store-layout.ts";

/** Durable frames that may wait before commits are held back. */
const MAX_WAITING = 4;

/** Lets acknowledged callers go on before the next piece of synchronous work. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What the applier works with. */
export interface ApplierParts extends QuarantineTarget {
  readonly fs: Fs;
  readonly runsDir: string;
  /** Asked before each frame: a holder that lost the folder leaves what it acknowledged to the next one. */
  readonly fence: EpochFence;
  /** Frees the reserve; true when that gave room and the apply is worth another try. */
  readonly giveUpReserve: () => boolean;
  /** Told of an apply that failed. The change stays recorded in the journal; it is tried again. */
  readonly onFailed: (error: unknown) => void;
  /** Told of what stood in the place of a recorded change and was cleared away. */
  readonly onCleared: (obstacles: readonly Obstacle[]) => void;
}

interface Waiting {
  readonly frame: JournalFrame;
  readonly entries: readonly PlacedEntry[];
}

/** Puts durable frames in place, in order, and knows what a checkpoint must flush. */
export class Applier {
  readonly #parts: ApplierParts;
  readonly #waiting: Waiting[] = [];
  readonly #pendingFiles = new Map<string, Uint8Array>();
  #files = new Set<StorePath>();
  #folders = new Set<string>();
  #running: Promise<void> | null = null;
  #failure: unknown = null;

  constructor(parts: ApplierParts) {
    this.#parts = parts;
  }

  /** Takes over a durable frame. Resolves at once, or when the backlog is short again. */
  async accept(frame: JournalFrame, entries: readonly PlacedEntry[]): Promise<void> {
    this.#waiting.push({ frame, entries });
    for (const file of frame.files) this.#pendingFiles.set(fileKey(file.path), file.bytes);
    this.#running ??= this.#drain();
    while (this.#waiting.length > MAX_WAITING && this.#running !== null) await this.#running;
  }

  /** Bytes that are recorded but not yet under their name; null when there are none for this path. */
  pending(path: StorePath): Uint8Array | null {
    return this.#pendingFiles.get(fileKey(path)) ?? null;
  }

  /** Entries that are recorded but not yet in the segment, in order. */
  pendingEntries(): readonly PlacedEntry[] {
    return this.#waiting.flatMap(({ entries }) => entries);
  }

  /** Why the backlog does not get shorter; null while it does. More changes must then wait, for it is held in memory. */
  get failure(): unknown {
    return this.#waiting.length > MAX_WAITING ? this.#failure : null;
  }

  /** Tries what is waiting, then tells whether every accepted frame is in place. */
  async settle(): Promise<boolean> {
    if (this.#waiting.length > 0) this.#running ??= this.#drain();
    await this.#running;
    return this.#waiting.length === 0;
  }

  /** Makes what is in place durable under its own name. What was applied meanwhile stays for the next time. */
  async flush(): Promise<void> {
    const files = this.#files;
    const folders = this.#folders;
    this.#files = new Set();
    this.#folders = new Set();
    try {
      await flushApplied(this.#parts.fs, this.#parts.runsDir, { files, folders });
    } catch (error) {
      for (const file of files) this.#files.add(file);
      for (const folder of folders) this.#folders.add(folder);
      throw error;
    }
  }

  async #drain(): Promise<void> {
    await nextTurn();
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (!(await this.#tryApply(next.frame))) break;
      this.#waiting.shift();
      for (const file of next.frame.files) this.#pendingFiles.delete(fileKey(file.path));
      await nextTurn();
    }
    this.#running = null;
  }

  async #tryApply(frame: JournalFrame): Promise<boolean> {
    try {
      await this.#applyOrClear(frame);
      this.#failure = null;
      return true;
    } catch (error) {
      if (isCode(error, "DISK_FULL") && this.#parts.giveUpReserve()) return await this.#tryApply(frame);
      this.#failure = error;
      this.#parts.onFailed(error);
      return false;
    }
  }

  async #applyOrClear(frame: JournalFrame): Promise<void> {
    try {
      this.#apply(frame);
    } catch (error) {
      if (!isCode(error, "CONFLICT")) throw error;
      const obstacles = await clearObstacles(this.#parts, frame);
      this.#apply(frame);
      this.#parts.onCleared(obstacles);
    }
  }

  #apply(frame: JournalFrame): void {
    const { fs, runsDir, fence } = this.#parts;
    fence.check();
    const applied = applyFrame({ fs, runsDir, epoch: fence.epoch }, frame);
    for (const file of applied.files) this.#files.add(file);
    for (const folder of applied.folders) this.#folders.add(folder);
  }
}

function isCode(error: unknown, code: AppError["code"]): boolean {
  return error instanceof AppError && error.code === code;
}
