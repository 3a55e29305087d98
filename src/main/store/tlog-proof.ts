import { verifyInclusion } from "./merkle-proof.ts";
import { leafHash } from "./merkle-tree.ts";
import { judgeNote } from "./note-signatures.ts";
import type { NoteVerifier } from "./signed-note.ts";

/** A proof that a ledger line stands at a place of a signed ledger. Checked with public keys alone, by any C2SP tool. */
export interface TlogProof {
  /** The line A that is proven, so that the proof is whole in itself; null where it is kept elsewhere. */
  readonly line: Buffer | null;
  /** The `seq` of the entry. */
  readonly index: number;
  readonly path: readonly Buffer[];
  /** The signed head, as it stands in the ledger. */
  readonly checkpoint: string;
}

/** How a proof came out. `holds` is the only good one. */
export type TlogProofOutcome = "holds" | "no-line" | "checkpoint-unreadable" | "checkpoint-unsigned" | "not-included";

const FIRST_LINE = "c2sp.org/tlog-proof@v1";
const DIGEST_BYTES = 32;
/** A tree of 2^53 leaves is 53 high. */
const MAX_STEPS = 53;

/** The proof as the text of a `.tlog-proof` file. Source: C2SP tlog-proof. */
export function tlogProofText(proof: TlogProof): string {
  const lines = [
    FIRST_LINE,
    ...(proof.line === null ? [] : [`extra ${proof.line.toString("base64")}`]),
    `index ${proof.index}`,
    ...proof.path.map((step) => step.toString("base64")),
  ];
  return `${lines.join("\n")}\n\n${proof.checkpoint}`;
}

/** The proof in a text, or null when it is none. What it claims is not checked. Never throws. */
export function parseTlogProof(text: string): TlogProof | null {
  const split = text.indexOf("\n\n");
  if (split < 0) return null;
  const [first, ...lines] = text.slice(0, split).split("\n");
  const extra = lines[0]?.startsWith("extra ") === true ? lines.shift() : undefined;
  const line = extra === undefined ? null : exactBase64(extra.slice("extra ".length));
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? "")?.[1];
  const path = lines.map(exactBase64).filter((step) => step?.byteLength === DIGEST_BYTES);
  const isWhole = first === FIRST_LINE && index !== undefined && (extra === undefined || line !== null);
  if (!isWhole || path.length !== lines.length || path.length > MAX_STEPS) return null;
  return {
    line,
    index: Number(index),
    path: path.filter((step) => step !== null),
    checkpoint: text.slice(split + 2),
  };
}

/**
 * Whether the proof shows that `line` (left out: the line it brings along) stands in a ledger whose head one of `verifiers` signed.
 * Never throws.
 */
export function verifyTlogProof(
  proof: TlogProof,
  verifiers: readonly NoteVerifier[],
  line: Uint8Array | null = proof.line,
): TlogProofOutcome {
  if (line === null) return "no-line";
  const { head, state } = judgeNote(proof.checkpoint, verifiers);
  if (head === null) return "checkpoint-unreadable";
  if (state !== "signed") return "checkpoint-unsigned";
  const claim = { index: proof.index, size: head.size, leaf: leafHash(line), root: head.root };
  return verifyInclusion(claim, proof.path) ? "holds" : "not-included";
}

/** The bytes, when the text is how base64 spells them: other spellings of the same bytes are refused. */
function exactBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}
