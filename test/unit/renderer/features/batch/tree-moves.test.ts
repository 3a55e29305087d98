import { describe, expect, it } from "vitest";
import { shownNodes, treeMove } from "../../../../../src/renderer/features/batch/tree-moves.ts";
import { makeNode } from "../../sample-relations.ts";

/** a > (b > c, d), e */
const NODES = [
  makeNode("a", { below: 3 }),
  makeNode("b", { parent: "a", depth: 1, below: 1 }),
  makeNode("c", { parent: "b", depth: 2 }),
  makeNode("d", { parent: "a", depth: 1 }),
  makeNode("e"),
];
const OPEN = shownNodes(NODES, new Set());

const idsOf = (folded: readonly string[]) => shownNodes(NODES, new Set(folded)).map(({ node }) => node.row.run_id);

describe("shownNodes", () => {
  it("leaves out what lies below a fold", () => {
    expect(idsOf([])).toEqual(["a", "b", "c", "d", "e"]);
    expect(idsOf(["b"])).toEqual(["a", "b", "d", "e"]);
    expect(idsOf(["a", "b"])).toEqual(["a", "e"]);
  });

  it("folds nothing where nothing hangs", () => {
    expect(idsOf(["c", "e"])).toEqual(["a", "b", "c", "d", "e"]);
    expect(shownNodes(NODES, new Set(["c"]))[2]?.isFolded).toBe(false);
  });

  it("counts the place among those of one run, also where a fold hides some", () => {
    const placed = (folded: readonly string[]) =>
      shownNodes(NODES, new Set(folded)).map(({ place, siblings }) => [place, siblings]);
    expect(placed([])).toEqual([
      [1, 2],
      [1, 2],
      [1, 1],
      [2, 2],
      [2, 2],
    ]);
    expect(placed(["a"])).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });
});

describe("treeMove", () => {
  const at = (key: string, activeId: string | null, shown = OPEN) => treeMove(key, shown, activeId);
  const to = (runId: string) => ({ what: "activate", runId });

  it("moves up and down, and stays inside", () => {
    expect([at("ArrowDown", "a"), at("ArrowUp", "c"), at("ArrowUp", "a"), at("ArrowDown", "e")]).toEqual(
      ["b", "b", "a", "e"].map(to),
    );
    expect([at("Home", "d"), at("End", "a"), at("PageDown", "a"), at("PageUp", "e")]).toEqual(
      ["a", "e", "e", "a"].map(to),
    );
  });

  it("begins at the first run where none is active or the active one is hidden", () => {
    expect(at("ArrowDown", null)).toEqual(to("b"));
    expect(at("Enter", "gone")).toEqual({ what: "open", runId: "a" });
  });

  it("opens a fold to the right and then goes in", () => {
    const folded = shownNodes(NODES, new Set(["a"]));
    expect(at("ArrowRight", "a", folded)).toEqual({ what: "fold", runId: "a", isFolded: false });
    expect(at("ArrowRight", "a")).toEqual(to("b"));
    expect(at("ArrowRight", "e")).toBeNull();
  });

  it("folds to the left and then goes out", () => {
    expect(at("ArrowLeft", "b")).toEqual({ what: "fold", runId: "b", isFolded: true });
    expect(at("ArrowLeft", "b", shownNodes(NODES, new Set(["b"])))).toEqual(to("a"));
    expect(at("ArrowLeft", "c")).toEqual(to("b"));
    expect(at("ArrowLeft", "e")).toBeNull();
  });

  it("means nothing for other keys, and in an empty tree", () => {
    expect([at("x", "a"), at("Tab", "a"), treeMove("ArrowDown", [], null)]).toEqual([null, null, null]);
  });
});
