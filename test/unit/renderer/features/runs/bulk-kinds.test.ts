import { describe, expect, it } from "vitest";
import { BULK_KINDS, bulkChange } from "../../../../../src/renderer/features/runs/bulk-kinds.ts";
import { en } from "../../../../../src/renderer/text/en.ts";

describe("bulk kinds", () => {
  it("adds what was typed, without blanks around it", () => {
    expect(bulkChange("tag", " rework ")).toEqual({ tags: ["rework"] });
    expect(bulkChange("note", "Tool worn")).toEqual({ note: "Tool worn" });
    expect(bulkChange("hide", "")).toEqual({ hide: true });
    expect(bulkChange("hide", "Trial")).toEqual({ hide: true, reason: "Trial" });
    expect(bulkChange("show", "")).toEqual({ hide: false });
  });

  it("nothing is added without a text where one is needed, and by copying", () => {
    expect(bulkChange("tag", "  ")).toBeNull();
    expect(bulkChange("note", "")).toBeNull();
    expect(bulkChange("copy", "x")).toBeNull();
  });

  it("every kind says how many runs it is about", () => {
    for (const { kind } of BULK_KINDS) expect(en.runs.bulk.kinds[kind].button(34)).toContain("34");
  });
});
