import { generateKeyPairSync, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type NoteSigner,
  noteKeyId,
  parseTreeHead,
  parseVerifier,
  rawPublicKey,
  signTreeHead,
  verifierText,
  verifyTreeHead,
} from "../../../../src/main/store/signed-note.ts";

/** The key and note in the documentation of Go's sumdb/note, made by another implementation. */
const FOREIGN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const FOREIGN_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const FOREIGN_SIGNATURE =
  "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

const ROOT = Buffer.alloc(32, 7);

function makeSigner(name = "rmos-runs/test"): { signer: NoteSigner; text: string } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const publicKey = rawPublicKey(privateKey);
  return { signer: { name, privateKey, keyId: noteKeyId(name, publicKey) }, text: verifierText(name, publicKey) };
}

function must<Value>(value: Value | null): Value {
  if (value === null) throw new Error("expected a value");
  return value;
}

const { signer, text } = makeSigner();
const verifier = must(parseVerifier(text));
const note = signTreeHead({ origin: "rmos-runs/test", size: 42, root: ROOT }, signer);

describe("signed notes", () => {
  it("are three lines, a blank one and a signature line, as C2SP writes them", () => {
    const lines = note.split("\n");
    expect(lines.slice(0, 4)).toEqual(["rmos-runs/test", "42", ROOT.toString("base64"), ""]);
    expect(lines[4]).toMatch(/^\u2014 rmos-runs\/test [A-Za-z0-9+/]+={0,2}$/);
    expect(lines.slice(5)).toEqual([""]);
  });

  it("come back with what was signed, and hold", () => {
    expect(parseTreeHead(note)?.head).toEqual({ origin: "rmos-runs/test", size: 42, root: ROOT });
    expect(verifyTreeHead(note, verifier)).toBe(true);
  });

  it("use the key id of C2SP: a key of another implementation has the id it says", () => {
    const foreign = must(parseVerifier(FOREIGN_KEY));
    expect(foreign.keyId.toString("hex")).toBe("c74f20a3");
    expect(noteKeyId("PeterNeumann", rawPublicKey(foreign.publicKey)).toString("hex")).toBe("c74f20a3");
    const signature = Buffer.from(FOREIGN_SIGNATURE, "base64");
    expect(signature.subarray(0, 4).equals(foreign.keyId)).toBe(true);
    expect(verify(null, Buffer.from(FOREIGN_TEXT), foreign.publicKey, signature.subarray(4))).toBe(true);
  });

  it("do not hold when any one character of text or signature is another", () => {
    for (let index = 0; index < note.length; index += 1) {
      const other = note[index] === "A" ? "B" : "A";
      const changed = `${note.slice(0, index)}${other}${note.slice(index + 1)}`;
      // The last base64 digit before the padding holds two bits that mean nothing.
      if (Buffer.from(changed).equals(Buffer.from(note)) || index === note.lastIndexOf("=") - 1) continue;
      expect(verifyTreeHead(changed, verifier), `index ${index}`).toBe(false);
    }
  });

  it("do not hold for another key, another name or a signature cut short", () => {
    expect(verifyTreeHead(note, must(parseVerifier(makeSigner().text)))).toBe(false);
    expect(verifyTreeHead(note, { ...verifier, name: "rmos-runs/other" })).toBe(false);
    expect(verifyTreeHead(note.replace(/.{8}=*\n$/, "\n"), verifier)).toBe(false);
    expect(verifyTreeHead(note.split("\n\n")[0] ?? "", verifier)).toBe(false);
  });

  it("hold when another's signature stands beside ours", () => {
    const other = signTreeHead({ origin: "rmos-runs/test", size: 42, root: ROOT }, makeSigner("witness").signer);
    expect(verifyTreeHead(`${note}${other.split("\n\n")[1]}`, verifier)).toBe(true);
    expect(verifyTreeHead(`${other}${note.split("\n\n")[1]}`, verifier)).toBe(true);
  });

  it.each([
    "",
    "\n\n",
    "origin\n42\n",
    `origin\n042\n${ROOT.toString("base64")}\n\n`,
    `origin\n-1\n${ROOT.toString("base64")}\n\n`,
    `origin\n1e3\n${ROOT.toString("base64")}\n\n`,
    `\n42\n${ROOT.toString("base64")}\n\n`,
    "origin\n42\nAAAA\n\n",
    `origin\n42\n${ROOT.toString("base64")} \n\n`,
    `origin\n42\n${ROOT.toString("base64")}\nmore\n\n`,
  ])("are not read from %j", (text) => {
    expect(parseTreeHead(text)).toBeNull();
    expect(verifyTreeHead(text, verifier)).toBe(false);
  });

  it("give an answer for any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(note.length), (garbage, cut) => {
        const mixed = note.slice(0, cut) + garbage + note.slice(cut + garbage.length);
        for (const candidate of [garbage, mixed]) {
          const parsed = parseTreeHead(candidate);
          expect(parsed === null || Number.isSafeInteger(parsed.head.size)).toBe(true);
          expect(typeof verifyTreeHead(candidate, verifier)).toBe("boolean");
          parseVerifier(candidate);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("have no size that a number cannot hold", () => {
    expect(parseTreeHead(note.replace("\n42\n", "\n9007199254740991\n"))?.head.size).toBe(9007199254740991);
    expect(parseTreeHead(note.replace("\n42\n", "\n9007199254740993\n"))).toBeNull();
  });

  it.each([
    FOREIGN_KEY.replace("c74f20a3", "c74f20a4"),
    FOREIGN_KEY.replace("PeterNeumann", "Peter Neumann"),
    FOREIGN_KEY.replace("ARpc", "AhpC"),
    FOREIGN_KEY.slice(0, -4),
    `${FOREIGN_KEY}AAAA`,
    "name+00000000+",
  ])("read no key from %j", (key) => {
    expect(parseVerifier(key)).toBeNull();
  });

  it("read a key with a line feed after it, as it lies in its file", () => {
    expect(parseVerifier(`${text}\n`)?.name).toBe("rmos-runs/test");
  });
});
