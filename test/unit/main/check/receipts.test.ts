import { describe, expect, it } from "vitest";
import { judgeReceipt } from "../../../../src/main/check/receipts.ts";
import { findVerifier } from "../../../../src/main/store/ledger-keys.ts";
import { signTreeHead } from "../../../../src/main/store/signed-note.ts";
import { cosign, makeCosigner } from "../../../support/make-receipt.ts";
import { makeSigner } from "../store/written-ledger.ts";

const signer = makeSigner();
const centre = makeCosigner();
const head = { origin: signer.name, size: 4, root: Buffer.alloc(32, 1) };
const note = signTreeHead(head, signer);
const ownKeys = [findVerifier(signer.verifier)].filter((key) => key !== null);
const trust = { origin: signer.name, ownKeys, centreKeys: [centre] };

describe("judgeReceipt", () => {
  it("anchors what we and the central audit signed, whoever else did", () => {
    const anchoring = { isBelieved: true, anchors: true, trouble: null };
    expect(judgeReceipt(cosign(note, centre), trust)).toEqual(anchoring);
    expect(judgeReceipt(cosign(cosign(note, makeCosigner("witness.example")), centre), trust)).toEqual(anchoring);
  });

  it("believes our own signature and anchors nothing where no key of the central audit is trusted", () => {
    const judged = { isBelieved: true, anchors: false, trouble: null };
    expect(judgeReceipt(cosign(note, centre), { ...trust, centreKeys: [] })).toEqual(judged);
    expect(judgeReceipt(note, { ...trust, centreKeys: [] })).toEqual(judged);
    expect(judgeReceipt(note, trust)).toMatchObject({ isBelieved: true, anchors: false, trouble: expect.any(String) });
  });

  it("believes the central audit alone, and anchors nothing by it", () => {
    const strange = signTreeHead(head, makeSigner(signer.name));
    const judged = judgeReceipt(cosign(strange, centre), trust);
    expect(judged).toMatchObject({ isBelieved: true, anchors: false, trouble: expect.stringContaining("this folder") });
    expect(judgeReceipt(strange, trust)).toMatchObject({ isBelieved: false });
  });

  it("refuses another folder's, one with a broken signature, and what is no signed head", () => {
    const other = signTreeHead({ ...head, origin: "rmos-runs/other" }, signer);
    const moved = signTreeHead({ ...head, size: 5 }, signer) + cosign(note, centre).slice(note.length);
    const forged = cosign(note.replace("\n4\n", "\n5\n"), centre);
    for (const text of [cosign(other, centre), moved, forged, "", "x\n\ny"]) {
      expect(judgeReceipt(text, trust)).toMatchObject({
        isBelieved: false,
        anchors: false,
        trouble: expect.any(String),
      });
    }
  });
});
