import { AppError } from "../../shared/app-error.ts";
import { storageError, systemCodeOf } from "../system/storage-error.ts";
import type { Change } from "./change.ts";
import type { EpochFence } from "./epoch-fence.ts";
import type { JournalFile } from "./journal-file.ts";
import { encodeFrame, type JournalFrame } from "./journal-frame.ts";
import type { PlacedEntry } from "./ledger-entry.ts";
import type { LedgerWriter } from "./ledger-writer.ts";

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
  /** Called once when the device failed to sync: nothing more may be written. */
  readonly onPoisoned: (error: unknown) => void;
}

interface Waiting {
  readonly change: Change;
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
  #running: Promise<void> | null = null;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** Resolves when the change is durable. A change whose group fails is refused and leaves nothing. */
  commit(change: Change): Promise<readonly PlacedEntry[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when no change is waiting or on its way. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** True while a change is waiting or on its way. */
  get busy(): boolean {
    return this.#running !== null;
  }

  async #drain(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commitGroup(this.#takeGroup());
    this.#running = null;
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      bytes += byteLengthOf(waiting.change);
      if (count > 0 && (count >= GROUP_CHANGES || bytes > GROUP_BYTES)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    const admitted = group.filter((waiting) => this.#isAdmitted(waiting));
    if (admitted.length === 0) return;
    try {
      const { frame, entries } = await this.#makeDurable(admitted.map((waiting) => waiting.change));
      for (const [index, waiting] of admitted.entries()) waiting.resolve(entries[index] ?? []);
      await this.#parts.onDurable(frame, entries.flat());
    } catch (error) {
      for (const waiting of admitted) waiting.reject(error);
    }
  }

  #isAdmitted(waiting: Waiting): boolean {
    try {
      this.#parts.admit(waiting.change);
      return true;
    } catch (error) {
      waiting.reject(error);
      return false;
    }
  }

  /** Both ownership checks are needed: without the second, a holder that was suspended could acknowledge into the past. */
  async #makeDurable(
    changes: readonly Change[],
  ): Promise<{ frame: JournalFrame; entries: (readonly PlacedEntry[])[] }> {
    const { fence, journal, ledger } = this.#parts;
    fence.check();
    const draft = ledger.draft(changes);
    const frame: JournalFrame = {
      epoch: fence.epoch,
      files: changes.flatMap((change) => change.files),
      ledgerOffset: draft.offset,
      ledgerBytes: draft.bytes,
    };
    await this.#append(encodeFrame(frame));
    fence.check();
    journal.keep();
    ledger.accept(draft);
    return { frame, entries: draft.entries };
  }

  async #append(bytes: Buffer): Promise<void> {
    const { journal } = this.#parts;
    try {
      journal.append(bytes);
      await journal.sync();
    } catch (error) {
      await this.#takeBack(error);
      throw storageError(error, "record the change", "journal");
    }
  }

  /** Cuts the refused frame off again. After a failed device sync nothing is believed any more, so nothing is tried either. */
  async #takeBack(error: unknown): Promise<void> {
    const { journal, onPoisoned } = this.#parts;
    if (systemCodeOf(error) === "EIO") {
      onPoisoned(error);
      return;
    }
    try {
      await journal.takeBack();
    } catch (second) {
      onPoisoned(new AppError("IO_FAILED", "A refused change could not be taken back.", { cause: second }));
    }
  }
}
