import type { StoreState } from "../../shared/operations/session-operations.ts";
import { admitChange, requireSpace } from "./admission.ts";
import { Applier } from "./applier.ts";
import { type ByteSource, type StoredAttachment, writeAttachment } from "./attachment-writer.ts";
import type { Change } from "./change.ts";
import { CommitPipeline } from "./commit-pipeline.ts";
import type { JournalFile } from "./journal-file.ts";
import type { JournalFrame } from "./journal-frame.ts";
import type { PlacedEntry } from "./ledger-entry.ts";
import { openLedgerReader } from "./ledger-reader.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import { type ReadOnlyReason, writeRefusal } from "./read-only-store.ts";
import { giveUpReserve } from "./reserve.ts";
import type { Committed, LedgerHead, OpenStoreOptions, RunStore, StoreIdentity } from "./run-store.ts";
import { epochName, type StorePath } from "./store-layout.ts";
import type { HeldStore } from "./store-lock.ts";
import { createStoreReader, type StoreReader } from "./store-reader.ts";

/** A checkpoint follows this long after the last commit, or as soon as the journal is this large. */
const CHECKPOINT_IDLE_MS = 2_000;
const CHECKPOINT_JOURNAL_BYTES = 96 * 1024 * 1024;

const WRITABLE: StoreState = { mode: "writable", reason: null, message: null, holder: null };

/** What opening hands to a writable store. */
export interface WritableParts {
  readonly options: OpenStoreOptions;
  readonly identity: StoreIdentity;
  readonly held: HeldStore;
  readonly journal: JournalFile;
  readonly ledgerWriter: LedgerWriter;
  readonly notices: string[];
}

/** The one writer of a runs folder. */
export class WritableStore implements RunStore {
  readonly runsDir: string;
  readonly identity: StoreIdentity;
  readonly ledger;
  readonly keyProtection = "file";
  readonly #parts: WritableParts;
  readonly #reader: StoreReader;
  readonly #applier: Applier;
  readonly #pipeline: CommitPipeline;
  readonly #committedListeners = new Set<(committed: Committed) => void>();
  readonly #stateListeners = new Set<(state: StoreState) => void>();
  #state: StoreState = WRITABLE;
  #lastRunNumber: number;
  #stages = 0;
  #checkpointTimer: NodeJS.Timeout | null = null;
  #checkpointing: Promise<void> | null = null;
  #closed = false;

  constructor(parts: WritableParts) {
    const { fs, runsDir } = parts.options;
    this.#parts = parts;
    this.runsDir = runsDir;
    this.identity = parts.identity;
    this.ledger = openLedgerReader(fs, runsDir);
    this.#reader = createStoreReader(fs, runsDir);
    this.#lastRunNumber = parts.ledgerWriter.position.lastRunNumber;
    this.#applier = new Applier({
      fs,
      runsDir,
      giveUpReserve: () => giveUpReserve(fs, runsDir),
      onFailed: (error) => this.#applyFailed(error),
    });
    this.#pipeline = new CommitPipeline({
      fence: parts.held.fence,
      journal: parts.journal,
      ledger: parts.ledgerWriter,
      admit: (change) => this.#admit(change),
      onDurable: (frame, entries) => this.#durable(frame, entries),
      onPoisoned: () => this.#becomeReadOnly("poisoned", POISONED),
    });
  }

  state(): StoreState {
    return this.#state;
  }

  notices(): readonly string[] {
    return this.#parts.notices;
  }

  async commit(change: Change): Promise<readonly PlacedEntry[]> {
    this.#requireWritable();
    return await this.#pipeline.commit(change);
  }

  async settled(): Promise<void> {
    await this.#applier.settle();
  }

  async checkpoint(): Promise<void> {
    this.#checkpointing ??= this.#runCheckpoint().finally(() => {
      this.#checkpointing = null;
    });
    await this.#checkpointing;
  }

  async putAttachment(source: ByteSource): Promise<StoredAttachment> {
    this.#requireWritable();
    const { options, held } = this.#parts;
    requireSpace(options.fs, this.runsDir, 0);
    held.fence.check();
    this.#stages += 1;
    const stageName = `${epochName(held.fence.epoch)}-${this.#stages}.tmp`;
    const stored = await writeAttachment({ fs: options.fs, runsDir: this.runsDir, stageName }, source);
    held.fence.check();
    return stored;
  }

  readFile(path: StorePath): Buffer {
    const pending = this.#applier.pending(path);
    return pending === null ? this.#reader.readFile(path) : Buffer.from(pending);
  }

  fileSize(path: StorePath): number | null {
    return this.#applier.pending(path)?.byteLength ?? this.#reader.fileSize(path);
  }

  readRange(path: StorePath, offset: number, byteLength: number): Buffer {
    const pending = this.#applier.pending(path);
    if (pending === null) return this.#reader.readRange(path, offset, byteLength);
    return Buffer.from(pending.subarray(offset, offset + byteLength));
  }

  takeRunNumber(): number {
    this.#requireWritable();
    this.#lastRunNumber += 1;
    return this.#lastRunNumber;
  }

  ledgerHead(): LedgerHead {
    const { tree } = this.#parts.ledgerWriter.position;
    const { journal, held } = this.#parts;
    return {
      size: tree.size,
      root: tree.root().toString("hex"),
      epoch: held.fence.epoch,
      journalBytes: journal.sizeBytes,
    };
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.#committedListeners.add(listener);
    return () => this.#committedListeners.delete(listener);
  }

  onStateChanged(listener: (state: StoreState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** The fence already refuses when this is called; here people and callers are told. */
  loseLock(reason: string): void {
    this.#becomeReadOnly(
      "lock-lost",
      `The folder is not ours to write any more: ${reason}. Nothing was lost. Open it again.`,
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#checkpointTimer !== null) clearTimeout(this.#checkpointTimer);
    const { journal, held } = this.#parts;
    try {
      if (this.#state.mode === "writable") await this.#closeEpoch();
    } finally {
      journal.close();
      await held.release();
    }
  }

  async #closeEpoch(): Promise<void> {
    await this.#pipeline.idle();
    await this.#pipeline.commit({
      files: [],
      entries: [{ kind: "epoch.closed", subject: this.identity.storeId, body: {} }],
      actor: { uid: "system", role: "system", sid: "close" },
      requestId: "close",
    });
    await this.#pipeline.idle();
    await this.checkpoint();
  }

  #requireWritable(): void {
    if (this.#state.mode !== "writable") throw writeRefusal(this.#state);
  }

  #admit(change: Change): void {
    this.#requireWritable();
    admitChange(this.#parts.options.fs, this.runsDir, change);
    const taken = change.files.find((file) => this.#applier.pending(file.path) !== null);
    if (taken !== undefined) throw new RangeError(`a record with this name was just recorded: ${taken.path}`);
  }

  async #durable(frame: JournalFrame, entries: readonly PlacedEntry[]): Promise<void> {
    const applied = this.#applier.accept(frame);
    for (const listener of this.#committedListeners) listener({ entries, files: frame.files });
    await applied;
    this.#scheduleCheckpoint();
  }

  #scheduleCheckpoint(): void {
    if (this.#closed) return;
    if (this.#checkpointTimer !== null) clearTimeout(this.#checkpointTimer);
    const delayMs = this.#parts.journal.sizeBytes > CHECKPOINT_JOURNAL_BYTES ? 0 : CHECKPOINT_IDLE_MS;
    this.#checkpointTimer = setTimeout(() => {
      this.checkpoint().catch((error: unknown) => this.#applyFailed(error));
    }, delayMs);
    this.#checkpointTimer.unref();
  }

  /** The journal is emptied only when nothing in it is still on its way, and only by the holder. */
  async #runCheckpoint(): Promise<void> {
    const { journal, held } = this.#parts;
    for (;;) {
      const sizeBytes = journal.sizeBytes;
      if (sizeBytes === 0 || !(await this.#applier.settle())) return;
      await this.#applier.flush();
      held.fence.check();
      if (journal.sizeBytes !== sizeBytes || this.#pipeline.busy) {
        await this.#pipeline.idle();
        continue;
      }
      await journal.empty();
      return;
    }
  }

  #applyFailed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#parts.notices.push(`A recorded change is safe in the journal but not yet in its place: ${reason}`);
  }

  #becomeReadOnly(reason: ReadOnlyReason, message: string): void {
    if (this.#state.mode === "read-only") return;
    this.#state = { mode: "read-only", reason, message, holder: null };
    this.#parts.held.fence.giveUp(message);
    for (const listener of this.#stateListeners) listener(this.#state);
  }
}

const POISONED =
  "The drive failed while a record was written. Nothing more is written here. Check the drive, then open the folder again.";
