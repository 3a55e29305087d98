import { createPublicKey, hash, verify } from "node:crypto";
import { parseSignatureLine, type SignatureLine } from "./note-signatures.ts";
import { type NoteVerifier, parseTreeHead, rawPublicKey } from "./signed-note.ts";

/** A timestamped Ed25519 cosignature of C2SP tlog-cosignature. */
const ALGORITHM = 0x04;
const KEY_ID_BYTES = 4;
const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
const VERIFIER = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;

/** How the cosignatures under a head came out: `cosigned` when one of a known cosigner holds and none of a known one fails. */
export type CosignatureState = "cosigned" | "broken" | "none";

/** The id of a cosigner's key. Source: C2SP tlog-cosignature and signed-note. */
export function cosignerKeyId(name: string, publicKey: Uint8Array): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ALGORITHM), publicKey]);
  return hash("sha256", bytes, "buffer").subarray(0, KEY_ID_BYTES);
}

/** The verifier text of a cosigner: name, id, algorithm 4 and public key. */
export function cosignerText({ name, keyId, publicKey }: NoteVerifier): string {
  const key = Buffer.concat([Buffer.of(ALGORITHM), rawPublicKey(publicKey)]);
  return `${name}+${keyId.toString("hex")}+${key.toString("base64")}`;
}

/** The cosigner in a verifier text, or null when it is none. Takes any text. */
export function parseCosigner(text: string): NoteVerifier | null {
  const [, name, keyId, encoded] = VERIFIER.exec(text.trim()) ?? [];
  if (name === undefined || keyId === undefined || encoded === undefined) return null;
  const key = Buffer.from(encoded, "base64");
  if (key.byteLength !== 33 || key[0] !== ALGORITHM || key.toString("base64") !== encoded) return null;
  const raw = key.subarray(1);
  if (cosignerKeyId(name, raw).toString("hex") !== keyId) return null;
  const der = Buffer.concat([SPKI_PREFIX, raw]);
  return {
    name,
    keyId: Buffer.from(keyId, "hex"),
    publicKey: createPublicKey({ key: der, type: "spki", format: "der" }),
  };
}

/** What a cosigner signs: that at this time it had seen a head consistent with all it saw before. */
export function cosignedMessage(text: string, seconds: number): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** Judges the cosignatures under a head. Takes any text, and never throws. Lines of others are passed over. */
export function judgeCosignatures(note: string, cosigners: readonly NoteVerifier[]): CosignatureState {
  const parsed = parseTreeHead(note);
  if (parsed === null) return "none";
  let state: CosignatureState = "none";
  for (const text of parsed.signatures) {
    const line = parseSignatureLine(text);
    const cosigner = line === null ? null : findCosigner(line, cosigners);
    if (line === null || cosigner === null) continue;
    if (!cosignatureHolds(line.signature, parsed.text, cosigner)) return "broken";
    state = "cosigned";
  }
  return state;
}

function findCosigner(line: SignatureLine, cosigners: readonly NoteVerifier[]): NoteVerifier | null {
  return cosigners.find(({ name, keyId }) => name === line.name && keyId.equals(line.keyId)) ?? null;
}

function cosignatureHolds(bytes: Buffer, text: string, { publicKey }: NoteVerifier): boolean {
  if (bytes.byteLength !== TIME_BYTES + SIGNATURE_BYTES) return false;
  const seconds = Number(bytes.readBigUInt64BE(0));
  return (
    Number.isSafeInteger(seconds) && verify(null, cosignedMessage(text, seconds), publicKey, bytes.subarray(TIME_BYTES))
  );
}
