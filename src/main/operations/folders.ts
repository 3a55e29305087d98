import { AppError } from "../../shared/app-error.ts";
import type { StoreState } from "../../shared/operations/session-operations.ts";
import type { Committed } from "../store/run-store.ts";
import type { OpenFolder } from "./open-folder.ts";

/** The workstation's own runs, or the separate samples. */
export type FolderName = "own" | "sample";

/** What the folders tell whoever shows them. Only the folder that is current is spoken of. */
export interface FolderListener {
  onCommitted(committed: Committed): void;
  onStateChanged(): void;
}

interface FoldersParts {
  readonly runsDirs: Readonly<Record<FolderName, string>>;
  /** Opens one of the two; fills the sample folder at its first opening. */
  readonly open: (name: FolderName) => Promise<OpenFolder>;
  /** Waits until no call uses a folder, then runs the work alone. */
  readonly alone: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly listener: FolderListener;
}

type Slot =
  | { readonly kind: "closed" }
  | { readonly kind: "open"; readonly folder: OpenFolder }
  | { readonly kind: "refused"; readonly error: AppError };

const CLOSED: Slot = { kind: "closed" };

/**
 * The two runs folders of a workstation and which of them is current. They are separate stores with separate locks and catalogs;
 * nothing passes from one to the other.
 */
export class Folders {
  readonly #parts: FoldersParts;
  #current: FolderName = "own";
  readonly #slots: Record<FolderName, Slot> = { own: CLOSED, sample: CLOSED };

  constructor(parts: FoldersParts) {
    this.#parts = parts;
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
      reason: error !== null && error.code !== "STORE_DAMAGED" ? "no-permission" : "damaged",
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
   * A folder that cannot be opened becomes current all the same, and every call on it says why.
   */
  async open(name: FolderName): Promise<void> {
    const slot = this.#slots[name];
    const isFine = slot.kind === "open" && slot.folder.store.state().mode === "writable";
    if (!isFine) await this.#parts.alone(() => this.#reopen(name));
    this.#current = name;
    this.#parts.listener.onStateChanged();
  }

  async close(): Promise<void> {
    for (const name of ["sample", "own"] as const) await this.#closeSlot(name);
  }

  async #reopen(name: FolderName): Promise<void> {
    await this.#closeSlot(name);
    try {
      const folder = await this.#parts.open(name);
      this.#slots[name] = { kind: "open", folder };
      folder.store.onCommitted((committed) => {
        if (this.#current === name) this.#parts.listener.onCommitted(committed);
      });
      folder.store.onStateChanged(() => {
        if (this.#current === name) this.#parts.listener.onStateChanged();
      });
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
