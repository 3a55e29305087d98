import type { StoreCheckScope, StoreReport } from "../../shared/operations/check-operations.ts";
import type { CheckedStore } from "../check/check-run.ts";
import type { CheckState, StoreCheckControl } from "../check/check-state.ts";
import { checkStore } from "../check/check-store.ts";
import type { StoredHashes } from "../check/stored-file.ts";
import { openLedgerReader } from "../store/ledger-reader.ts";
import { createStoreReader } from "../store/store-reader.ts";
import type { Clock } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";

/** The folder to check and what of it: plain data, so that the check can run anywhere. */
export interface StoreCheckInput {
  readonly runsDir: string;
  readonly dataDir: string;
  readonly scope: StoreCheckScope;
  /** Where an earlier check of the same things left off; null to begin with the first run. */
  readonly from: CheckState | null;
}

/**
 * Checks many things of a folder as it lies there, beside whoever has it open: changes that were acknowledged must be in place. Throws
 * CANCELLED when stopped, and faults of the drive.
 */
export function runStoreCheck(
  { fs, clock, hashes }: { readonly fs: Fs; readonly clock: Clock; readonly hashes?: StoredHashes | undefined },
  { runsDir, dataDir, scope, from }: StoreCheckInput,
  control: Omit<StoreCheckControl, "from">,
): Promise<StoreReport> {
  const store: CheckedStore = {
    ...createStoreReader(fs, runsDir),
    runsDir,
    ledger: openLedgerReader(fs, runsDir),
    settled: () => Promise.resolve(),
  };
  return checkStore({ store, clock, fs, dataDir, hashes }, scope, { ...control, from });
}
