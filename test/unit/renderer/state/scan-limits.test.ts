import { describe, expect, it } from "vitest";
import { USUAL_LIMITS } from "../../../../src/renderer/state/scan-burst.ts";
import { keepLimits, readLimits } from "../../../../src/renderer/state/scan-limits.ts";

function makeStorage(kept: Record<string, string> = {}) {
  const map = new Map(Object.entries(kept));
  return { getItem: (key: string) => map.get(key) ?? null, setItem: (key: string, text: string) => map.set(key, text) };
}

describe("scan limits", () => {
  it("are the usual ones until a person changes them, and then kept", () => {
    const storage = makeStorage();
    expect(readLimits(storage)).toEqual(USUAL_LIMITS);
    keepLimits(storage, { leastCharacters: 8, longestGapMs: 60 });
    expect(readLimits(storage)).toEqual({ leastCharacters: 8, longestGapMs: 60 });
  });

  it("stay where a person still counts as a person", () => {
    expect(keepLimits(makeStorage(), { leastCharacters: 1, longestGapMs: 5000 })).toEqual({
      leastCharacters: 4,
      longestGapMs: 100,
    });
    expect(readLimits(makeStorage({ "rmos-runs.scan.longest-gap-ms": "9999" })).longestGapMs).toBe(100);
  });

  it("are not believed when something else was kept under their name", () => {
    const storage = makeStorage({ "rmos-runs.scan.longest-gap-ms": "soon", "rmos-runs.scan.least-characters": "-3" });
    expect(readLimits(storage)).toEqual(USUAL_LIMITS);
  });
});
