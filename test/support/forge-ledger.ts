import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../src/main/canonical/digest.ts";
import type { LedgerEntry } from "../../src/main/store/ledger-entry.ts";
import { entryLine, headLine, isHeadLine, parseEntryLine } from "../../src/main/store/ledger-line.ts";
import { leafHash, MerkleTree } from "../../src/main/store/merkle-tree.ts";
import { type NoteSigner, parseTreeHead, signTreeHead } from "../../src/main/store/signed-note.ts";
import { findSigningKey } from "../../src/main/store/signing-key.ts";
import { ledgerPath, resolveStorePath } from "../../src/main/store/store-layout.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import type { TestFolders } from "./open-test-store.ts";

/** One segment as whoever edits it with a text editor sees it. */
export interface SegmentText {
  readonly epoch: number;
  /** Without line feeds. */
  readonly lines: readonly string[];
}

/** The segments of a ledger, oldest first. */
export function readSegments({ runsDir }: Pick<TestFolders, "runsDir">): readonly SegmentText[] {
  return readdirSync(join(runsDir, "_integrity", "ledger"))
    .sort()
    .map((name) => Number(name.slice(0, 8)))
    .map((epoch) => {
      const text = readFileSync(resolveStorePath(runsDir, ledgerPath(epoch)), "utf8");
      return { epoch, lines: text.split("\n").slice(0, -1) };
    });
}

/** Puts lines in the place of a segment, as they are. */
export function writeSegment({ runsDir }: Pick<TestFolders, "runsDir">, { epoch, lines }: SegmentText): void {
  writeFileSync(resolveStorePath(runsDir, ledgerPath(epoch)), lines.map((line) => `${line}\n`).join(""));
}

/** True for a line that is an entry rather than a signed head. */
export function isEntry(line: string): boolean {
  return !isHeadLine(Buffer.from(line));
}

/** The private key a store signs with, from the data folder: what whoever rewrites a ledger unseen must have. */
export function signerOf(folders: TestFolders): NoteSigner {
  const [name = ""] = readdirSync(join(folders.dataDir, "keys"));
  const key = findSigningKey(nodeFs, folders.dataDir, name.replace(".json", ""));
  if (key === null || !("privateKey" in key)) throw new Error("the store has no signing key");
  return key;
}

/** What becomes of each entry: itself, another one, or null for none. */
export type EditEntry = (entry: LedgerEntry) => LedgerEntry | null;

/**
 * Writes a whole ledger anew as someone would who knows the format: entries are edited, left out or kept, then numbered, chained, sealed and
 * signed again. With the real key nothing inside the folder shows it.
 */
export function forgeLedger(folders: TestFolders, signer: NoteSigner, edit: EditEntry): void {
  const forger = new Forger(signer);
  for (const segment of readSegments(folders)) {
    writeSegment(folders, { epoch: segment.epoch, lines: forger.segment(segment, edit) });
  }
}

class Forger {
  readonly #signer: NoteSigner;
  readonly #seals = new Map<number, { readonly length: number; readonly root: string }>();
  #tree = new MerkleTree();
  #previous = sha256Hex("").replace(/./g, "0") as LedgerEntry["prev"];
  #origin = "";

  constructor(signer: NoteSigner) {
    this.#signer = signer;
  }

  segment({ epoch, lines }: SegmentText, edit: EditEntry): readonly string[] {
    const forged: string[] = [];
    let hasOpenGroup = false;
    for (const line of lines) {
      if (isEntry(line)) {
        const entry = this.#entry(line, edit);
        if (entry !== null) forged.push(entry);
        hasOpenGroup ||= entry !== null;
        continue;
      }
      this.#origin = parseTreeHead((JSON.parse(line) as { cp: string }).cp)?.head.origin ?? this.#origin;
      if (hasOpenGroup) forged.push(this.#head());
      hasOpenGroup = false;
    }
    const length = forged.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    this.#seals.set(epoch, { length, root: this.#tree.root().toString("hex") });
    return forged;
  }

  #head(): string {
    const head = { origin: this.#origin, size: this.#tree.size, root: this.#tree.root() };
    return headLine(signTreeHead(head, this.#signer)).toString("utf8");
  }

  #entry(line: string, edit: EditEntry): string | null {
    const entry = parseEntryLine(Buffer.from(line));
    const edited = entry === null ? null : edit(entry);
    if (edited === null) return null;
    const body = edited.kind === "epoch.opened" ? this.#opening(edited.body) : edited.body;
    const bytes = entryLine({ ...edited, body, seq: this.#tree.size, prev: this.#previous });
    this.#tree.append(leafHash(bytes));
    this.#previous = sha256Hex(bytes);
    return bytes.toString("utf8");
  }

  #opening(body: LedgerEntry["body"]): LedgerEntry["body"] {
    const after = (
      body.after as readonly { readonly epoch: number; readonly length: number; readonly root: string }[]
    ).map((seal) => ({ ...seal, ...this.#seals.get(seal.epoch) }));
    const edge = this.#tree.edge.map((digest) => digest.toString("hex"));
    return { ...body, after, size: this.#tree.size, edge, key_id: this.#signer.keyId.toString("hex") };
  }
}

/** Adds a group of one line to the newest segment, chained and signed as the store itself would. `line` gets number and chain put in. */
export function appendSigned(
  folders: TestFolders,
  signer: NoteSigner,
  line: (join: { readonly seq: number; readonly prev: string }) => string,
): void {
  const segments = readSegments(folders);
  const newest = segments.at(-1);
  if (newest === undefined) throw new Error("no segment");
  const tree = new MerkleTree();
  let prev = "0".repeat(64);
  for (const bytes of segments.flatMap(({ lines }) => lines.filter(isEntry)).map((text) => Buffer.from(text))) {
    tree.append(leafHash(bytes));
    prev = sha256Hex(bytes);
  }
  const added = line({ seq: tree.size, prev });
  tree.append(leafHash(Buffer.from(added)));
  const head = signTreeHead({ origin: signer.name, size: tree.size, root: tree.root() }, signer);
  writeSegment(folders, { ...newest, lines: [...newest.lines, added, headLine(head).toString("utf8")] });
}
