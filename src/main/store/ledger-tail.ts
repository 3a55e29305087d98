import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { isHeadLine, parseEntryLine, parseHeadLine } from "./ledger-line.ts";
import { sealsSchema, segmentEpochs } from "./ledger-reader.ts";
import { edgeLength, leafHash, MerkleTree } from "./merkle-tree.ts";
import { segmentLines } from "./segment-lines.ts";
import { parseTreeHead } from "./signed-note.ts";
import { ledgerPath, resolveStorePath } from "./store-layout.ts";

/** The digest before the first entry: there is none, so it is the placeholder. */
export const CHAIN_START = sha256Schema.parse("0".repeat(64));

/** Where the ledger stands: everything the next entry needs to join on. */
export interface LedgerPosition {
  readonly tree: MerkleTree;
  readonly previous: Sha256;
  /** The highest run number given out so far; 0 before the first. */
  readonly lastRunNumber: number;
  readonly lastAt: string;
  readonly keyId: string | null;
}

/** A segment that no later epoch has sealed yet, as it was found: what the next epoch seals. */
export interface SegmentSeal {
  readonly epoch: number;
  /** Bytes up to the last line that belongs to a closed group. */
  readonly length: number;
  /** Hex. */
  readonly root: string;
  /** Bytes after them. Journals are replayed before the tail is read, so no crash leaves any: someone cut or extended the file. */
  readonly tornBytes: number;
}

/** The tail of the ledger. */
export interface LedgerTail {
  readonly position: LedgerPosition;
  /** Newest first; more than one only where a newer segment lost its first entries. Empty in a store without entries. */
  readonly seals: readonly SegmentSeal[];
}

/** What `epoch.opened` carries so that the next start reads one segment instead of all. */
export const openingSchema = sealsSchema.extend({
  size: z.number().int().min(0),
  edge: z.array(sha256Schema),
  last_run_number: z.number().int().min(0),
  key_id: z.string(),
});

const EMPTY: LedgerPosition = {
  tree: new MerkleTree(),
  previous: CHAIN_START,
  lastRunNumber: 0,
  lastAt: "",
  keyId: null,
};

/**
 * Reads the newest segment that holds a closed group and rebuilds tree, chain and counters from it. Costs O(that segment), not
 * O(ledger): its first entry carries the edge of the tree before it. Lines without a signed head at the end are left out, and said
 * in the seal. Throws STORE_DAMAGED when a complete line cannot be read or when chain or heads do not hold.
 */
export function readLedgerTail(fs: Fs, runsDir: string): LedgerTail {
  const cutOff: { readonly epoch: number; readonly sizeBytes: number }[] = [];
  for (const epoch of segmentEpochs(fs, runsDir).reverse()) {
    const { position, length, sizeBytes } = readSegmentTail(fs, runsDir, epoch);
    if (position !== null) {
      const root = position.tree.root().toString("hex");
      return { position, seals: [...emptySeals(cutOff, root), { epoch, length, root, tornBytes: sizeBytes - length }] };
    }
    if (sizeBytes > 0) cutOff.push({ epoch, sizeBytes });
  }
  return { position: EMPTY, seals: emptySeals(cutOff, EMPTY.tree.root().toString("hex")) };
}

/** Segments cut off within their first group: nothing in them counts. */
function emptySeals(
  cutOff: readonly { readonly epoch: number; readonly sizeBytes: number }[],
  root: string,
): SegmentSeal[] {
  return cutOff.map(({ epoch, sizeBytes }) => ({ epoch, length: 0, root, tornBytes: sizeBytes }));
}

interface SegmentTail {
  /** Null when no group of the segment is closed. */
  readonly position: LedgerPosition | null;
  readonly length: number;
  readonly sizeBytes: number;
}

function readSegmentTail(fs: Fs, runsDir: string, epoch: number): SegmentTail {
  const path = resolveStorePath(runsDir, ledgerPath(epoch));
  let closed: LedgerPosition | null = null;
  let open: LedgerPosition | null = null;
  let length = 0;
  for (const line of segmentLines(fs, path, null)) {
    if (isHeadLine(line.bytes)) {
      closed = closeGroup(epoch, open, line.bytes);
      length = line.offset + line.bytes.byteLength + 1;
    } else {
      open = addEntry(epoch, open, line.bytes);
    }
  }
  return {
    position: closed,
    length,
    sizeBytes: withStorageErrors("read the ledger", path, () => fs.stat(path)?.sizeBytes ?? 0),
  };
}

function addEntry(epoch: number, open: LedgerPosition | null, line: Buffer): LedgerPosition {
  const entry = parseEntryLine(line);
  if (entry === null) throw damaged(epoch, "a line of it cannot be read");
  if (entry.epoch !== epoch) throw damaged(epoch, `it holds an entry of epoch ${entry.epoch}`);
  return advance(open ?? startPosition(entry), entry, line);
}

function closeGroup(epoch: number, open: LedgerPosition | null, line: Buffer): LedgerPosition {
  const head = parseTreeHead(parseHeadLine(line) ?? "")?.head;
  if (open === null || head === undefined) throw damaged(epoch, "a signed head of it cannot be read");
  if (head.size !== open.tree.size || !head.root.equals(open.tree.root())) {
    throw damaged(epoch, "a signed head does not match the entries before it");
  }
  return open;
}

/** The position before the first entry of a segment, from what that entry carries. */
function startPosition(entry: LedgerEntry): LedgerPosition {
  const opening = openingSchema.safeParse(entry.body);
  if (entry.kind !== "epoch.opened" || !opening.success || opening.data.size !== entry.seq) {
    throw damaged(entry.epoch, "it does not start by opening its epoch");
  }
  const edge = opening.data.edge.map((digest) => Buffer.from(digest, "hex"));
  if (edge.length !== edgeLength(opening.data.size)) throw damaged(entry.epoch, "its tree edge does not fit its size");
  return {
    tree: new MerkleTree(opening.data.size, edge),
    previous: entry.prev,
    lastRunNumber: opening.data.last_run_number,
    lastAt: "",
    keyId: opening.data.key_id,
  };
}

/** The position after one more entry. Throws STORE_DAMAGED when it does not join on. */
export function advance(position: LedgerPosition, entry: LedgerEntry, line: Buffer): LedgerPosition {
  if (entry.seq !== position.tree.size || entry.prev !== position.previous) {
    throw damaged(entry.epoch, `entry ${entry.seq} does not join on to the one before it`);
  }
  const tree = position.tree.copy();
  tree.append(leafHash(line));
  return {
    tree,
    previous: sha256Hex(line),
    lastRunNumber: Math.max(position.lastRunNumber, runNumberOf(entry)),
    lastAt: entry.at,
    keyId: newKeyId(entry) ?? position.keyId,
  };
}

/** The id of the key that signs from this entry on, when it brings one in. */
function newKeyId({ kind, body }: LedgerEntry): string | null {
  if (kind !== "key.rotated" && kind !== "key.reset") return null;
  return typeof body.verifier === "string" ? (/\+([0-9a-f]{8})\+/.exec(body.verifier)?.[1] ?? null) : null;
}

/** The counter in `1042-7`, the short number an entry gave its run; 0 for entries that gave none. */
function runNumberOf(entry: LedgerEntry): number {
  const text = entry.kind === "run.recorded" ? entry.body.run_number : null;
  return typeof text === "string" ? Number(/^\d{1,15}(?=-)/.exec(text)?.[0] ?? 0) : 0;
}

function damaged(epoch: number, why: string): AppError {
  return new AppError(
    "STORE_DAMAGED",
    `The ledger of epoch ${epoch} is not what was written: ${why}. Check the store.`,
    {
      context: { epoch },
    },
  );
}
