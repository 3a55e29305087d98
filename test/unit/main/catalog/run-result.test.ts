import { describe, expect, it } from "vitest";
import { EVIDENCE_LIMITS, readJson } from "../../../../src/main/canonical/json-tree.ts";
import { resultsDiffer, runResult } from "../../../../src/main/catalog/run-result.ts";

const [ONE, OTHER] = ["ab".repeat(32), "cd".repeat(32)];

function result(hashes: unknown): string {
  return runResult(readJson(Buffer.from(JSON.stringify(hashes)), EVIDENCE_LIMITS)) ?? "none";
}

describe("results", () => {
  it("are told by what was made", () => {
    expect(result({ toolpaths_sha256: ONE, gcode_sha256: null })).toBe(`${ONE.slice(0, 16)} -`);
    expect(result({ gcode_sha256: OTHER })).toBe(`- ${OTHER.slice(0, 16)}`);
    expect([result({}), result(null), result({ gcode_sha256: "short" })]).toEqual(["none", "none", "none"]);
  });

  it("differ only in what both made", () => {
    const both = result({ toolpaths_sha256: ONE, gcode_sha256: ONE });
    expect(resultsDiffer(both, result({ toolpaths_sha256: ONE, gcode_sha256: OTHER }))).toBe(true);
    expect(resultsDiffer(both, result({ toolpaths_sha256: ONE }))).toBe(false);
    expect(resultsDiffer(result({ gcode_sha256: ONE }), result({ toolpaths_sha256: OTHER }))).toBe(false);
    expect(resultsDiffer(both, both)).toBe(false);
  });
});
