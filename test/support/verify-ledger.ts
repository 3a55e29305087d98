import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../src/main/canonical/digest.ts";
import { isHeadLine, parseEntryLine, parseHeadLine } from "../../src/main/store/ledger-line.ts";
import { leafHash, MerkleTree } from "../../src/main/store/merkle-tree.ts";
import { parseTreeHead, parseVerifier, verifyTreeHead } from "../../src/main/store/signed-note.ts";

/** What a walk over a ledger found. */
export interface LedgerWalk {
  readonly entries: readonly NonNullable<ReturnType<typeof parseEntryLine>>[];
  /** Hex. */
  readonly root: string;
  /** Sentences; empty when chain, numbers, heads and signatures hold from the first line to the last. */
  readonly problems: readonly string[];
}

/**
 * Walks every segment of a ledger up to where a later epoch sealed it and recomputes chain, tree and signatures, by a way of its own:
 * it takes lines apart with `split` and keeps all leaves.
 */
export function verifyLedger(runsDir: string): LedgerWalk {
  const folder = join(runsDir, "_integrity", "ledger");
  const keys = readdirSync(join(runsDir, "_integrity", "keys"))
    .filter((name) => name.endsWith(".vkey"))
    .map((name) => parseVerifier(readFileSync(join(runsDir, "_integrity", "keys", name), "utf8")));
  const segments = readdirSync(folder)
    .sort()
    .map((name) => ({ epoch: Number(name.slice(0, 8)), bytes: readFileSync(join(folder, name)) }));
  const sealed = sealsOf(segments.map(({ bytes }) => bytes));
  const walk = { entries: [] as LedgerWalk["entries"][number][], problems: [] as string[] };
  const tree = new MerkleTree();
  let previous = "0".repeat(64);
  for (const { epoch, bytes } of segments) {
    const end = sealed.get(epoch) ?? bytes.byteLength;
    let hasOpenGroup = false;
    for (const line of linesOf(bytes.subarray(0, end))) {
      if (isHeadLine(line)) {
        hasOpenGroup = false;
        const note = parseHeadLine(line) ?? "";
        const head = parseTreeHead(note)?.head;
        if (head?.size !== tree.size || !head.root.equals(tree.root()))
          walk.problems.push(`head at ${tree.size} differs`);
        if (!keys.some((key) => key !== null && verifyTreeHead(note, key)))
          walk.problems.push(`head at ${tree.size} unsigned`);
        continue;
      }
      hasOpenGroup = true;
      const entry = parseEntryLine(line);
      if (entry === null) walk.problems.push(`line after ${tree.size} unreadable`);
      else walk.entries.push(entry);
      if (entry?.seq !== tree.size || entry.prev !== previous)
        walk.problems.push(`entry ${tree.size} does not join on`);
      previous = sha256Hex(line);
      tree.append(leafHash(line));
    }
    if (hasOpenGroup) walk.problems.push(`segment ${epoch} ends without a head`);
  }
  return { ...walk, root: tree.root().toString("hex") };
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines = bytes.toString("latin1").split("\n");
  return lines.slice(0, -1).map((line) => Buffer.from(line, "latin1"));
}

function sealsOf(segments: readonly Buffer[]): Map<number, number> {
  const lengths = new Map<number, number>();
  for (const bytes of segments) {
    const body = parseEntryLine(linesOf(bytes)[0] ?? Buffer.alloc(0))?.body;
    const after = Array.isArray(body?.after) ? (body.after as { epoch: number; length: number }[]) : [];
    for (const seal of after) lengths.set(seal.epoch, seal.length);
  }
  return lengths;
}
