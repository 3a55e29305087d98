import { AppError } from "../../shared/app-error.ts";
import type { EntryDraft } from "./change.ts";
import { CONTRADICTED, type HighWaterTarget, readHighWaterMarks, setHighWaterMarkAside } from "./high-water-mark.ts";
import type { MerkleTree } from "./merkle-tree.ts";
import type { OutsideHead } from "./outside-head.ts";
import { findRootAt } from "./root-at.ts";

/** What opening found out about the past of the folder: entries for its ledger and sentences for people. Empty as a rule. */
export interface HighWaterComparison {
  readonly entries: readonly EntryDraft[];
  readonly notices: readonly string[];
  /** Puts a contradicted mark aside, so that what is noted next does not wipe it out. Call it when the entries are recorded. */
  finish(): Promise<void>;
}

/** The store that opens, and its tree as its ledger gives it. */
export interface OpeningStore {
  readonly runsDir: string;
  readonly storeId: string;
  readonly tree: MerkleTree;
}

const ROLLED_BACK =
  "This folder is older than it was on this PC before. Runs may be missing. Check the store. Tell your auditor.";
const REWRITTEN =
  "The history of this folder is not the one this PC knows. It was rewritten. Check the store. Tell your auditor.";

const NOTHING: HighWaterComparison = { entries: [], notices: [], finish: () => Promise.resolve() };

/**
 * Compares a store with the mark that was noted outside it. A contradiction is told in the ledger too. A mark that cannot be read, or not
 * be put aside, stops no one from recording. Throws nothing foreseen.
 */
export function compareHighWater(target: HighWaterTarget, store: OpeningStore): HighWaterComparison {
  try {
    const { heads } = readHighWaterMarks(target, store.storeId);
    // What was contradicted before was told before.
    const marks = heads.filter(({ source }) => !source.includes(CONTRADICTED));
    const [newest] = marks;
    const why = newest === undefined ? null : contradictionOf(target, store, marks);
    if (newest === undefined || why === null) return NOTHING;
    const body = { why, size: newest.size, root: newest.root, found_size: store.tree.size };
    return {
      entries: [{ kind: "damage.found", subject: store.storeId, body }],
      notices: [why === "rolled-back" ? ROLLED_BACK : REWRITTEN],
      finish: () => tryToSetAside(target, store.storeId),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const notice = `How far this folder had come could not be looked up: ${error.message}`;
    return { ...NOTHING, notices: [notice] };
  }
}

async function tryToSetAside(target: HighWaterTarget, storeId: string): Promise<void> {
  try {
    await setHighWaterMarkAside(target, storeId);
  } catch (error) {
    // The mark is further than the ledger or was noted before it was rewritten: it stays until the next opening finds it again.
    if (!(error instanceof AppError)) throw error;
  }
}

/** The newest mark says it all, unless the ledger does not reach that far: then the newest that it reaches says which of the two it is. */
function contradictionOf(
  { fs }: HighWaterTarget,
  { runsDir, tree }: OpeningStore,
  marks: readonly OutsideHead[],
): "rolled-back" | "rewritten" | null {
  const reached = marks.find(({ size }) => size <= tree.size);
  if (reached !== undefined) {
    const found = reached.size === tree.size ? tree.root().toString("hex") : findRootAt(fs, runsDir, reached.size);
    // Where damage makes it impossible to say, a check says more.
    if (found !== null && found !== reached.root) return "rewritten";
  }
  return reached === marks[0] ? null : "rolled-back";
}
