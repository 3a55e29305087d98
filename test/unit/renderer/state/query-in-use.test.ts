import { describe, expect, it } from "vitest";
import { chosenValues, partsInUse, withoutPart, withValues } from "../../../../src/renderer/state/query-in-use.ts";
import { EVERYTHING, type RunQuery } from "../../../../src/shared/query/run-query.ts";

const FULL: RunQuery = {
  ...EVERYTHING,
  machine: ["M1"],
  tag_all: ["rework"],
  without: { ...EVERYTHING.without, tool: ["T1"] },
  exported: false,
  differs: true,
  hidden: "only",
  date: { kind: "shift" },
  text: "veneer",
};

describe("query in use", () => {
  it("names every part that leaves something out, also what is excluded", () => {
    expect(partsInUse(EVERYTHING)).toEqual([]);
    expect(partsInUse({ ...EVERYTHING, text: "  " })).toEqual([]);
    expect([...partsInUse(FULL)].sort()).toEqual(
      ["machine", "tool", "tag", "date", "exported", "differs", "hidden", "text"].sort(),
    );
  });

  it("each part can be taken back, and with all of them everything shows", () => {
    let query = FULL;
    for (const part of partsInUse(FULL)) {
      query = withoutPart(query, part);
      expect(partsInUse(query)).not.toContain(part);
    }
    expect(query).toEqual(EVERYTHING);
  });

  it("changes the values of one filter and leaves the others", () => {
    const query = withValues(FULL, "tag", { any: ["urgent"], all: [], not: ["old"] });
    expect(chosenValues(query, "tag")).toEqual({ any: ["urgent"], all: [], not: ["old"] });
    expect(chosenValues(query, "machine").any).toEqual(["M1"]);
    expect(chosenValues(withValues(FULL, "tool", { any: ["T2"] }), "tool")).toEqual({
      any: ["T2"],
      all: [],
      not: ["T1"],
    });
  });
});
