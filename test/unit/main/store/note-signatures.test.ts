import { createPublicKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeNote, signatureHolds } from "../../../../src/main/store/note-signatures.ts";
import {
  type NoteSigner,
  type NoteVerifier,
  noteKeyId,
  parseVerifier,
  signTreeHead,
} from "../../../../src/main/store/signed-note.ts";
import { makeSigner } from "./written-ledger.ts";

const HEAD = { origin: "rmos-runs/test", size: 42, root: Buffer.alloc(32, 7) };

function verifierOf({ verifier }: { readonly verifier: string }): NoteVerifier {
  const parsed = parseVerifier(verifier);
  if (parsed === null) throw new Error("not a verifier");
  return parsed;
}

function signatureLine(note: string): string {
  return note.slice(note.indexOf("\n\n") + 2);
}

/** The note's text under a signature by `signer` that claims to be `name`'s with `keyId`. */
function signedAs(signer: NoteSigner, name: string, keyId: Buffer): string {
  const text = note.slice(0, note.indexOf("\n\n") + 1);
  const signature = Buffer.concat([keyId, sign(null, Buffer.from(text), signer.privateKey)]);
  return `${text}\n\u2014 ${name} ${signature.toString("base64")}\n`;
}

const signer = makeSigner();
const other = makeSigner();
const witness = makeSigner("witness.example/one");
const known = [verifierOf(signer)];
const note = signTreeHead(HEAD, signer);

interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly msg: string;
      readonly sig: string;
      readonly result: string;
    }[];
  }[];
}

describe("judgeNote", () => {
  it("tells a signed head, and by whom", () => {
    expect(judgeNote(note, known)).toEqual({
      state: "signed",
      head: HEAD,
      signers: [signer.keyId.toString("hex")],
      otherSignatures: 0,
    });
  });

  it("takes any one of the known keys, and says that others signed too", () => {
    const cosigned = note + signatureLine(signTreeHead(HEAD, witness));
    expect(judgeNote(cosigned, known)).toMatchObject({ state: "signed", otherSignatures: 1 });
    expect(judgeNote(cosigned, [verifierOf(witness)])).toMatchObject({ state: "signed", otherSignatures: 1 });
    const both = judgeNote(cosigned, [verifierOf(witness), ...known]);
    expect(both).toMatchObject({ state: "signed", otherSignatures: 0 });
    expect(both.signers).toHaveLength(2);
  });

  it("rejects a note when a known key's signature fails, even where another holds", () => {
    const forged = signedAs(other, signer.name, signer.keyId);
    expect(judgeNote(forged, known).state).toBe("broken");
    expect(judgeNote(note + signatureLine(forged), known).state).toBe("broken");
  });

  it("tells a stranger's key from a known key's signature under an altered name or id", () => {
    expect(judgeNote(signTreeHead(HEAD, other), known)).toMatchObject({ state: "unknown-key", otherSignatures: 1 });
    expect(judgeNote(signedAs(signer, signer.name, other.keyId), known).state).toBe("broken");
    expect(judgeNote(signedAs(signer, "rmos-runs/tesu", signer.keyId), known).state).toBe("broken");
  });

  it("reads no note with a byte too many, too few or spelled otherwise", () => {
    const signature = signatureLine(note);
    const unreadable = [
      "",
      note.slice(0, -1),
      `${note}\n`,
      `${note.replace("\n\n", "\n")}`,
      note.replace("\u2014 ", "- "),
      note.replace("=\n", "\n"),
      `${note}${"\u2014 x AAAAAAA=\n".repeat(64)}`,
      note.replace(signature, ""),
    ];
    for (const text of unreadable)
      expect(judgeNote(text, known), JSON.stringify(text)).toMatchObject({ state: "unreadable" });
  });

  it("misses no bit of a note that is turned over", () => {
    const bytes = Buffer.from(note);
    const states = new Map<string, number>();
    for (let bit = 0; bit < bytes.byteLength * 8; bit += 1) {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const { state } = judgeNote(copy.toString("utf8"), known);
      states.set(state, (states.get(state) ?? 0) + 1);
    }
    expect([...states.keys()].sort()).toEqual(["broken", "unreadable"]);
  });

  it("gives an answer for any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(note.length), (garbage, cut) => {
        for (const text of [garbage, note.slice(0, cut) + garbage + note.slice(cut)]) {
          const { state } = judgeNote(text, known);
          expect(state === "signed").toBe(text === note);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("believes signatures as Ed25519 says they are to be believed: all cases of Wycheproof", () => {
    const vectors = JSON.parse(
      readFileSync(new URL("../../../fixtures/vectors/wycheproof-ed25519.json", import.meta.url), "utf8"),
    ) as Wycheproof;
    let cases = 0;
    for (const { publicKey, tests } of vectors.testGroups) {
      const raw = Buffer.from(publicKey.pk, "hex");
      const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
      const verifier: NoteVerifier = {
        name: "w",
        keyId: noteKeyId("w", raw),
        publicKey: createPublicKey({ key: der, type: "spki", format: "der" }),
      };
      for (const { tcId, msg, sig, result } of tests) {
        cases += 1;
        // A note's text is fixed in form, so the vectors are put to the primitive that notes are judged with.
        const text = Buffer.from(msg, "hex");
        expect(signatureHolds(Buffer.from(sig, "hex"), text, verifier), `case ${tcId}`).toBe(result === "valid");
      }
    }
    expect(cases).toBe(151);
  });
});
