import { sha256Hex } from "../canonical/digest.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import type { EntryDraft } from "./change.ts";
import { readWhole } from "./durable-file.ts";
import { epochPath, resolveStorePath, STORE_PATHS, type StorePath } from "./store-layout.ts";

/** Whose files the entries are about. */
export interface OwnFilesTarget {
  readonly fs: Fs;
  readonly runsDir: string;
  readonly epoch: number;
}

/**
 * The entries that open an epoch, with digests of the files the store keeps about itself: its identity where it was made, the token of
 * the epoch. So the ledger vouches for every file that is written once, not for records alone.
 */
export function vouchForOwnFiles(target: OwnFilesTarget, entries: readonly EntryDraft[]): readonly EntryDraft[] {
  return entries.map((entry) => {
    if (entry.kind === "store.created") return { ...entry, ...vouch(target, STORE_PATHS.identity) };
    if (entry.kind === "epoch.opened") return { ...entry, ...vouch(target, epochPath(target.epoch)) };
    return entry;
  });
}

function vouch({ fs, runsDir }: OwnFilesTarget, path: StorePath): Pick<EntryDraft, "path" | "sha256" | "size"> {
  const absolute = resolveStorePath(runsDir, path);
  const bytes = withStorageErrors("read a file of the store", absolute, () => readWhole(fs, absolute));
  return { path, sha256: sha256Hex(bytes), size: bytes.byteLength };
}
