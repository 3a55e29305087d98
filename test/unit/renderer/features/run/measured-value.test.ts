import { describe, expect, it } from "vitest";
import {
  findMeasuredValue,
  judgeGroup,
  shareOfLimit,
} from "../../../../../src/renderer/features/run/measured-value.ts";

const RIM = { value: 48.6, unit: "m/s", limit: 50, rating: "NEAR_LIMIT" };

describe("measured value", () => {
  it("is a group with a value and nothing it could not show", () => {
    expect(findMeasuredValue(RIM)).toEqual({ value: 48.6, unit: "m/s", limit: 50, limitKind: "unknown" });
    expect(findMeasuredValue({ value: 1.4, limit: 1.2, limit_kind: "min" })?.limitKind).toBe("min");
    expect(findMeasuredValue({ value: 1, note: "x" })).toBeNull();
    expect(findMeasuredValue({ value: "1" })).toBeNull();
    expect(findMeasuredValue({})).toBeNull();
  });

  it("has a share of a limit only where a share means something", () => {
    const measured = { value: 45, unit: null, limit: 50, limitKind: "unknown" } as const;
    expect(shareOfLimit(measured)).toBeCloseTo(0.9);
    expect(shareOfLimit({ ...measured, limitKind: "min" })).toBeNull();
    expect(shareOfLimit({ ...measured, limit: null })).toBeNull();
    expect(shareOfLimit({ ...measured, limit: 0 })).toBeNull();
  });

  it.each([
    [RIM, "near", "near"],
    [{ value: 54.5, limit: 50, rating: "DANGER" }, "failed", "over"],
    [{ value: 1.1, limit: 1.2, rating: "danger" }, "failed", "under"],
    [{ value: 60, limit: 50, limit_kind: "max" }, "failed", "over"],
    [{ value: 1, limit: 2, limit_kind: "min" }, "failed", "under"],
    [{ ok: false }, "failed", "not-passed"],
    [{ risk_level: "RED" }, "failed", "not-passed"],
    [{ rating: "CAUTION" }, "near", "care"],
    [{ rating: "OK", value: 3 }, "plain", null],
    [{}, "plain", null],
  ])("%j stands as %s because %s", (group, standing, reason) => {
    expect(judgeGroup(group)).toEqual({ standing, reason });
  });

  it("a bare limit is not judged: the record does not say on which side of it to be", () => {
    expect(judgeGroup({ value: 1.4, limit: 1.2 })).toEqual({ standing: "plain", reason: null });
    expect(judgeGroup({ value: 1.4, limit: 1.2, limit_kind: "min", rating: "NEAR_LIMIT" }).reason).toBe("near");
  });
});
