import { createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto";

/** Ed25519 in C2SP signed notes. */
const ALGORITHM = 0x01;
const KEY_ID_BYTES = 4;
/** DER around a raw Ed25519 public key (RFC 8410). */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** Who signs: a name without spaces or plus signs, and a private key. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: Buffer;
  readonly privateKey: KeyObject;
}

/** Who is believed: the same name and the public key. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: Buffer;
  readonly publicKey: KeyObject;
}

/** A tree head: what a checkpoint says. */
export interface TreeHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** The raw 32 bytes of an Ed25519 public key, from it or from its private half. */
export function rawPublicKey(key: KeyObject): Buffer {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return publicKey.export({ type: "spki", format: "der" }).subarray(SPKI_PREFIX.byteLength);
}

/** The first four bytes of SHA-256(name, line feed, algorithm, public key). Source: C2SP signed-note. */
export function noteKeyId(name: string, publicKey: Buffer): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ALGORITHM]), publicKey]);
  return hash("sha256", bytes, "buffer").subarray(0, KEY_ID_BYTES);
}

/** `name+keyid+base64(algorithm, public key)`: how a public key is handed on. */
export function verifierText(name: string, publicKey: Buffer): string {
  const key = Buffer.concat([Buffer.from([ALGORITHM]), publicKey]).toString("base64");
  return `${name}+${noteKeyId(name, publicKey).toString("hex")}+${key}`;
}

/** The verifier in a text of that form, or null when it is not one. */
export function parseVerifier(text: string): NoteVerifier | null {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim());
  const [name, keyId, encoded] = match?.slice(1) ?? [];
  if (name === undefined || keyId === undefined || encoded === undefined) return null;
  const key = Buffer.from(encoded, "base64");
  if (key.byteLength !== 33 || key[0] !== ALGORITHM) return null;
  const raw = key.subarray(1);
  if (noteKeyId(name, raw).toString("hex") !== keyId) return null;
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), type: "spki", format: "der" });
  return { name, keyId: Buffer.from(keyId, "hex"), publicKey };
}

/** The three lines of a checkpoint: origin, size, root. Source: C2SP tlog-checkpoint. */
function checkpointText(head: TreeHead): string {
  return `${head.origin}\n${head.size}\n${head.root.toString("base64")}\n`;
}

/** The signed tree head as a note, with a signature line of each signer in their order. */
export function signTreeHead(head: TreeHead, ...signers: readonly NoteSigner[]): string {
  const text = checkpointText(head);
  const lines = signers.map(({ name, keyId, privateKey }) => {
    const signature = Buffer.concat([keyId, sign(null, Buffer.from(text), privateKey)]);
    return `\u2014 ${name} ${signature.toString("base64")}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/** The head in a note, with its signatures unchecked; null when the text is no such note. */
export function parseTreeHead(
  note: string,
): { readonly head: TreeHead; readonly text: string; readonly signatures: readonly string[] } | null {
  const split = note.indexOf("\n\n");
  if (split < 0) return null;
  const text = note.slice(0, split + 1);
  const [origin, size, root, ...more] = text.split("\n");
  if (origin === undefined || origin === "" || size === undefined || root === undefined || more.length !== 1)
    return null;
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return null;
  const digest = Buffer.from(root, "base64");
  if (digest.byteLength !== 32 || digest.toString("base64") !== root) return null;
  const signatures = note
    .slice(split + 2)
    .split("\n")
    .filter((line) => line !== "");
  return { head: { origin, size: Number(size), root: digest }, text, signatures };
}

/** True when one of the note's signatures is `verifier`'s and holds. */
export function verifyTreeHead(note: string, verifier: NoteVerifier): boolean {
  const parsed = parseTreeHead(note);
  if (parsed === null) return false;
  return parsed.signatures.some((line) => signatureHolds(line, parsed.text, verifier));
}

function signatureHolds(line: string, text: string, verifier: NoteVerifier): boolean {
  const match = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
  if (match?.[1] !== verifier.name || match[2] === undefined) return false;
  const bytes = Buffer.from(match[2], "base64");
  if (bytes.byteLength !== KEY_ID_BYTES + 64 || !bytes.subarray(0, KEY_ID_BYTES).equals(verifier.keyId)) return false;
  return verify(null, Buffer.from(text), verifier.publicKey, bytes.subarray(KEY_ID_BYTES));
}
