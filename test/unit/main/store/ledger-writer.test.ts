import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { entryLine, parseEntryLine, parseHeadLine } from "../../../../src/main/store/ledger-line.ts";
import { CHAIN_START } from "../../../../src/main/store/ledger-tail.ts";
import { leafHash, MerkleTree } from "../../../../src/main/store/merkle-tree.ts";
import { judgeNote } from "../../../../src/main/store/note-signatures.ts";
import { parseTreeHead, parseVerifier, verifyTreeHead } from "../../../../src/main/store/signed-note.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";
import { entriesChange, makeSigner, makeWriter, runEntry } from "./written-ledger.ts";

function linesOf(bytes: Buffer): Buffer[] {
  return bytes
    .toString("latin1")
    .split("\n")
    .slice(0, -1)
    .map((line) => Buffer.from(line, "latin1"));
}

describe("LedgerWriter", () => {
  it("writes a line for each entry of a group and one signed head that closes them all", () => {
    const signer = makeSigner();
    const writer = makeWriter({ signer });
    const draft = writer.draft([entriesChange([runEntry(1), runEntry(2)]), entriesChange([runEntry(3)])]);
    const lines = linesOf(draft.bytes);
    expect(lines).toHaveLength(4);
    const tree = new MerkleTree();
    let previous: string = CHAIN_START;
    for (const [seq, line] of lines.slice(0, 3).entries()) {
      const entry = parseEntryLine(line);
      expect(entry).toMatchObject({ seq, prev: previous, epoch: 1, subject: `run_${seq + 1}`, v: 1 });
      if (entry !== null) expect(entryLine(entry).equals(line)).toBe(true);
      previous = sha256Hex(line);
      tree.append(leafHash(line));
    }
    const note = parseHeadLine(lines[3] ?? Buffer.alloc(0)) ?? "";
    expect(parseTreeHead(note)?.head).toEqual({ origin: "rmos-runs/test", size: 3, root: tree.root() });
    const verifier = parseVerifier(signer.verifier);
    expect(verifier !== null && verifyTreeHead(note, verifier)).toBe(true);
  });

  it("says where each entry of each change lies", () => {
    const draft = makeWriter({}).draft([entriesChange([runEntry(1)]), entriesChange([runEntry(2), runEntry(3)])]);
    expect(draft.entries.map((entries) => entries.length)).toEqual([1, 2]);
    for (const { entry, place } of draft.entries.flat()) {
      const line = draft.bytes.subarray(place.offset, place.offset + place.byteLength);
      expect(parseEntryLine(line)).toEqual(entry);
      expect(draft.bytes[place.offset + place.byteLength]).toBe(0x0a);
    }
  });

  it("joins the next draft on to the last accepted one, and forgets one that was not", () => {
    const writer = makeWriter({});
    const first = writer.draft([entriesChange([runEntry(1)])]);
    writer.accept(first);
    const refused = writer.draft([entriesChange([runEntry(2)])]);
    const second = writer.draft([entriesChange([runEntry(3)])]);
    expect(refused.offset).toBe(first.bytes.byteLength);
    expect(second.offset).toBe(first.bytes.byteLength);
    expect(second.entries[0]?.[0]?.entry.seq).toBe(1);
    expect(second.entries[0]?.[0]?.entry.prev).toBe(sha256Hex(linesOf(first.bytes)[0] ?? ""));
    expect(writer.position.tree.size).toBe(1);
  });

  it("never lets time run backwards, between entries and between groups", () => {
    const clock = createSettableClock();
    const writer = makeWriter({ clock });
    const first = writer.draft([entriesChange([runEntry(1)])]);
    writer.accept(first);
    const at = first.entries[0]?.[0]?.entry.at ?? "";
    clock.set(clock.nowMs() - 3_600_000);
    const second = writer.draft([entriesChange([runEntry(2), runEntry(3)])]);
    expect(second.entries.flat().map(({ entry }) => entry.at)).toEqual([at, at]);
    writer.accept(second);
    clock.advance(7_200_000);
    expect((writer.draft([entriesChange([runEntry(4)])]).entries[0]?.[0]?.entry.at ?? "") > at).toBe(true);
  });

  it("keeps the highest run number given out", () => {
    const writer = makeWriter({});
    for (const number of [7, 3]) writer.accept(writer.draft([entriesChange([runEntry(number)])]));
    writer.accept(writer.draft([entriesChange([runEntry(900, "run.tagged")])]));
    expect(writer.position.lastRunNumber).toBe(7);
  });

  it("signs the head that brings in a key with both keys, and every later one with the new key alone", () => {
    const [first, second] = [makeSigner(), makeSigner()];
    const writer = makeWriter({ signer: first });
    const signersOf = (bytes: Buffer): readonly string[] => {
      const note = parseHeadLine(linesOf(bytes).at(-1) ?? Buffer.alloc(0)) ?? "";
      const both = [first, second].map(({ verifier }) => parseVerifier(verifier)).filter((key) => key !== null);
      return judgeNote(note, both).signers;
    };
    const [firstId, secondId] = [first, second].map(({ keyId }) => keyId.toString("hex"));
    const refused = writer.draft([entriesChange([runEntry(1)])], second);
    expect(signersOf(refused.bytes)).toEqual([firstId, secondId]);
    expect(signersOf(writer.draft([entriesChange([runEntry(1)])]).bytes)).toEqual([firstId]);
    writer.accept(refused);
    expect(signersOf(writer.draft([entriesChange([runEntry(2)])]).bytes)).toEqual([secondId]);
  });

  it("refuses an entry that the ledger cannot hold", () => {
    const bad = { ...runEntry(1), body: { n: Number.NaN } };
    expect(() => makeWriter({}).draft([entriesChange([bad])])).toThrow(TypeError);
  });
});
