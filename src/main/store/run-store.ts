import type { StoreState } from "../../shared/operations/session-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import type { Clock } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import type { IdSource } from "../system/ids.ts";
import type { Change, NewFile } from "./change.ts";
import type { PlacedEntry } from "./ledger-entry.ts";
import type { LedgerReader } from "./ledger-reader.ts";
import type { StorePath } from "./store-layout.ts";

/** What tells one store from another. */
export interface StoreIdentity {
  readonly storeId: string;
  readonly workstationId: string;
  readonly origin: string;
}

/** What opening needs from outside. */
export interface OpenStoreOptions {
  readonly runsDir: string;
  /** Outside the runs folder: private keys and this workstation's id. */
  readonly dataDir: string;
  readonly appVersion: string;
  readonly fs: Fs;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** `write` takes the lock and recovers; it falls back to reading when the folder is held. `read` never writes a byte. */
  readonly access: "write" | "read";
}

/** Bytes of an attachment, in order. */
export type ByteSource = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A stored attachment. */
export interface StoredAttachment {
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}

/** What a commit tells those who keep derived state. */
export interface Committed {
  readonly entries: readonly PlacedEntry[];
  readonly files: readonly NewFile[];
}

/**
 * One runs folder. Files are created once and never replaced; a change is recorded when its journal frame is durable.
 * Every method may throw the storage codes (DISK_FULL, NO_PERMISSION, IO_FAILED, TOO_MANY_FILES, STORE_READ_ONLY, LOCK_LOST).
 */
export interface RunStore {
  readonly runsDir: string;
  /** Null only for a read-only view of a folder that holds no store yet. */
  readonly identity: StoreIdentity | null;
  readonly ledger: LedgerReader;
  readonly keyProtection: "file" | "none";
  state(): StoreState;
  /** Sentences about what opening found and did (a recovery, a new key, a lost lock); newest last. */
  notices(): readonly string[];
  /** Durable when it resolves: the change survives a power cut. Entries come back in their order in the ledger. */
  commit(change: Change): Promise<readonly PlacedEntry[]>;
  /** Resolves when every acknowledged change is in place: files under their names, lines in the segment. */
  settled(): Promise<void>;
  /** Makes everything durable under its own name and empties the journal. */
  checkpoint(): Promise<void>;
  /** Stores bytes by content: durable when it resolves, and a no-op when they are here already. */
  putAttachment(source: ByteSource): Promise<StoredAttachment>;
  /** The whole file. Throws PATH_NOT_FOUND when nothing is there, STORE_DAMAGED when it is no regular file. */
  readFile(path: StorePath): Buffer;
  /** Null when nothing is there. */
  fileSize(path: StorePath): number | null;
  /** Up to `byteLength` bytes from `offset`. */
  readRange(path: StorePath, offset: number, byteLength: number): Buffer;
  /** The next short number of this workstation. A number whose commit fails is not used again. */
  takeRunNumber(): number;
  /** Size and root (hex) of the tree over all entries, the current epoch, and bytes waiting in the journal. */
  ledgerHead(): {
    readonly size: number;
    readonly root: string;
    readonly epoch: number;
    readonly journalBytes: number;
  } | null;
  onCommitted(listener: (committed: Committed) => void): () => void;
  onStateChanged(listener: (state: StoreState) => void): () => void;
  close(): Promise<void>;
}

/** Opens a runs folder, creating it for `write` when it does not exist. Source: store-format, "The lock" and "The one commit point". */
export declare function openRunStore(options: OpenStoreOptions): Promise<RunStore>;
