import { describe, expect, it } from "vitest";
import { growTree, type JudgedLine, judgeHead, judgeLine } from "../../../../src/main/store/judge-group.ts";
import { LedgerKeys } from "../../../../src/main/store/ledger-keys.ts";
import { CHAIN_START } from "../../../../src/main/store/ledger-tail.ts";
import { mendGroup, type OddGroup } from "../../../../src/main/store/mend-group.ts";
import { MerkleTree } from "../../../../src/main/store/merkle-tree.ts";
import { judgeText, writtenLines } from "./judged-ledger.ts";
import { makeSigner, runEntry } from "./written-ledger.ts";

const signer = makeSigner();
const { lines: all, key } = writtenLines([[runEntry(1), runEntry(2), runEntry(3)], [runEntry(4)]], signer);
const opening = all[0] as JudgedLine;
const group = all.slice(2, 5);
const head = all[5] as JudgedLine;
const behind = all[6] as JudgedLine;

const tree = growTree(new MerkleTree(), [opening]);
const AFTER_OPENING = { tree, size: 1, previous: opening.digest };

/** The group with some of what surrounds it replaced. */
function mend(lines: readonly JudgedLine[], more: Partial<OddGroup> & { readonly head?: JudgedLine | null } = {}) {
  const { head: line = head, ...rest } = more;
  return mendGroup({
    lines,
    judgeHead: (judged) => judgeHead(line, judged, new LedgerKeys(key)),
    before: AFTER_OPENING,
    epoch: 1,
    nextPrev: behind.entry?.prev ?? null,
    budget: { tries: 8 },
    ...rest,
  });
}

function withByte(line: JudgedLine | undefined, at: number, value: number): JudgedLine {
  const bytes = Buffer.from(line?.bytes ?? "");
  bytes.writeUInt8(value, at);
  return judgeLine({ ...(line as JudgedLine), bytes });
}

function codes({ faults }: ReturnType<typeof mend>): readonly string[] {
  return faults.map(({ code, reason }) => `${code}: ${reason}`);
}

describe("mendGroup", () => {
  it("puts one changed byte of any line right, wherever in it, and says where it stands", () => {
    for (const [index, line] of group.entries()) {
      for (const at of [0, 40, line.bytes.byteLength - 1]) {
        const { lines, faults, isWhole } = mend(group.with(index, withByte(line, at, 0x21)));
        expect(lines.map(({ digest }) => digest)).toEqual(group.map(({ digest }) => digest));
        expect(faults).toEqual([expect.objectContaining({ code: "LEDGER_DAMAGED", offset: line.offset + at })]);
        expect(isWhole).toBe(true);
      }
    }
  });

  it("puts it right in the last line of the ledger too, by the head alone", () => {
    const damaged = group.with(2, withByte(group[2], 40, 0x21));
    const { lines, isWhole } = mend(damaged, { nextPrev: null });
    expect(lines[2]?.digest).toBe(group[2]?.digest);
    expect(isWhole).toBe(true);
  });

  it("tries no more often than it is allowed to", () => {
    const budget = { tries: 0 };
    const { isWhole } = mend(group.with(1, withByte(group[1], 40, 0x21)), { budget });
    expect([isWhole, budget.tries < 0]).toEqual([false, true]);
  });

  it("tells a line of which more was changed: damage when it cannot be read, else someone's doing", () => {
    const text = group[1]?.bytes.toString("utf8") ?? "";
    expect(codes(mend(group.with(1, judgeText(text.replace("tester", "??\u0000"))))).join()).toMatch(
      /^LEDGER_DAMAGED: a line cannot/,
    );
    expect(codes(mend(group.with(1, judgeText(text.replace("tester", "nobody"))))).join()).toMatch(
      /^LEDGER_REWRITTEN: a line reads/,
    );
  });

  it.each([
    ["taken out", group.toSpliced(1, 1)],
    ["put in twice", group.toSpliced(1, 0, ...group.slice(1, 2))],
    ["in another order", [...group].reverse()],
    ["replaced by others", all.slice(6, 7)],
  ])("tells lines %s", (_what, lines) => {
    const result = mend(lines);
    expect(codes(result)).toEqual(["LEDGER_REWRITTEN: lines were taken out, put in or moved"]);
    expect(result.isWhole).toBe(false);
  });

  it("tells a damaged head from damaged entries, and goes on from the entries", () => {
    const garbled = judgeText(head.bytes.toString("utf8").replace("cp", "cq"));
    expect(mend([...group, garbled], { head: null })).toMatchObject({ lines: group, isWhole: true });
    const unsigned = judgeText(
      head.bytes
        .toString("utf8")
        .replace(/(.)(==?)\\n"}$/, (_all, digit, pad) => `${digit === "A" ? "B" : "A"}${pad}\\n"}`),
    );
    const result = mend(group, {
      head: withByte(head, head.bytes.byteLength - 20, head.bytes.at(-20) === 0x41 ? 0x42 : 0x41),
    });
    expect(result).toMatchObject({ lines: group, isWhole: true });
    expect(codes(result)).toEqual(["LEDGER_DAMAGED: the signature under a head does not hold"]);
    expect(unsigned.entry).toBeNull();
  });

  it("tells entries that were chained anew from the signed head that knows the old ones", () => {
    const other = writtenLines([[runEntry(1), runEntry(2), runEntry(7)]], signer).lines.slice(2, 5);
    const result = mend(other, { nextPrev: null });
    expect(codes(result)).toEqual([
      "LEDGER_REWRITTEN: a signed head over 4 entries says that other entries stood here",
    ]);
    expect(result.isWhole).toBe(false);
  });

  it("tells a head of a stranger's key", () => {
    const stranger = writtenLines([[runEntry(1), runEntry(2), runEntry(3)]], makeSigner());
    const result = mend(group, { head: stranger.lines[5] ?? null });
    expect(codes(result)).toEqual(["LEDGER_REWRITTEN: a head is signed with a key that this folder never had"]);
  });

  it("tells a head without entries", () => {
    expect(codes(mend([]))).toEqual(["LEDGER_REWRITTEN: a signed head was put in"]);
  });

  it("cannot go on where the tree before is not known, but still finds what is wrong", () => {
    const lost = { tree: null, size: 1, previous: null };
    expect(mend(group.with(1, withByte(group[1], 40, 0x21)), { before: lost })).toMatchObject({ isWhole: false });
    expect(codes(mend(group.toSpliced(1, 1), { before: lost }))).toHaveLength(1);
    expect(
      mend([opening], { before: { tree: new MerkleTree(), size: 0, previous: CHAIN_START }, nextPrev: null }).isWhole,
    ).toBe(false);
  });
});
