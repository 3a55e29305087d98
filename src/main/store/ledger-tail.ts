import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import type { Fs } from "../system/fs.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { isHeadLine, parseEntryLine, parseHeadLine } from "./ledger-line.ts";
import { sealsSchema, segmentEpochs } from "./ledger-reader.ts";
import { leafHash, MerkleTree } from "./merkle-tree.ts";
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

/** The newest segment as it was found: what a later epoch seals. */
export interface SegmentSeal {
  readonly epoch: number;
  /** Bytes up to the last line that belongs to a closed group. */
  readonly length: number;
  readonly root: string;
  /** Bytes after them. They were never acknowledged. */
  readonly tornBytes: number;
}

/** The tail of the ledger: its position, and the seal of the newest segment (null in a store without entries). */
export interface LedgerTail {
  readonly position: LedgerPosition;
  readonly seal: SegmentSeal | null;
  /** The newest segment that an earlier epoch had not sealed yet is the only one; older ones are sealed by it. */
  readonly sealedBefore: readonly { readonly epoch: number; readonly length: number; readonly root: string }[];
}

/** What `epoch.opened` carries so that the next start reads one segment instead of all. */
export const openingSchema = sealsSchema.extend({
  size: z.number(),
  edge: z.array(sha256Schema),
  last_run_number: z.number(),
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
 * Reads the newest segment and rebuilds tree, chain and counters from it. Costs O(newest segment), not O(ledger): the first entry
 * of a segment carries the edge of the tree before it. Throws STORE_DAMAGED when chain or signed heads of that segment do not hold.
 */
export function readLedgerTail(fs: Fs, runsDir: string): LedgerTail {
  const epoch = segmentEpochs(fs, runsDir).at(-1);
  if (epoch === undefined) return { position: EMPTY, seal: null, sealedBefore: [] };
  const state = createTailState(epoch);
  const path = resolveStorePath(runsDir, ledgerPath(epoch));
  for (const line of segmentLines(fs, path, null)) {
    const end = line.offset + line.bytes.byteLength + 1;
    if (!(isHeadLine(line.bytes) ? state.close(line.bytes, end) : state.add(line.bytes))) break;
  }
  return state.finish(fs.stat(path)?.sizeBytes ?? 0);
}

interface TailState {
  /** False when the line is not a further entry: the segment ends before it. */
  add(line: Buffer): boolean;
  close(line: Buffer, end: number): boolean;
  finish(sizeBytes: number): LedgerTail;
}

function createTailState(epoch: number): TailState {
  let closed: LedgerPosition | null = null;
  let open: LedgerPosition | null = null;
  let closedLength = 0;
  let sealedBefore: LedgerTail["sealedBefore"] = [];
  return {
    add(line) {
      const entry = parseEntryLine(line);
      if (entry === null) return false;
      if (open === null) {
        const start = startPosition(entry);
        sealedBefore = start.after;
        open = start.position;
      }
      open = advance(open, entry, line);
      return true;
    },
    close(line, end) {
      const head = parseTreeHead(parseHeadLine(line) ?? "")?.head;
      if (open === null || head === undefined) return false;
      if (head.size !== open.tree.size || !head.root.equals(open.tree.root())) {
        throw damaged(epoch, "a signed head does not match the entries before it");
      }
      closed = open;
      closedLength = end;
      return true;
    },
    finish(sizeBytes) {
      if (closed === null) throw damaged(epoch, "its first entries cannot be read");
      const root = closed.tree.root().toString("hex");
      return {
        position: closed,
        seal: { epoch, length: closedLength, root, tornBytes: sizeBytes - closedLength },
        sealedBefore,
      };
    },
  };
}

/** The position before the first entry of a segment, from what that entry carries. */
function startPosition(entry: LedgerEntry): { position: LedgerPosition; after: LedgerTail["sealedBefore"] } {
  const opening = openingSchema.safeParse(entry.body);
  if (entry.kind !== "epoch.opened" || !opening.success || opening.data.size !== entry.seq) {
    throw damaged(entry.epoch, "it does not start by opening its epoch");
  }
  const edge = opening.data.edge.map((digest) => Buffer.from(digest, "hex"));
  const tree = new MerkleTree(opening.data.size, edge);
  const position = {
    tree,
    previous: entry.prev,
    lastRunNumber: opening.data.last_run_number,
    lastAt: "",
    keyId: opening.data.key_id,
  };
  return { position, after: opening.data.after };
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
    keyId: position.keyId,
  };
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
