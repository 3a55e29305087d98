import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  growTree,
  isHeadOf,
  isReadable,
  joinsOn,
  judgeHead,
  ledgerGroups,
} from "../../../../src/main/store/judge-group.ts";
import { LedgerKeys } from "../../../../src/main/store/ledger-keys.ts";
import { CHAIN_START } from "../../../../src/main/store/ledger-tail.ts";
import { MerkleTree } from "../../../../src/main/store/merkle-tree.ts";
import { judgeText, writtenLines } from "./judged-ledger.ts";
import { makeSigner, runEntry } from "./written-ledger.ts";

const { lines, key } = writtenLines([[runEntry(1), runEntry(2)], [runEntry(3)]]);
const START = { tree: new MerkleTree(), size: 0, previous: CHAIN_START };

function entryText(index: number): string {
  return lines[index]?.bytes.toString("utf8") ?? "";
}

describe("judgeLine", () => {
  it("reads entries and heads, each in the one spelling it has", () => {
    expect(lines.map(({ entry, note }) => (entry === null ? "head" : entry.kind) + (note === null ? "" : "!"))).toEqual(
      [..."epoch.opened head! run.recorded run.recorded head! run.recorded head!".split(" ")],
    );
    expect(lines.every(isReadable)).toBe(true);
  });

  it.each([
    ["a blank too many", (text: string) => text.replace(":", ": ")],
    ["another order of members", (text: string) => text.replace(/^\{("actor":\{[^}]*\}),(.*)\}$/, "{$2,$1}")],
    ["an escape that is not needed", (text: string) => text.replace("tester", "\\u0074ester")],
    ["a member twice", (text: string) => text.replace('"v":1', '"v":1,"v":1')],
    ["a number spelled otherwise", (text: string) => text.replace('"v":1', '"v":1.0')],
    ["half a character", (text: string) => text.replace("tester", "\\ud800")],
    ["a byte order mark", (text: string) => `\ufeff${text}`],
    ["a carriage return", (text: string) => `${text}\r`],
  ])("takes no entry with %s", (_what, change) => {
    const changed = change(entryText(2));
    expect(changed).not.toBe(entryText(2));
    expect(isReadable(judgeText(changed))).toBe(false);
  });

  it("takes no head in another spelling", () => {
    for (const changed of [
      ` ${entryText(1)}`,
      entryText(1).replace("—", "\\u2014"),
      entryText(1).replace("}", ',"x":1}'),
    ]) {
      expect(isReadable(judgeText(changed))).toBe(false);
    }
  });

  it("gives an answer for any bytes at all", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(entryText(2).length), (bytes, at) => {
        judgeText(Buffer.from(bytes));
        judgeText(Buffer.concat([Buffer.from(entryText(2)).subarray(0, at), bytes]));
      }),
    );
  });
});

describe("ledgerGroups", () => {
  it("makes a group of the lines up to each head, and of what has none behind it", () => {
    const shapes = [...ledgerGroups(lines.slice(0, 6))].map((group) => [group.lines.length, group.head !== null]);
    expect(shapes).toEqual([
      [1, true],
      [2, true],
      [1, false],
    ]);
    const [first, second] = [...ledgerGroups(lines)];
    expect(first?.end).toBe(second?.start);
  });
});

describe("judgeHead", () => {
  it("believes a head signed with the key that holds, about exactly the entries before it", () => {
    const keys = new LedgerKeys(key);
    const group = lines.slice(2, 4);
    const tree = growTree(growTree(new MerkleTree(), lines.slice(0, 1)), group);
    const head = judgeHead(lines[4] ?? null, group, keys);
    expect([head.isSigned, isHeadOf(head, tree), isHeadOf(head, growTree(tree, group))]).toEqual([true, true, false]);
  });

  it("does not believe a stranger's, none, or one that cannot be read", () => {
    const stranger = writtenLines([[runEntry(1)]], makeSigner());
    const keys = new LedgerKeys(key);
    expect(judgeHead(stranger.lines[1] ?? null, [], keys).isSigned).toBe(false);
    expect(judgeHead(null, lines.slice(0, 1), keys)).toMatchObject({ isSigned: false, note: null });
    expect(judgeHead(judgeText('{"cp":"x"}'), [], keys).isSigned).toBe(false);
  });

  it("judges no signature while no key is known", () => {
    expect(judgeHead(lines[1] ?? null, lines.slice(0, 1), new LedgerKeys(null)).isSigned).toBe(true);
  });
});

describe("joinsOn", () => {
  const entries = lines.filter(({ entry }) => entry !== null);

  it("holds for entries one after the other, from a place that is known or not", () => {
    expect(joinsOn(entries, START, 1)).toBe(true);
    const behind = { tree: null, size: 2, previous: null };
    expect(joinsOn(entries.slice(2), behind, 1)).toBe(true);
  });

  it("fails for one taken out, put in twice, moved, of another epoch, or from another place", () => {
    expect(joinsOn(entries.toSpliced(1, 1), START, 1)).toBe(false);
    expect(joinsOn(entries.toSpliced(1, 0, ...entries.slice(1, 2)), START, 1)).toBe(false);
    expect(joinsOn(entries.toReversed(), START, 1)).toBe(false);
    expect(joinsOn(entries, START, 2)).toBe(false);
    expect(joinsOn(entries, { ...START, size: 1 }, 1)).toBe(false);
    expect(joinsOn([judgeText("?")], START, 1)).toBe(false);
  });
});
