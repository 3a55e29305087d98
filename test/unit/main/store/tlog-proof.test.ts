import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inclusionRanges, RangeRoots } from "../../../../src/main/store/merkle-proof.ts";
import { leafHash, MerkleTree } from "../../../../src/main/store/merkle-tree.ts";
import { parseVerifier, signTreeHead } from "../../../../src/main/store/signed-note.ts";
import {
  parseTlogProof,
  type TlogProof,
  tlogProofText,
  verifyTlogProof,
} from "../../../../src/main/store/tlog-proof.ts";
import { makeSigner } from "./written-ledger.ts";

const SIZE = 11;
const INDEX = 6;
const lines = Array.from({ length: SIZE }, (_, index) => Buffer.from(`{"seq":${index}}`));
const signer = makeSigner();
const verifiers = [parseVerifier(signer.verifier)].filter((verifier) => verifier !== null);

function checkpointBy(by: typeof signer): string {
  const tree = new MerkleTree();
  for (const line of lines) tree.append(leafHash(line));
  return signTreeHead({ origin: by.name, size: SIZE, root: tree.root() }, by);
}

function makeProof(): TlogProof {
  const roots = new RangeRoots(inclusionRanges(INDEX, SIZE));
  for (const line of lines) roots.add(leafHash(line));
  return { line: lines[INDEX] ?? null, index: INDEX, path: roots.roots() ?? [], checkpoint: checkpointBy(signer) };
}

const proof = makeProof();
const text = tlogProofText(proof);

describe("tlog proofs", () => {
  it("are the lines that C2SP asks for, then the checkpoint as it stands in the ledger", () => {
    const [first, extra, index, ...rest] = text.split("\n");
    expect([first, index]).toEqual(["c2sp.org/tlog-proof@v1", "index 6"]);
    expect(Buffer.from(extra?.replace(/^extra /, "") ?? "", "base64").toString()).toBe('{"seq":6}');
    expect(rest.slice(0, proof.path.length)).toEqual(proof.path.map((step) => step.toString("base64")));
    expect(rest.slice(proof.path.length).join("\n")).toBe(`\n${proof.checkpoint}`);
  });

  it("come back as they were, with and without the line they prove", () => {
    expect(parseTlogProof(text)).toEqual(proof);
    expect(parseTlogProof(tlogProofText({ ...proof, line: null }))).toEqual({ ...proof, line: null });
    const single = { ...proof, index: 0, path: [] };
    expect(parseTlogProof(tlogProofText(single))).toEqual(single);
  });

  it("hold for the line they bring along, and for the same line from elsewhere", () => {
    expect(verifyTlogProof(proof, verifiers)).toBe("holds");
    expect(verifyTlogProof({ ...proof, line: null }, verifiers, lines[INDEX])).toBe("holds");
  });

  it("say what is wrong with them", () => {
    const stranger = makeSigner();
    expect(verifyTlogProof({ ...proof, line: null }, verifiers)).toBe("no-line");
    expect(verifyTlogProof(proof, verifiers, Buffer.from('{"seq":7}'))).toBe("not-included");
    expect(verifyTlogProof({ ...proof, index: 5 }, verifiers)).toBe("not-included");
    expect(verifyTlogProof({ ...proof, path: proof.path.slice(1) }, verifiers)).toBe("not-included");
    expect(verifyTlogProof({ ...proof, checkpoint: "nothing" }, verifiers)).toBe("checkpoint-unreadable");
    expect(verifyTlogProof({ ...proof, checkpoint: checkpointBy(stranger) }, verifiers)).toBe("checkpoint-unsigned");
    expect(verifyTlogProof(proof, [])).toBe("checkpoint-unsigned");
  });

  it("do not hold with any one character changed", () => {
    let held = 0;
    for (let at = 0; at < text.length; at += 1) {
      const changed = `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
      const parsed = parseTlogProof(changed);
      if (parsed !== null && verifyTlogProof(parsed, verifiers) === "holds") held += 1;
    }
    expect(held).toBe(0);
  });

  it.each([
    "",
    "\n\n",
    text.replace("@v1", "@v2"),
    text.replace("index 6", "index 06"),
    text.replace("index 6", "index -1"),
    text.replace("index 6", "index 99999999999999999"),
    text.replace("index 6\n", ""),
    text.replace("extra ", "extra  "),
    text.replace("extra ", "other "),
    text.replace(/\n([A-Za-z0-9+/]{43}=)\n/, "\n$1$1\n"),
    text.replace(/\n([A-Za-z0-9+/]{43}=)\n/, `\n${"$1\n".repeat(60)}`),
    text.slice(0, text.indexOf("\n\n")),
  ])("are not read from %j", (other) => {
    expect(parseTlogProof(other)).toBeNull();
  });

  it("give an answer for any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(text.length), (garbage, cut) => {
        for (const candidate of [garbage, text.slice(0, cut) + garbage + text.slice(cut)]) {
          const parsed = parseTlogProof(candidate);
          if (parsed !== null) expect(verifyTlogProof(parsed, verifiers) === "holds").toBe(candidate === text);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
