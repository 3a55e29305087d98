import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { applyFrame } from "./apply-frame.ts";
import { flushApplied } from "./flush-applied.ts";
import type { JournalFrame } from "./journal-frame.ts";
import { ledgerPath, resolveStorePath, STORE_PATHS, type StorePath } from "./store-layout.ts";

/** Durable frames that may wait before commits are held back. */
const MAX_WAITING = 4;

/** Lets acknowledged callers go on before the next piece of synchronous work. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What the applier works with. */
export interface ApplierParts {
  readonly fs: Fs;
  readonly runsDir: string;
  /** Frees the reserve; true when that gave room and the apply is worth another try. */
  readonly giveUpReserve: () => boolean;
  /** Told of an apply that failed. The change stays recorded in the journal; it is tried again. */
  readonly onFailed: (error: unknown) => void;
}

/** Puts durable frames in place, in order, and knows what a checkpoint must flush. */
export class Applier {
  readonly #parts: ApplierParts;
  readonly #waiting: JournalFrame[] = [];
  readonly #pendingBytes = new Map<StorePath, Uint8Array>();
  #files = new Set<StorePath>();
  #folders = new Set<string>();
  #running: Promise<void> | null = null;

  constructor(parts: ApplierParts) {
    this.#parts = parts;
  }

  /** Takes over a durable frame. Resolves at once, or when the backlog is short again. */
  async accept(frame: JournalFrame): Promise<void> {
    this.#waiting.push(frame);
    for (const file of frame.files) this.#pendingBytes.set(file.path, file.bytes);
    this.#running ??= this.#drain();
    while (this.#waiting.length > MAX_WAITING && this.#running !== null) await this.#running;
  }

  /** Bytes that are recorded but not yet under their name; null when there are none for this path. */
  pending(path: StorePath): Uint8Array | null {
    return this.#pendingBytes.get(path) ?? null;
  }

  /** True when every accepted frame is in place. */
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
    for (let frame = this.#waiting[0]; frame !== undefined; frame = this.#waiting[0]) {
      if (!this.#tryApply(frame)) break;
      this.#waiting.shift();
      for (const file of frame.files) this.#pendingBytes.delete(file.path);
      await nextTurn();
    }
    this.#running = null;
  }

  #tryApply(frame: JournalFrame): boolean {
    try {
      this.#apply(frame);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === "DISK_FULL" && this.#parts.giveUpReserve())
        return this.#tryApply(frame);
      this.#parts.onFailed(error);
      return false;
    }
  }

  #apply(frame: JournalFrame): void {
    const { fs, runsDir } = this.#parts;
    const applied = applyFrame(fs, runsDir, frame);
    for (const file of applied.files) this.#files.add(file);
    for (const folder of applied.folders) this.#folders.add(folder);
    this.#files.add(ledgerPath(frame.epoch));
    this.#folders.add(resolveStorePath(runsDir, STORE_PATHS.ledger));
  }
}
