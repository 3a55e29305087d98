import { describe, expect, it } from "vitest";
import { GroupWalk } from "../../../../src/main/store/group-walk.ts";
import { type LedgerGroup, ledgerGroups } from "../../../../src/main/store/judge-group.ts";
import { FaultList } from "../../../../src/main/store/ledger-fault.ts";
import { judgeText, writtenLines } from "./judged-ledger.ts";
import { makeSigner, runEntry } from "./written-ledger.ts";

const signer = makeSigner();
const { lines, key } = writtenLines([[runEntry(1), runEntry(2)], [runEntry(3)]], signer);
const groups = [...ledgerGroups(lines)];

/** A walk over some groups of one epoch. */
function walk(over: readonly LedgerGroup[], firstKey = key) {
  const faults = new FaultList();
  const going = new GroupWalk({ faults, firstKey, outsideHeads: [] });
  const entries = over.flatMap((group, index) => {
    const next = over[index + 1]?.lines[0]?.entry?.prev ?? null;
    return [...going.group(1, group, next)];
  });
  return { going, faults, entries };
}

describe("GroupWalk", () => {
  it("gives every entry with its place, and comes to root, head and key", () => {
    const { going, faults, entries } = walk(groups);
    expect(faults.all()).toEqual([]);
    expect(entries.map(({ entry, place }) => [entry.seq, place.epoch, place.offset])).toEqual([
      [0, 1, 0],
      [1, 1, lines[2]?.offset],
      [2, 1, lines[3]?.offset],
      [3, 1, lines[5]?.offset],
    ]);
    expect(entries.every(({ isDoubtful, isMended }) => !isDoubtful && !isMended)).toBe(true);
    expect(going.state).toMatchObject({ entries: 4, heads: 3, head: { size: 4, epoch: 1, end: lines.at(-1)?.end } });
    expect(going.state.root).toMatch(/^[0-9a-f]{64}$/);
  });

  it("does not rely on entries of a group that is not what was written, nor on what it knew of the tree", () => {
    const [first, second, third] = groups;
    if (first === undefined || second === undefined || third === undefined) throw new Error("too few groups");
    const cut = { ...second, lines: second.lines.slice(1) };
    const { going, entries } = walk([first, cut, third]);
    expect(entries.map(({ entry, isDoubtful }) => [entry.seq, isDoubtful])).toEqual([
      [0, false],
      [2, true],
      [3, false],
    ]);
    expect([going.isReliable, going.state.root]).toEqual([false, null]);
  });

  it("takes up the tree again where a segment says it anew", () => {
    const { going } = walk([]);
    going.lose();
    const [opening] = lines;
    if (opening === undefined) throw new Error("no opening");
    going.enter(1, [opening]);
    expect(going.state.root).not.toBeNull();
    going.lose();
    going.enter(1, [judgeText("?")]);
    going.enter(1, lines.slice(2, 3));
    expect(going.state.root).toBeNull();
  });

  it("says what a later segment is to find", () => {
    const { going, faults } = walk(groups);
    const [opening] = lines;
    expect(going.follows({ ...(opening?.entry ?? ({} as never)), prev: lines[5]?.digest ?? ("" as never) })).toBe(true);
    expect(going.follows(opening?.entry ?? ({} as never))).toBe(false);
    going.observe(1, 100);
    expect(faults.all()).toEqual([]);
  });

  it("judges no signature when it knows no key", () => {
    const { faults } = walk(groups, null as never);
    expect(faults.all()).toEqual([]);
  });

  it("tells times that run backwards within an epoch", () => {
    const { faults, going } = walk(groups.slice(0, 2));
    const early = judgeText(
      (lines[5]?.bytes.toString("utf8") ?? "").replace(/"at":"[^"]*"/, '"at":"2000-01-01T00:00:00.000000Z"'),
    );
    expect(early.entry).not.toBeNull();
    expect([...going.group(1, { lines: [early], head: lines[6] ?? null, start: 0, end: 0 }, null)]).toHaveLength(1);
    // The line is not the one that was signed, so that is told, and its time is not believed.
    expect(faults.all().map(({ code }) => code)).toEqual(["LEDGER_REWRITTEN"]);
  });
});
