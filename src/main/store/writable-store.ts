import { AppError } from "../../shared/app-error.ts";
import type { KeyProtection, StoreState } from "../../shared/operations/session-operations.ts";
import { isDeviceFault, withStorageErrorsAsync } from "../system/storage-error.ts";
import { admitChange, alreadyExists, requireSpace } from "./admission.ts";
import { Applier } from "./applier.ts";
import { type ByteSource, type StoredAttachment, writeAttachment } from "./attachment-writer.ts";
import type { Change, EntryDraft } from "./change.ts";
import { type Obstacle, obstacleEntries, obstacleNotices } from "./clear-obstacles.ts";
import type { ClockStep } from "./clock-gap.ts";
import { CommitPipeline } from "./commit-pipeline.ts";
import { keepHighWaterMark } from "./high-water-mark.ts";
import type { JournalFile } from "./journal-file.ts";
import type { JournalFrame } from "./journal-frame.ts";
import type { KeyHolder } from "./key-holder.ts";
import { findLastHeadIn } from "./last-head.ts";
import type { PlacedEntry } from "./ledger-entry.ts";
import type { LedgerReader } from "./ledger-reader.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import { openLiveLedger } from "./live-ledger.ts";
import { type ReadOnlyReason, writeRefusal } from "./read-only-store.ts";
import { giveUpReserve } from "./reserve.ts";
import type {
  Committed,
  KeyRotation,
  LedgerHead,
  OpenStoreOptions,
  PutOptions,
  RunStore,
  StoreIdentity,
} from "./run-store.ts";
import { epochName, type StorePath } from "./store-layout.ts";
import type { HeldStore } from "./store-lock.ts";
import { createStoreReader, type StoreReader } from "./store-reader.ts";
import { WatchedSource } from "./watched-source.ts";

/** A checkpoint follows this long after the last commit, or as soon as the journal is this large. */
const CHECKPOINT_IDLE_MS = 2_000;
const CHECKPOINT_JOURNAL_BYTES = 96 * 1024 * 1024;

const WRITABLE: StoreState = { mode: "writable", reason: null, message: null, holder: null, can_take_over: false };

const POISONED =
  "The drive failed while a record was written. Nothing more is written here. Check the drive, then open the folder again.";

/** What opening hands to a writable store. */
export interface WritableParts {
  readonly options: OpenStoreOptions;
  readonly identity: StoreIdentity;
  readonly held: HeldStore;
  readonly journal: JournalFile;
  readonly ledgerWriter: LedgerWriter;
  readonly keys: KeyHolder;
  readonly notices: string[];
}

/** The one writer of a runs folder. */
export class WritableStore implements RunStore {
  readonly runsDir: string;
  readonly identity: StoreIdentity;
  readonly ledger: LedgerReader;
  readonly #parts: WritableParts;
  readonly #reader: StoreReader;
  readonly #applier: Applier;
  readonly #pipeline: CommitPipeline;
  readonly #committedListeners = new Set<(committed: Committed) => void>();
  readonly #stateListeners = new Set<(state: StoreState) => void>();
  #state: StoreState = WRITABLE;
  #clockStep: ClockStep | null = null;
  #lastRunNumber: number;
  #stages = 0;
  #checkpointTimer: NodeJS.Timeout | null = null;
  #checkpointing: Promise<void> = Promise.resolve();
  #noting: Promise<void> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(parts: WritableParts) {
    const { fs, runsDir, clock } = parts.options;
    const { fence } = parts.held;
    this.#parts = parts;
    this.runsDir = runsDir;
    this.identity = parts.identity;
    this.#reader = createStoreReader(fs, runsDir);
    this.#lastRunNumber = parts.ledgerWriter.position.lastRunNumber;
    this.#applier = new Applier({
      fs,
      runsDir,
      clock,
      fence,
      giveUpReserve: () => giveUpReserve(fs, runsDir),
      onFailed: (error) => this.#applyFailed(error),
      onCleared: (obstacles) => this.#tellCleared(obstacles),
    });
    this.ledger = openLiveLedger(fs, runsDir, {
      size: () => parts.ledgerWriter.position.tree.size,
      pending: () => this.#applier.pendingEntries(),
    });
    this.#pipeline = new CommitPipeline({
      fence,
      journal: parts.journal,
      ledger: parts.ledgerWriter,
      admit: (change) => this.#admit(change),
      onDurable: (frame, entries) => this.#durable(frame, entries),
      onLost: (error) => this.loseLock(error.message),
      onPoisoned: () => this.#becomeReadOnly("poisoned", POISONED),
    });
  }

  state(): StoreState {
    return this.#state;
  }

  clockStep(): ClockStep | null {
    return this.#clockStep;
  }

  notices(): readonly string[] {
    return this.#parts.notices;
  }

  async commit(change: Change): Promise<readonly PlacedEntry[]> {
    this.#requireWritable();
    return await withStorageErrorsAsync("record the change", this.runsDir, () => this.#pipeline.commit(change));
  }

  async settled(): Promise<void> {
    await this.#applier.settle();
  }

  /** Each call is a run of its own: one that has begun may be past what was just recorded. */
  async checkpoint(): Promise<void> {
    const before = this.#checkpointing;
    const run = (async () => {
      await before;
      await this.#runCheckpoint();
    })();
    this.#checkpointing = run.catch(() => undefined);
    await run;
  }

  async putAttachment(source: ByteSource, { neededBytes = 0 }: PutOptions = {}): Promise<StoredAttachment> {
    this.#requireWritable();
    const { options, held } = this.#parts;
    const watched = new WatchedSource(source);
    try {
      requireSpace(options.fs, this.runsDir, neededBytes);
      held.fence.check();
      this.#stages += 1;
      const stageName = `${epochName(held.fence.epoch)}-${this.#stages}.tmp`;
      const stored = await writeAttachment({ fs: options.fs, runsDir: this.runsDir, stageName }, watched.chunks());
      held.fence.check();
      return stored;
    } catch (error) {
      // A stick that cannot be read says nothing about the drive of the store.
      if (watched.failed !== null) throw watched.failed.error;
      this.#heed(error);
      throw error;
    }
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

  get keyProtection(): KeyProtection {
    return this.#parts.keys.protection;
  }

  get keyId(): string {
    return this.#parts.keys.keyId;
  }

  canSealKey(): Promise<boolean> {
    return this.#parts.keys.canSeal();
  }

  async rotateKey(rotation: KeyRotation): Promise<PlacedEntry> {
    this.#requireWritable();
    return await withStorageErrorsAsync("change the signing key", this.runsDir, () =>
      this.#parts.keys.rotate(rotation, {
        commit: (change, successor) => this.#pipeline.commit(change, successor),
        checkpoint: () => this.checkpoint(),
        notice: (text) => this.#notice(text),
      }),
    );
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
  loseLock(reason: string, step: ClockStep | null = null): void {
    this.#clockStep ??= step;
    this.#becomeReadOnly(
      "lock-lost",
      `The folder is not ours to write any more: ${reason}. Nothing was lost. Open it again.`,
    );
  }

  /**
   * Finishes what is acknowledged and gives the folder back. What cannot be finished is safe in the journal and a notice says so:
   * the next start does it.
   */
  async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#checkpointTimer !== null) clearTimeout(this.#checkpointTimer);
    const { journal, held } = this.#parts;
    try {
      if (this.#state.mode === "writable") {
        await this.#tryToFinish(() => this.#commitOwn("close", [this.#ownEntry("epoch.closed")]));
        await this.#tryToFinish(() => this.checkpoint());
      }
      // Nothing may still use the journal's descriptor when it is closed: the system gives its number to the next file.
      await this.#applier.settle();
      await this.#checkpointing;
      await this.#pipeline.idle();
      await this.#noting;
      await this.#tryToFinish(async () => journal.close());
    } finally {
      await held.release();
    }
  }

  async #tryToFinish(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (!this.#heed(error)) this.#notice(`The folder was closed before all was done: ${error.message}`);
    }
  }

  #ownEntry(kind: EntryDraft["kind"]): EntryDraft {
    return { kind, subject: this.identity.storeId, body: {} };
  }

  async #commitOwn(sid: string, entries: readonly EntryDraft[]): Promise<void> {
    await this.#pipeline.commit({ files: [], entries, actor: { uid: "system", role: "system", sid }, requestId: sid });
  }

  #requireWritable(): void {
    if (this.#state.mode !== "writable") throw writeRefusal(this.#state);
    if (this.#closing !== null) throw new AppError("LOCK_LOST", "The folder was closed. Open it again.");
  }

  #admit(change: Change): void {
    if (this.#state.mode !== "writable") throw writeRefusal(this.#state);
    if (this.#applier.failure !== null) throw this.#applier.failure;
    admitChange(this.#parts.options.fs, this.runsDir, change);
    const taken = change.files.find((file) => this.#applier.pending(file.path) !== null);
    if (taken !== undefined) throw alreadyExists(taken.path);
  }

  async #durable(frame: JournalFrame, entries: readonly PlacedEntry[]): Promise<void> {
    const applied = this.#applier.accept(frame, entries);
    for (const listener of this.#committedListeners) this.#tell(() => listener({ entries, files: frame.files }));
    await applied;
    this.#scheduleCheckpoint();
  }

  #scheduleCheckpoint(): void {
    if (this.#closing !== null) return;
    if (this.#checkpointTimer !== null) clearTimeout(this.#checkpointTimer);
    const delayMs = this.#parts.journal.sizeBytes > CHECKPOINT_JOURNAL_BYTES ? 0 : CHECKPOINT_IDLE_MS;
    this.#checkpointTimer = setTimeout(() => {
      this.checkpoint().catch((error: unknown) => this.#applyFailed(error));
    }, delayMs);
    this.#checkpointTimer.unref();
  }

  async #runCheckpoint(): Promise<void> {
    if (this.#parts.journal.sizeBytes === 0) return;
    if (this.#state.mode !== "writable") throw writeRefusal(this.#state);
    try {
      // Most of the waiting for the device is done here, while changes go on being recorded.
      await this.#applier.flush();
      await this.#pipeline.pause(() => this.#emptyJournal());
    } catch (error) {
      this.#heed(error);
      throw error;
    }
    this.#noting = this.#noteHighWater(this.#noting);
  }

  /** How far the folder has come, noted where whoever puts an older copy of it back does not reach. No one waits for it but closing. */
  async #noteHighWater(before: Promise<void>): Promise<void> {
    const { options, held, identity } = this.#parts;
    await before;
    try {
      const head = findLastHeadIn(options.fs, this.runsDir, held.fence.epoch);
      if (head !== null) await keepHighWaterMark(options, identity.storeId, head);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#notice(`How far this folder has come could not be noted outside it: ${reason}`);
    }
  }

  /** Called while nothing is on its way, so every frame in the journal was accepted: once all are in place and flushed, it can go. */
  async #emptyJournal(): Promise<void> {
    if (!(await this.#applier.settle())) {
      this.#scheduleCheckpoint();
      return;
    }
    await this.#applier.flush();
    this.#parts.held.fence.check();
    await this.#parts.journal.empty();
  }

  #applyFailed(error: unknown): void {
    if (this.#heed(error)) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#notice(`A recorded change is safe in the journal but not yet in its place: ${reason}`);
  }

  /** Something stood in the place of a record while the store was open: told in the ledger too, as soon as that can be written. */
  #tellCleared(obstacles: readonly Obstacle[]): void {
    for (const notice of obstacleNotices(obstacles)) this.#notice(notice);
    const entries = obstacleEntries(obstacles, this.identity.storeId);
    this.#commitOwn("apply", entries).catch((error: unknown) => this.#applyFailed(error));
  }

  /** Turns what an error says about the whole folder into its state. True when it said something. */
  #heed(error: unknown): boolean {
    if (error instanceof AppError && error.code === "LOCK_LOST") this.loseLock(error.message);
    else if (isDeviceFault(error)) this.#becomeReadOnly("poisoned", POISONED);
    else return false;
    return true;
  }

  #becomeReadOnly(reason: ReadOnlyReason, message: string): void {
    if (this.#state.mode === "read-only") return;
    const state: StoreState = { mode: "read-only", reason, message, holder: null, can_take_over: false };
    this.#state = state;
    this.#parts.held.fence.giveUp(message);
    this.#notice(message);
    for (const listener of this.#stateListeners) this.#tell(() => listener(state));
  }

  /** A listener that fails must not stop the others, and never a commit that is durable already. */
  #tell(call: () => void): void {
    try {
      call();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#notice(`A part of the program did not take notice of a change: ${reason}`);
    }
  }

  /** Said once, however often it happens. */
  #notice(text: string): void {
    if (!this.#parts.notices.includes(text)) this.#parts.notices.push(text);
  }
}
