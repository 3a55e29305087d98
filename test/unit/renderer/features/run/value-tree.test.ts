import { describe, expect, it } from "vitest";
import { buildValueTree, countValues, isGroup } from "../../../../../src/renderer/features/run/value-tree.ts";

describe("value tree", () => {
  it("puts what failed first, then what is near, then the rest in the order of the record", () => {
    const tree = buildValueTree({
      score: 18,
      heat: { value: 1, rating: "OK" },
      bite: { value: 2, rating: "NEAR_LIMIT" },
      saw: { rim: { value: 54, limit: 50, rating: "DANGER" } },
    });
    expect(tree.map((node) => node.name)).toEqual(["saw", "bite", "score", "heat"]);
    expect(tree[0]).toMatchObject({ standing: "failed", reason: null });
    expect(tree[0]?.children[0]).toMatchObject({ name: "rim", reason: "over" });
  });

  it("shows every kind of value as it is and counts single values", () => {
    const tree = buildValueTree({
      a: 1,
      b: "x",
      c: null,
      d: true,
      e: 12345678901234567890n,
      f: [],
      g: {},
      h: [1, [2]],
    });
    expect(tree.filter((node) => !isGroup(node)).map((node) => node.value)).toEqual([
      "1",
      "x",
      "null",
      "true",
      "12345678901234567890",
      "–",
      "–",
    ]);
    expect(countValues(tree)).toBe(9);
  });

  it("is empty where nothing can be read as values", () => {
    expect([null, 7, "x", [], {}].map((value) => buildValueTree(value).length)).toEqual([0, 0, 0, 0, 0]);
  });

  it("says how much is left out of a very long list, and ends in a very deep one", () => {
    const [long] = buildValueTree({ grid: Array.from({ length: 500 }, (_, index) => index) });
    expect(long).toMatchObject({ children: { length: 200 }, left: 300 });
    let deep: unknown = { leaf: 1 };
    for (let level = 0; level < 5_000; level += 1) deep = { deep };
    expect(buildValueTree(deep)).toHaveLength(1);
  });
});
