import { sha256Hex } from "../../../src/main/canonical/digest.ts";
import { leafHash, MerkleTree } from "../../../src/main/store/merkle-tree.ts";
import { parseVerifier, verifyTreeHead } from "../../../src/main/store/signed-note.ts";

/** What is read of a line A. Lines come from a test, so that JSON.parse is good enough here. */
export interface LineEntry {
  readonly kind: string;
  readonly seq: number;
  readonly prev: string;
  readonly epoch: number;
  readonly request_id: string;
  readonly path?: string;
  readonly sha256?: string;
  readonly size?: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A line A and where it stands. */
export interface LedgerLine {
  readonly text: string;
  readonly entry: LineEntry;
  readonly epoch: number;
  readonly offset: number;
}

/** A whole ledger, taken apart without the store's reader. */
export interface LedgerText {
  /** By number, when nothing is wrong. */
  readonly lines: readonly LedgerLine[];
  /** Lines of each request. */
  readonly counts: ReadonlyMap<string, number>;
  readonly problems: readonly string[];
}

interface Segment {
  readonly epoch: number;
  readonly bytes: Buffer;
}

/** Recomputes numbers, chain and tree from the first line to the last, and checks the last signature. */
export function walkLedger(files: ReadonlyMap<string, Buffer>): LedgerText {
  const walk = new Walk();
  const segments = segmentsOf(files);
  const ends = sealedEnds(segments);
  for (const segment of segments) walk.segment(segment, ends.get(segment.epoch) ?? segment.bytes.byteLength);
  walk.checkSignature(files);
  return walk;
}

function segmentsOf(files: ReadonlyMap<string, Buffer>): Segment[] {
  const segments: Segment[] = [];
  for (const [path, bytes] of files) {
    const match = /^_integrity\/ledger\/(\d{8})\.ndjson$/.exec(path);
    if (match !== null) segments.push({ epoch: Number(match[1]), bytes });
  }
  return segments.sort((left, right) => left.epoch - right.epoch);
}

/** Where a later epoch says that an earlier one ends. */
function sealedEnds(segments: readonly Segment[]): Map<number, number> {
  const ends = new Map<number, number>();
  for (const { bytes } of segments) {
    const first = bytes.subarray(0, Math.max(0, bytes.indexOf("\n"))).toString();
    const body = parsed(first)?.body;
    for (const seal of (body?.after ?? []) as { epoch: number; length: number }[]) ends.set(seal.epoch, seal.length);
  }
  return ends;
}

function parsed(text: string): LineEntry | null {
  try {
    return JSON.parse(text) as LineEntry;
  } catch {
    // Said as a problem by the walk.
    return null;
  }
}

class Walk implements LedgerText {
  readonly lines: LedgerLine[] = [];
  readonly counts = new Map<string, number>();
  readonly problems: string[] = [];
  readonly #tree = new MerkleTree();
  #previous = "0".repeat(64);
  #lastNote = "";

  segment({ epoch, bytes }: Segment, end: number): void {
    if (end > bytes.byteLength)
      this.problems.push(`LOST: segment ${epoch} is ${bytes.byteLength} bytes and was sealed at ${end}`);
    let offset = 0;
    let hasOpenGroup = false;
    for (const text of bytes.subarray(0, end).toString().split("\n")) {
      if (text === "") continue;
      hasOpenGroup = !text.startsWith('{"cp":');
      if (hasOpenGroup) this.#entry(text, epoch, offset);
      else this.#head(text);
      offset += Buffer.byteLength(text) + 1;
    }
    if (hasOpenGroup || offset !== end) this.problems.push(`segment ${epoch} does not end with a head`);
  }

  checkSignature(files: ReadonlyMap<string, Buffer>): void {
    for (const [path, bytes] of files) {
      if (!path.startsWith("_integrity/keys/") || !path.endsWith(".vkey")) continue;
      const verifier = parseVerifier(bytes.toString());
      if (verifier !== null && verifyTreeHead(this.#lastNote, verifier)) return;
    }
    this.problems.push("the last head is not signed by a key of the store");
  }

  #entry(text: string, epoch: number, offset: number): void {
    const entry = parsed(text);
    const seq = this.lines.length;
    if (entry === null) {
      this.problems.push(`line ${seq} cannot be read`);
      return;
    }
    if (entry.seq !== seq || entry.prev !== this.#previous || entry.epoch !== epoch)
      this.problems.push(`line ${seq} does not join on`);
    const line = Buffer.from(text);
    this.#previous = sha256Hex(line);
    this.#tree.append(leafHash(line));
    this.lines.push({ text, entry, epoch, offset });
    this.counts.set(entry.request_id, (this.counts.get(entry.request_id) ?? 0) + 1);
  }

  #head(text: string): void {
    const note = String((parsed(text) as unknown as { cp?: string } | null)?.cp);
    const [, size, root] = note.split("\n");
    if (size !== String(this.#tree.size) || root !== this.#tree.root().toString("base64")) {
      this.problems.push(`the head after line ${this.lines.length - 1} does not match`);
    }
    this.#lastNote = note;
  }
}
