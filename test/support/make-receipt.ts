import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { cosignedMessage, cosignerKeyId, cosignerText } from "../../src/main/store/cosignature.ts";
import { type NoteVerifier, parseTreeHead, rawPublicKey } from "../../src/main/store/signed-note.ts";

/** A central audit that signs receipts. */
export interface Cosigner extends NoteVerifier {
  readonly privateKey: KeyObject;
  /** What an admin is given to trust. */
  readonly text: string;
}

/** A cosigner with a fresh key. */
export function makeCosigner(name = "audit.example/centre"): Cosigner {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = { name, keyId: cosignerKeyId(name, rawPublicKey(publicKey)), publicKey };
  return { ...key, privateKey, text: cosignerText(key) };
}

/** The receipt for a signed head: the same note with the cosigner's line below. */
export function cosign(note: string, { name, keyId, privateKey }: Cosigner, seconds = 1_795_000_000): string {
  const text = parseTreeHead(note)?.text;
  if (text === undefined) throw new Error("not a signed head");
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const bytes = Buffer.concat([keyId, time, sign(null, cosignedMessage(text, seconds), privateKey)]);
  return `${note}\u2014 ${name} ${bytes.toString("base64")}\n`;
}
