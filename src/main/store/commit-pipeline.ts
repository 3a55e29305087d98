import { AppError } from "../../shared/app-error.ts";
import { isDeviceFault } from "../system/storage-error.ts";
import { alreadyExists } from "./admission.ts";
import type { Change } from "./change.ts";
import type { EpochFence } from "./epoch-fence.ts";
import type { JournalFile } from "./journal-file.ts";
import { encodeFrame, type JournalFrame } from "./journal-frame.ts";
import type { PlacedEntry } from "./ledger-entry.ts";
import type { LedgerDraft, LedgerWriter } from "./ledger-writer.ts";
import type { NoteSigner } from "./signed-note.ts";
import { fileKey } from "./store-layout.ts";

/** Writers that arrive together share one sync, up to these limits. */
const GROUP_CHANGES = 256;
const GROUP_BYTES = 8 * 1024 * 1024;

/** What the pipeline works with. */
export interface PipelineParts {
  readonly fence: EpochFence;
  readonly journal: JournalFile;
  readonly ledger: LedgerWriter;
  /** Refuses a change before anything is written: disk too full, name taken. */
  readonly admit: (change: Change) => void;
  /** Called for every durable frame, in order, after its writers were told. Must not throw. */
  readonly onDurable: (frame: JournalFrame, entries: readonly PlacedEntry[]) => Promise<void>;
  /** Called when the folder turned out not to be ours any more. */
  readonly onLost: (error: AppError) => void;
  /** Called when the device failed: nothing more may be written. */
  readonly onPoisoned: (error: unknown) => void;
}

interface Waiting {
  readonly change: Change;
  /** The key that the change brings in; it then makes a group of its own. */
  readonly successor: NoteSigner | null;
  readonly resolve: (entries: readonly PlacedEntry[]) => void;
  readonly reject: (error: unknown) => void;
}

function byteLengthOf(change: Change): number {
  return change.files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
}

/** Turns changes into durable journal frames, one group at a time. The one commit point. Source: store-format. */
export class CommitPipeline {
  readonly #parts: PipelineParts;
  readonly #waiting: Waiting[] = [];
  readonly #pauses: (() => Promise<void>)[] = [];
  #running: Promise<void> | null = null;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when the change is durable. A change whose group fails is refused and leaves nothing. `successor`: the key that the change
   * brings in, with which every later group is signed.
   */
  commit(change: Change, successor: NoteSigner | null = null): Promise<readonly PlacedEntry[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, successor, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when no change is waiting or on its way. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Does `work` while no change is on its way: between two groups, however many are waiting. They go on after it. */
  pause(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pauses.push(() => work().then(resolve, reject));
      this.#running ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    await Promise.resolve();
    while (this.#pauses.length + this.#waiting.length > 0) {
      const pause = this.#pauses.shift();
      await (pause === undefined ? this.#commitGroup(this.#takeGroup()) : pause());
    }
    this.#running = null;
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      bytes += byteLengthOf(waiting.change);
      if (count > 0 && (count >= GROUP_CHANGES || bytes > GROUP_BYTES || waiting.successor !== null)) break;
      count += 1;
      if (waiting.successor !== null) break;
    }
    return this.#waiting.splice(0, count);
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    const admitted = this.#admitted(group);
    if (admitted.length === 0) return;
    let draft: LedgerDraft;
    try {
      this.#parts.fence.check();
      const changes = admitted.map(({ change }) => change);
      draft = this.#parts.ledger.draft(changes, admitted[0]?.successor ?? null);
    } catch (error) {
      await this.#refuse(admitted, error);
      return;
    }
    await this.#commitDraft(admitted, draft);
  }

  async #commitDraft(admitted: readonly Waiting[], draft: LedgerDraft): Promise<void> {
    const frame: JournalFrame = {
      epoch: this.#parts.fence.epoch,
      files: admitted.flatMap(({ change }) => change.files),
      ledgerOffset: draft.offset,
      ledgerBytes: draft.bytes,
    };
    try {
      await this.#makeDurable(encodeFrame(frame));
    } catch (error) {
      await this.#takeBack(error);
      for (const waiting of admitted) waiting.reject(error);
      return;
    }
    this.#parts.ledger.accept(draft);
    for (const [index, waiting] of admitted.entries()) waiting.resolve(draft.entries[index] ?? []);
    await this.#parts.onDurable(frame, draft.entries.flat());
  }

  /** A change whose entries the ledger cannot hold does not take its neighbours down: each is then tried alone. */
  async #refuse(admitted: readonly Waiting[], error: unknown): Promise<void> {
    this.#tellIfLost(error);
    if (admitted.length > 1 && !(error instanceof AppError)) {
      for (const waiting of admitted) await this.#commitGroup([waiting]);
    } else {
      for (const waiting of admitted) waiting.reject(error);
    }
  }

  /** The changes of a group that may be tried; the others are told why not. A name goes to the first who wants it. */
  #admitted(group: readonly Waiting[]): Waiting[] {
    const taken = new Set<string>();
    return group.filter((waiting) => {
      try {
        this.#parts.admit(waiting.change);
        claimNames(waiting.change, taken);
        return true;
      } catch (error) {
        waiting.reject(error);
        return false;
      }
    });
  }

  /** Both ownership checks are needed: without the second, a holder that was suspended could acknowledge into the past. */
  async #makeDurable(bytes: Buffer): Promise<void> {
    const { fence, journal } = this.#parts;
    journal.append(bytes);
    await journal.sync();
    fence.check();
    journal.keep();
  }

  /**
   * Cuts the refused frame off again. Not when the folder is lost: its next holder may be reading the journal, and either finds the
   * frame whole or does not. When the device failed it is only let go: nothing the device says is believed any more.
   */
  async #takeBack(error: unknown): Promise<void> {
    const { journal, onPoisoned } = this.#parts;
    if (this.#tellIfLost(error)) return;
    if (isDeviceFault(error)) {
      journal.letGo();
      onPoisoned(error);
      return;
    }
    try {
      await journal.takeBack();
    } catch (second) {
      journal.letGo();
      onPoisoned(new AppError("IO_FAILED", "A refused change could not be taken back.", { cause: second }));
    }
  }

  #tellIfLost(error: unknown): boolean {
    if (!(error instanceof AppError) || error.code !== "LOCK_LOST") return false;
    this.#parts.onLost(error);
    return true;
  }
}

/** Throws ALREADY_EXISTS when an earlier change of the group creates a file of the same name. */
function claimNames(change: Change, taken: Set<string>): void {
  const names = new Set(change.files.map((file) => fileKey(file.path)));
  if (names.size < change.files.length) throw new RangeError("two files of one change have the same name");
  const twice = change.files.find((file) => taken.has(fileKey(file.path)));
  if (twice !== undefined) throw alreadyExists(twice.path);
  for (const name of names) taken.add(name);
}
