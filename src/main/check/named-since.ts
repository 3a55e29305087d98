import { readPendingChanges } from "../store/pending-changes.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import type { UnnamedFile } from "./check-folder-tree.ts";
import { namedPaths, type WalkedLedger } from "./check-ledger.ts";
import type { CheckedStore } from "./check-run.ts";

/**
 * Leaves out what was recorded while the check ran: a record lies in its place a moment before its line stands in the ledger. So before
 * anything is called foreign, journals are read once more, and then the ledger behind the last line that was walked. In this order, for a
 * journal is emptied only when its lines are in place.
 */
export function dropNamedSince(
  { fs, store }: { readonly fs: Fs; readonly store: CheckedStore },
  ledger: Pick<WalkedLedger, "entries">,
  unnamed: readonly UnnamedFile[],
): readonly UnnamedFile[] {
  if (unnamed.length === 0) return unnamed;
  const named = new Set<StorePath>(readPendingChanges(fs, store.runsDir, () => null).files.keys());
  for (const { entry } of store.ledger.entries(ledger.entries)) {
    for (const path of namedPaths(entry)) named.add(path);
  }
  return unnamed.filter(({ path }) => !named.has(path));
}
