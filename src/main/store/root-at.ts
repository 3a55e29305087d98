import type { Fs } from "../system/fs.ts";
import { isHeadLine } from "./ledger-line.ts";
import { firstEntry, segmentEpochs } from "./ledger-reader.ts";
import { openingSchema } from "./ledger-tail.ts";
import { edgeLength, leafHash, MerkleTree } from "./merkle-tree.ts";
import { segmentLines } from "./segment-lines.ts";
import { ledgerPath, resolveStorePath } from "./store-layout.ts";

/**
 * The root (hex) of the tree over the first `size` entries, or null when the ledger does not say. Reads only the segment that holds the
 * last of them, and believes its opening about those before it. Throws the storage codes.
 */
export function findRootAt(fs: Fs, runsDir: string, size: number): string | null {
  for (const epoch of segmentEpochs(fs, runsDir).reverse()) {
    const opening = openingSchema.safeParse(firstEntry(fs, runsDir, epoch)?.body);
    if (!opening.success || opening.data.size > size) continue;
    if (opening.data.edge.length !== edgeLength(opening.data.size)) return null;
    const edge = opening.data.edge.map((digest) => Buffer.from(digest, "hex"));
    return rootIn(fs, resolveStorePath(runsDir, ledgerPath(epoch)), new MerkleTree(opening.data.size, edge), size);
  }
  return null;
}

function rootIn(fs: Fs, path: string, tree: MerkleTree, size: number): string | null {
  for (const { bytes } of segmentLines(fs, path, null)) {
    if (tree.size === size) break;
    if (!isHeadLine(bytes)) tree.append(leafHash(bytes));
  }
  return tree.size === size ? tree.root().toString("hex") : null;
}
