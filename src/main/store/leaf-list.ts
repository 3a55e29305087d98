import { setImmediate } from "node:timers/promises";
import { AppError } from "../../shared/app-error.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import type { LedgerFolder } from "./ledger-leaves.ts";
import { entryLine, isHeadLine } from "./ledger-line.ts";
import { sealedSegments } from "./ledger-reader.ts";
import { leafHash, MerkleTree } from "./merkle-tree.ts";
import { segmentLines } from "./segment-lines.ts";
import { ledgerPath, resolveStorePath } from "./store-layout.ts";

const LEAF_BYTES = 32;
/** Lines between two breaths: some milliseconds of work. */
const PER_BREATH = 2_000;

/** The leaves of the tree over the first entries of a ledger, as they lie there, and the root that follows from them. */
export class LeafList {
  readonly root: string;
  readonly #leaves: Buffer;

  constructor(leaves: Buffer, root: string) {
    this.#leaves = leaves;
    this.root = root;
  }

  get size(): number {
    return this.#leaves.byteLength / LEAF_BYTES;
  }

  /** True when the entry stands at its number among the leaves, byte for byte. */
  holds(entry: LedgerEntry): boolean {
    const at = entry.seq * LEAF_BYTES;
    if (entry.seq >= this.size) return false;
    return leafHash(entryLine(entry)).equals(this.#leaves.subarray(at, at + LEAF_BYTES));
  }
}

/** The leaves of the first `size` entries; null where the ledger has not so many. 32 bytes each. Throws CANCELLED and the storage codes. */
export async function readLeaves({ fs, runsDir, signal }: LedgerFolder, size: number): Promise<LeafList | null> {
  const leaves: Buffer[] = [];
  const tree = new MerkleTree();
  for (const { epoch, endOffset } of sealedSegments(fs, runsDir)) {
    for (const { bytes } of segmentLines(fs, resolveStorePath(runsDir, ledgerPath(epoch)), endOffset)) {
      if (tree.size === size) break;
      if (isHeadLine(bytes)) continue;
      const leaf = leafHash(bytes);
      leaves.push(leaf);
      tree.append(leaf);
      if (tree.size % PER_BREATH === 0) await breathe(signal);
    }
  }
  return tree.size === size ? new LeafList(Buffer.concat(leaves), tree.root().toString("hex")) : null;
}

async function breathe(signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new AppError("CANCELLED", "The check was stopped. Nothing was changed.");
  await setImmediate();
}
