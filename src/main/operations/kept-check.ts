import { z } from "zod";
import type { StoreCheckScope, UnfinishedCheck } from "../../shared/operations/check-operations.ts";
import { readJson, toPlain } from "../canonical/json-tree.ts";
import { type CheckState, checkStateSchema } from "../check/check-state.ts";
import { findRootAt } from "../store/root-at.ts";
import { readNote, removeNote, replaceNote, type StoreNote } from "../store/store-note.ts";
import type { Fs } from "../system/fs.ts";

const FOLDER = "checks";

const keptSchema = z.object({ stopped_at: z.string(), state: checkStateSchema });

/** How far a check came, and when that was noted. */
export type KeptCheck = Readonly<z.infer<typeof keptSchema>>;

/** Where unfinished checks are kept: outside every runs folder, as a check changes nothing in what it looks at. */
export interface KeptChecks {
  readonly fs: Fs;
  readonly dataDir: string;
  readonly storeId: string;
}

/** The check of a store that was stopped before its end; null where there is none that can be read. Throws faults of the drive. */
export function findKeptCheck(kept: KeptChecks): KeptCheck | null {
  const bytes = readNote(noteOf(kept));
  const parsed = bytes === null ? null : keptSchema.safeParse(parse(bytes));
  return parsed?.success === true ? parsed.data : null;
}

function parse(bytes: Buffer): unknown {
  try {
    return toPlain(readJson(bytes));
  } catch {
    // What cannot be read cannot be gone on from: the check begins anew.
    return null;
  }
}

/** Notes how far a check came, in the place of what was noted before. Throws the storage codes. */
export function keepCheck(kept: KeptChecks, check: KeptCheck): void {
  replaceNote(noteOf(kept), Buffer.from(`${JSON.stringify(check)}\n`));
}

/** Removes what was noted: the check is done, or not wanted any more. Throws the storage codes. */
export function forgetCheck(kept: KeptChecks): void {
  removeNote(noteOf(kept));
}

/** True when a check of the same things can go on from there: the ledger still begins with what it was then. Throws the storage codes. */
export function canGoOn(
  place: { readonly fs: Fs; readonly runsDir: string },
  state: CheckState,
  scope: StoreCheckScope,
): boolean {
  if (JSON.stringify(orderedScope(state.scope)) !== JSON.stringify(orderedScope(scope))) return false;
  return findRootAt(place.fs, place.runsDir, state.head.size) === state.head.root;
}

/** What people see of a check that was stopped. */
export function unfinishedCheck({ state, stopped_at }: KeptCheck): UnfinishedCheck {
  const { scope, next, of, runs } = state;
  return { scope, done: next, total: of, stopped_at, odd_runs: runs.odd };
}

function orderedScope({ what, from, to, run_ids: runIds }: StoreCheckScope): readonly unknown[] {
  return [what, from, to, runIds === null ? null : [...new Set(runIds)].sort()];
}

function noteOf(kept: KeptChecks): StoreNote {
  return { ...kept, folder: FOLDER };
}
