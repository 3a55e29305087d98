import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeNote, signatureHolds } from "../../../../src/main/store/note-signatures.ts";
import {
  type NoteSigner,
  type NoteVerifier,
  noteKeyId,
  parseVerifier,
  rawPublicKey,
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

  it("reads the examples of C2SP, whose keys nobody published", () => {
    const checkpoint = `example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u2014 example.com/behind-the-sofa ${"Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="}\n`;
    const cosignature =
      "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==";
    const head = {
      origin: "example.com/behind-the-sofa",
      size: 20_852_163,
      root: Buffer.from("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "base64"),
    };
    expect(judgeNote(checkpoint, known)).toEqual({ state: "unknown-key", head, signers: [], otherSignatures: 1 });
    const cosigned = `${checkpoint}\u2014 witness.example.com/w1 ${cosignature}\n`;
    expect(judgeNote(cosigned, known)).toEqual({ state: "unknown-key", head, signers: [], otherSignatures: 2 });
  });

  it.each([
    [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
  ])("signs and believes as RFC 8032, 7.1 prints it: %#", (secret, pk, message, signature) => {
    const der = Buffer.from(`302e020100300506032b657004220420${secret}`, "hex");
    const privateKey = createPrivateKey({ key: der, type: "pkcs8", format: "der" });
    const raw = rawPublicKey(privateKey);
    const [text, bytes] = [Buffer.from(message, "hex"), Buffer.from(signature, "hex")];
    expect([raw.toString("hex"), sign(null, text, privateKey).toString("hex")]).toEqual([pk, signature]);
    const verifier = { name: "w", keyId: noteKeyId("w", raw), publicKey: createPublicKey(privateKey) };
    expect(signatureHolds(bytes, text, verifier)).toBe(true);
    expect(signatureHolds(bytes, Buffer.concat([text, Buffer.of(0)]), verifier)).toBe(false);
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
