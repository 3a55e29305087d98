import type { Finding } from "../../shared/finding.ts";
import type { CheckedItem } from "../../shared/operations/store-operations.ts";
import type { StoreReader } from "../store/store-reader.ts";
import type { AttachmentDigests } from "./attachment-digests.ts";
import type { OnHashed, StoredHashes } from "./stored-file.ts";

/** What one check found, and what it compared, whether or not it found something. */
export interface CheckOutcome {
  readonly findings: readonly Finding[];
  readonly items: readonly CheckedItem[];
}

/** How one comparison came out. */
export type CheckResult = CheckedItem["result"];

/** What every check of one run works with. */
export interface CheckContext {
  readonly store: StoreReader;
  readonly signal: AbortSignal;
  /** Other threads that hash files of the store; left out, this one does. */
  readonly hashes?: StoredHashes | undefined;
  /** Where many runs are checked: digests of files that several of them may share. */
  readonly digests?: AttachmentDigests;
  /** Where one must know soon: whether a file of this size is left out of the check. Whoever asks for that never calls it whole. */
  readonly leavesOut?: ((sizeBytes: number) => boolean) | undefined;
  /** Called once for each file whose bytes were hashed. */
  readonly countFile: (sizeBytes: number) => void;
  readonly onHashed?: OnHashed;
}
