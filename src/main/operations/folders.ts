import { AppError } from "../../shared/app-error.ts";
import type { ErrorCode } from "../../shared/error-codes.ts";
import type { StoreState } from "../../shared/operations/session-operations.ts";
import type { ClockStep } from "../store/clock-gap.ts";
import type { Committed } from "../store/run-store.ts";
import type { Clock } from "../system/clock.ts";
import type { OpenFolder, OpenWishes } from "./open-folder.ts";
import { PatientRetry } from "./patient-retry.ts";

/** The workstation's own runs, or the separate samples. */
export type FolderName = "own" | "sample";

/** What a person may ask for when a folder is opened. */
export type PersonWishes = Pick<OpenWishes, "takeOverBy" | "resetKey">;

/** What the folders tell whoever shows them. Only the folder that is current is spoken of. */
export interface FolderListener {
  onCommitted(committed: Committed): void;
  onStateChanged(): void;
}

interface FoldersParts {
  readonly runsDirs: Readonly<Record<FolderName, string>>;
  readonly clock: Clock;
  /** Opens one of the two; fills the sample folder at its first opening. */
  readonly open: (name: FolderName, wishes: OpenWishes) => Promise<OpenFolder>;
  /** Whether the store with this id lies in the folder. An empty folder under its name is no reason to make a new store. */
  readonly isThere: (name: FolderName, storeId: string) => boolean;
  /** Whether another program has the folder. */
  readonly isHeld: (name: FolderName) => boolean;
  /** What went wrong while nobody waited for it. */
  readonly onFailed: (error: unknown) => void;
  /** Waits until no call uses a folder, then runs the work alone. */
  readonly alone: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly listener: FolderListener;
}

type Slot =
  | { readonly kind: "closed" }
  | { readonly kind: "open"; readonly folder: OpenFolder }
  | { readonly kind: "refused"; readonly error: AppError };

const CLOSED: Slot = { kind: "closed" };
/** Folders in these states are taken back by and by. */
const TAKEN_BACK_FROM: ReadonlySet<StoreState["reason"]> = new Set<StoreState["reason"]>(["locked", "lock-lost"]);
/** Why a folder is not even read, where that is not for want of permission. */
const REFUSED_REASONS: Partial<Readonly<Record<ErrorCode, NonNullable<StoreState["reason"]>>>> = {
  STORE_DAMAGED: "damaged",
  DISK_FULL: "disk-full",
  IO_FAILED: "poisoned",
};
const FOLDER_NAMES = ["sample", "own"] as const satisfies readonly FolderName[];

/**
 * The two runs folders of a workstation and which of them is current. They are separate stores with separate locks and catalogs;
 * nothing passes from one to the other. One whose lock was lost is opened again as soon as it is free, without a person.
 */
export class Folders {
  readonly #parts: FoldersParts;
  #current: FolderName = "own";
  readonly #slots: Record<FolderName, Slot> = { own: CLOSED, sample: CLOSED };
  readonly #retries: Readonly<Record<FolderName, PatientRetry>>;
  /** Folders that were lost and not yet opened for writing again, with the id of the store that was. */
  readonly #lost = new Map<FolderName, string>();
  readonly #clockSteps = new Map<FolderName, ClockStep>();
  #isClosed = false;

  constructor(parts: FoldersParts) {
    this.#parts = parts;
    const retryOf = (name: FolderName): PatientRetry =>
      new PatientRetry({ clock: parts.clock, attempt: () => this.#takeBack(name), onFailed: parts.onFailed });
    this.#retries = { own: retryOf("own"), sample: retryOf("sample") };
  }

  get currentName(): FolderName {
    return this.#current;
  }

  get currentRunsDir(): string {
    return this.#parts.runsDirs[this.#current];
  }

  /** The folder calls work on. Throws why it could not be opened. */
  current(): OpenFolder {
    const slot = this.#slots[this.#current];
    if (slot.kind === "open") return slot.folder;
    if (slot.kind === "refused") throw slot.error;
    throw new Error("an operation needs a runs folder, and this application was opened without one");
  }

  /** The same state a folder has when it could not be opened at all, with the reason as its message. */
  state(): StoreState {
    const slot = this.#slots[this.#current];
    if (slot.kind === "open") return slot.folder.store.state();
    const error = slot.kind === "refused" ? slot.error : null;
    return {
      mode: "read-only",
      reason: error === null ? "damaged" : (REFUSED_REASONS[error.code] ?? "no-permission"),
      message: error?.message ?? "No runs folder is open.",
      holder: null,
      can_take_over: false,
    };
  }

  /** The open folder, or null when it could not be opened. */
  findCurrent(): OpenFolder | null {
    const slot = this.#slots[this.#current];
    return slot.kind === "open" ? slot.folder : null;
  }

  /**
   * Makes a folder current, opening it when it is not open. One that can only be read is opened anew: its holder may be gone.
   * A folder that cannot be opened becomes current all the same, and every call on it says why. `takeOverBy` takes it from a holder
   * on another machine that seems to have stopped; `resetKey` makes a new key where the sealed one cannot be opened.
   */
  async open(name: FolderName, wishes: PersonWishes = {}): Promise<void> {
    if (!this.#isWritable(name)) await this.#parts.alone(() => this.#reopen(name, wishes));
    this.#current = name;
    this.#parts.listener.onStateChanged();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const name of FOLDER_NAMES) this.#retries[name].stop();
    for (const name of FOLDER_NAMES) await this.#closeSlot(name);
  }

  #isWritable(name: FolderName): boolean {
    const slot = this.#slots[name];
    return slot.kind === "open" && slot.folder.store.state().mode === "writable";
  }

  /** Opens a folder that was lost, where it lies and nobody has it. True when there is nothing left to try. */
  async #takeBack(name: FolderName): Promise<boolean> {
    if (!this.#canTakeBack(name)) return !this.#lost.has(name);
    let isOpened = false;
    await this.#parts.alone(async () => {
      // A person may have been quicker, and be at work there.
      if (!this.#canTakeBack(name)) return;
      await this.#reopen(name, {});
      isOpened = true;
    });
    if (!isOpened) return !this.#lost.has(name);
    if (name === this.#current) this.#parts.listener.onStateChanged();
    const slot = this.#slots[name];
    // What else is wrong with it is for a person to see to, and to try again.
    if (slot.kind === "open" && !TAKEN_BACK_FROM.has(slot.folder.store.state().reason)) this.#lost.delete(name);
    return !this.#lost.has(name);
  }

  #canTakeBack(name: FolderName): boolean {
    const storeId = this.#lost.get(name);
    // An attempt may have waited behind the closing of everything.
    if (this.#isClosed || storeId === undefined || !this.#parts.isThere(name, storeId)) return false;
    const slot = this.#slots[name];
    // A store that was lost and is not closed yet still keeps the others of this machine out.
    const isKeptByUs = slot.kind === "open" && slot.folder.store.state().reason === "lock-lost";
    return isKeptByUs || !this.#parts.isHeld(name);
  }

  /** Sees to it that a folder whose lock was lost is opened again. */
  #heed(name: FolderName, { store }: OpenFolder): void {
    const storeId = store.identity?.storeId;
    if (storeId === undefined || store.state().reason !== "lock-lost") return;
    const step = store.clockStep();
    if (step !== null) this.#clockSteps.set(name, step);
    this.#lost.set(name, storeId);
    this.#retries[name].begin();
  }

  async #reopen(name: FolderName, asked: PersonWishes): Promise<void> {
    await this.#closeSlot(name);
    try {
      const wishes = { ...asked, clockStep: this.#clockSteps.get(name) ?? null };
      const folder = await this.#parts.open(name, wishes);
      this.#slots[name] = { kind: "open", folder };
      if (folder.store.state().mode === "writable") {
        this.#lost.delete(name);
        this.#clockSteps.delete(name);
      }
      folder.store.onCommitted((committed) => {
        if (this.#current === name) this.#parts.listener.onCommitted(committed);
      });
      folder.store.onStateChanged(() => {
        this.#heed(name, folder);
        if (this.#current === name) this.#parts.listener.onStateChanged();
      });
      this.#heed(name, folder);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#slots[name] = { kind: "refused", error };
    }
  }

  async #closeSlot(name: FolderName): Promise<void> {
    const slot = this.#slots[name];
    this.#slots[name] = CLOSED;
    if (slot.kind === "open") await slot.folder.close();
  }
}
