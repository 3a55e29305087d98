import { AppError } from "../../shared/app-error.ts";
import type { ErrorCode } from "../../shared/error-codes.ts";
import type { KeyProtection, StoreState } from "../../shared/operations/session-operations.ts";
import { openLedgerReader } from "./ledger-reader.ts";
import type { OpenStoreOptions, RunStore, StoreIdentity } from "./run-store.ts";
import { findKeyProtection } from "./store-keys.ts";
import { createStoreReader } from "./store-reader.ts";

/** Why a store is read-only. */
export type ReadOnlyReason = NonNullable<StoreState["reason"]>;

const CODES: Readonly<Record<ReadOnlyReason, ErrorCode>> = {
  locked: "STORE_LOCKED",
  "lock-lost": "LOCK_LOST",
  "too-new": "STORE_TOO_NEW",
  "no-permission": "NO_PERMISSION",
  damaged: "STORE_DAMAGED",
  poisoned: "IO_FAILED",
  viewing: "STORE_READ_ONLY",
  "disk-full": "DISK_FULL",
  "key-sealed": "NO_PERMISSION",
  "crypto-broken": "IO_FAILED",
};

/** The refusal that a write to a store in this state meets. */
export function writeRefusal(state: StoreState): AppError {
  const holder = state.holder;
  return new AppError(CODES[state.reason ?? "viewing"], state.message ?? "The folder is open for reading only.", {
    context:
      holder === null
        ? {}
        : { user: holder.user, host: holder.host, pid: holder.pid, since: holder.since, app: holder.app },
  });
}

/** A view of a runs folder that writes nothing at all. */
export function createReadOnlyStore(
  options: OpenStoreOptions,
  view: { readonly identity: StoreIdentity | null; readonly state: StoreState; readonly notices: readonly string[] },
): RunStore {
  const refuse = (): never => {
    throw writeRefusal(view.state);
  };
  let protection: KeyProtection | null = null;
  return {
    ...createStoreReader(options.fs, options.runsDir),
    runsDir: options.runsDir,
    identity: view.identity,
    ledger: openLedgerReader(options.fs, options.runsDir),
    get keyProtection() {
      protection ??= findKeyProtection(options);
      return protection;
    },
    keyId: null,
    canSealKey: () => Promise.resolve(false),
    rotateKey: async () => refuse(),
    state: () => view.state,
    clockStep: () => null,
    notices: () => view.notices,
    commit: async () => refuse(),
    settled: () => Promise.resolve(),
    checkpoint: async () => refuse(),
    putAttachment: async () => refuse(),
    takeRunNumber: () => refuse(),
    ledgerHead: () => null,
    onCommitted: () => () => undefined,
    onStateChanged: () => () => undefined,
    close: () => Promise.resolve(),
  };
}
