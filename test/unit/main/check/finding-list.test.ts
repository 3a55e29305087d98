import { describe, expect, it } from "vitest";
import { FindingList } from "../../../../src/main/check/finding-list.ts";
import { makeFinding } from "../../../../src/main/check/finding-sentences.ts";

const changed = makeFinding("RECORD_CHANGED", { name: "a" });
const leftover = makeFinding("LEFTOVER", { name: "b" });

function many(count: number): FindingList {
  const list = new FindingList();
  for (let number = 0; number < count; number += 1) list.add(makeFinding("FOREIGN_FILE", { name: `f${number}` }));
  return list;
}

describe("a list of findings", () => {
  it("gives the worst first, else in the order they were found", () => {
    const list = new FindingList();
    list.add(leftover, changed, makeFinding("RECORD_CHANGED", { name: "c" }));
    expect(list.all().map(({ subject }) => subject)).toEqual(["a", "c", "b"]);
    expect(list.counts()).toEqual({ LEFTOVER: 1, RECORD_CHANGED: 2 });
  });

  it("lists a thousand of a kind at most, and counts all of them", () => {
    const list = many(1_200);
    list.add(changed);
    expect([list.all().length, list.counts().FOREIGN_FILE, list.isCut]).toEqual([1_001, 1_200, true]);
    expect(many(1_000).isCut).toBe(false);
  });

  it("takes another list in as if its findings had come one by one", () => {
    const list = many(900);
    list.absorb(many(300).counted());
    const oneByOne = many(900);
    oneByOne.add(...many(300).all());
    expect(list.counted()).toEqual(oneByOne.counted());
    expect([list.all().length, list.counts().FOREIGN_FILE]).toEqual([1_000, 1_200]);
  });

  it("takes in what was counted and not listed", () => {
    const list = new FindingList();
    list.absorb({ findings: [changed], finding_counts: { RECORD_CHANGED: 5_000 } });
    expect([list.counts().RECORD_CHANGED, list.isCut]).toEqual([5_000, true]);
  });
});
