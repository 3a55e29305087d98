import { describe, expect, it } from "vitest";
import { EVIDENCE_LIMITS, readJson } from "../../../../src/main/canonical/json-tree.ts";
import { highestShareOfLimit } from "../../../../src/main/catalog/limit-share.ts";

function share(value: unknown): number | null {
  return highestShareOfLimit(readJson(Buffer.from(JSON.stringify(value)), EVIDENCE_LIMITS));
}

describe("the share of a limit", () => {
  it("is that of the value nearest to its limit, in whole percent", () => {
    expect(share({ saw: { speed: { value: 48.6, limit: 50 }, bite: [{ value: 0.9, limit: 1 }] }, score: 3 })).toBe(97);
    expect(share({ a: { value: 0, limit: 5 } })).toBe(0);
  });

  it("turns round for a limit that is a least", () => {
    expect(share({ edge: { value: 4, limit: 3, limit_kind: "min" } })).toBe(75);
    expect(share({ edge: { value: 0, limit: 3, limit_kind: "min" } })).toBe(250);
  });

  it("is not known where nothing was held against a limit", () => {
    for (const value of [
      {},
      null,
      { value: 5 },
      { value: "5", limit: "6" },
      { value: 5, limit: 0 },
      { value: -5, limit: 3 },
    ]) {
      expect(share(value)).toBeNull();
    }
  });

  it("comes to an end in any tree", () => {
    const wide = { list: Array.from({ length: 5000 }, () => ({ value: 1, limit: 10 })) };
    expect(share(wide)).toBe(10);
    let deep: unknown = { value: 9, limit: 10 };
    for (let depth = 0; depth < 50; depth++) deep = { deep };
    expect(share(deep)).toBeNull();
  });
});
