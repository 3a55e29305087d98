import type { KeyProtection, StoreState } from "../../shared/operations/session-operations.ts";
import type { Clock } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import type { IdSource } from "../system/ids.ts";
import type { ByteSource, StoredAttachment } from "./attachment-writer.ts";
import type { Change, NewFile } from "./change.ts";
import type { ClockStep } from "./clock-gap.ts";
import type { KeyVault } from "./key-vault.ts";
import type { PlacedEntry } from "./ledger-entry.ts";
import type { LedgerReader } from "./ledger-reader.ts";
import type { StoreLocks } from "./store-lock.ts";
import type { StoreReader } from "./store-reader.ts";

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
  /** Who takes the folder from a holder on another machine that seems to have stopped; null or left out: nobody does. */
  readonly takeOverBy?: string | null;
  /** How the PC clock was set while the folder was held before: the new epoch records it. */
  readonly clockStep?: ClockStep | null;
  /** The system's store for secrets; null or left out where there is none, as on the command line. */
  readonly vault?: KeyVault | null;
  /** Who wants a new signing key in the place of one that cannot be opened; null or left out: nobody does. */
  readonly resetKey?: KeyReset | null;
  /** Names what is broken of the functions that evidence rests on; null when nothing is. The known answers where this is left out. */
  readonly findBroken?: () => string | null;
  /** Disk space kept back for bad times; tests keep none. */
  readonly reserveBytes?: number;
  /** The machine's locks unless given; only a simulated file system has its own. */
  readonly locks?: StoreLocks;
}

/** Who asked for a new key in the place of one that cannot be opened, and why. */
export interface KeyReset {
  readonly by: string;
  readonly reason: string;
}

/** Where a new signing key is to be kept, and who wants it. */
export interface KeyRotation extends Pick<Change, "actor" | "requestId"> {
  readonly to: "system" | "file";
}

/** What a commit tells those who keep derived state. */
export interface Committed {
  readonly entries: readonly PlacedEntry[];
  readonly files: readonly NewFile[];
}

/** What is known of an attachment before its first byte. */
export interface PutOptions {
  /** Room the drive must have, or the attachment is refused (DISK_FULL) before one byte is written. */
  readonly neededBytes?: number;
}

/** Size and root (hex) of the tree over all entries, the current epoch, and bytes waiting in the journal. */
export interface LedgerHead {
  readonly size: number;
  readonly root: string;
  readonly epoch: number;
  readonly journalBytes: number;
}

/**
 * One runs folder. Files are created once and never replaced; a change is recorded when its journal frame is durable.
 * Every method may throw the storage codes (DISK_FULL, NO_PERMISSION, IO_FAILED, TOO_MANY_FILES, STORE_READ_ONLY, STORE_LOCKED,
 * LOCK_LOST).
 */
export interface RunStore extends StoreReader {
  readonly runsDir: string;
  /** Null only for a read-only view of a folder that holds no readable store. */
  readonly identity: StoreIdentity | null;
  readonly ledger: LedgerReader;
  readonly keyProtection: KeyProtection;
  /** Hex id of the key that signs; null for a read-only view. */
  readonly keyId: string | null;
  state(): StoreState;
  /** How the PC clock was set when the folder was lost by that; whoever opens it next hands it on. Null in every other case. */
  clockStep(): ClockStep | null;
  /** Sentences about what opening found and did (a recovery, a new key, a lost lock); newest last. */
  notices(): readonly string[];
  /** Durable when it resolves: the change survives a power cut. Entries come back in their order in the ledger. */
  commit(change: Change): Promise<readonly PlacedEntry[]>;
  /** Resolves when every acknowledged change is in place: files under their names, lines in the segment. */
  settled(): Promise<void>;
  /** Makes everything durable under its own name and empties the journal. */
  checkpoint(): Promise<void>;
  /**
   * Stores bytes by content: durable when it resolves, and a no-op when they are here already. What the source throws is thrown as it
   * is, and leaves the store as it was.
   */
  putAttachment(source: ByteSource, options?: PutOptions): Promise<StoredAttachment>;
  /** True when the system's store would keep a signing key from others. */
  canSealKey(): Promise<boolean>;
  /** Changes to a new signing key. Changes that are on their way are signed by the one or the other, and each holds. */
  rotateKey(rotation: KeyRotation): Promise<PlacedEntry>;
  /** The next short number of this workstation. A number whose commit fails is not used again while the store is open. */
  takeRunNumber(): number;
  /** Null for a read-only view. */
  ledgerHead(): LedgerHead | null;
  /** Called after a commit was acknowledged, in ledger order. The listener must not throw. */
  onCommitted(listener: (committed: Committed) => void): () => void;
  onStateChanged(listener: (state: StoreState) => void): () => void;
  close(): Promise<void>;
}
