import { verify } from "node:crypto";
import { type NoteVerifier, parseTreeHead, type TreeHead } from "./signed-note.ts";

/**
 * How the signatures under a head came out. `signed`: one of a known key holds, and none of a known key fails. `broken`: a signature
 * of a known key fails, or holds under an id or name that is not the key's. `unknown-key`: no known key has anything to do with it.
 */
export type NoteState = "signed" | "broken" | "unknown-key" | "unreadable";

/** A head and what is to be thought of it. */
export interface JudgedNote {
  readonly state: NoteState;
  /** Null when the text is no such note, or spelled in another way than notes are. */
  readonly head: TreeHead | null;
  /** Hex ids of the known keys whose signatures hold. */
  readonly signers: readonly string[];
  /** Signature lines of keys that are not known: those of witnesses, for one. */
  readonly otherSignatures: number;
}

const UNREADABLE: JudgedNote = { state: "unreadable", head: null, signers: [], otherSignatures: 0 };
const KEY_ID_BYTES = 4;
/** Of an Ed25519 signature. */
const SIGNATURE_BYTES = 64;
/** C2SP asks for 16 at least. */
const MAX_SIGNATURES = 64;

/** A signature under a note, taken apart. */
export interface SignatureLine {
  readonly name: string;
  readonly keyId: Buffer;
  readonly signature: Buffer;
}

/** Judges a signed head by the keys that are known. Takes any text, and never throws. Source: C2SP signed-note, "Signatures". */
export function judgeNote(note: string, verifiers: readonly NoteVerifier[]): JudgedNote {
  const parsed = parseTreeHead(note);
  if (parsed === null || parsed.signatures.length === 0 || parsed.signatures.length > MAX_SIGNATURES) return UNREADABLE;
  const lines = parsed.signatures.map(parseSignatureLine);
  if (note !== `${parsed.text}\n${parsed.signatures.map((line) => `${line}\n`).join("")}`) return UNREADABLE;
  const message = Buffer.from(parsed.text);
  const signers: string[] = [];
  let [broken, others] = [0, 0];
  for (const line of lines) {
    if (line === null) return UNREADABLE;
    const verifier = verifiers.find(({ name, keyId }) => name === line.name && keyId.equals(line.keyId));
    if (verifier === undefined) others += 1;
    else if (signatureHolds(line.signature, message, verifier)) signers.push(line.keyId.toString("hex"));
    else broken += 1;
  }
  const judged = { head: parsed.head, signers, otherSignatures: others };
  if (broken > 0) return { ...judged, state: "broken" };
  if (signers.length > 0) return { ...judged, state: "signed" };
  return { ...judged, state: isSignedUnderOtherName(lines, message, verifiers) ? "broken" : "unknown-key" };
}

/**
 * A known key's signature whose name or id was altered. One base64 digit holds the end of the id and the beginning of the signature, so
 * every beginning that digit can give is tried.
 */
function isSignedUnderOtherName(
  lines: readonly (SignatureLine | null)[],
  message: Buffer,
  verifiers: readonly NoteVerifier[],
): boolean {
  const signatures = lines.flatMap((line) => (line === null ? [] : withOtherBeginnings(line.signature)));
  return signatures.some((signature) => verifiers.some((verifier) => signatureHolds(signature, message, verifier)));
}

function withOtherBeginnings(signature: Buffer): readonly Buffer[] {
  const [first = 0] = signature;
  return Array.from({ length: 16 }, (_, high) =>
    Buffer.concat([Buffer.of((high << 4) | (first & 15)), signature.subarray(1)]),
  );
}

/** Strict about base64: what is spelled in another way than it was written was altered. Lines of other algorithms may be longer. */
export function parseSignatureLine(line: string): SignatureLine | null {
  const [, name, encoded] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  if (name === undefined || encoded === undefined) return null;
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.byteLength <= KEY_ID_BYTES || bytes.toString("base64") !== encoded) return null;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** True when the key made the Ed25519 signature over the message. Takes signatures of any length. */
export function signatureHolds(signature: Uint8Array, message: Uint8Array, { publicKey }: NoteVerifier): boolean {
  return signature.byteLength === SIGNATURE_BYTES && verify(null, message, publicKey, signature);
}
