import { describe, expect, it } from "vitest";
import { daysUntilFull, diskLevel } from "../../../../src/main/operations/disk-level.ts";
import { REFUSAL_BYTES } from "../../../../src/main/store/admission.ts";

const GIB = 1024 ** 3;

describe("diskLevel", () => {
  it.each([
    [REFUSAL_BYTES - 1, null, "critical"],
    [REFUSAL_BYTES, null, "low"],
    [2 * GIB - 1, 1_000, "low"],
    [2 * GIB, null, "ok"],
    [50 * GIB, 6, "low"],
    [50 * GIB, 7, "ok"],
    [0, 1_000, "critical"],
  ] as const)("of %i bytes free and %s days left is %s", (freeBytes, daysLeft, level) => {
    expect(diskLevel(freeBytes, daysLeft)).toBe(level);
  });
});

describe("daysUntilFull", () => {
  it("counts to the moment when records are refused, not to the last byte", () => {
    expect(daysUntilFull(REFUSAL_BYTES + 10_000, 1_000)).toBe(10);
    expect(daysUntilFull(REFUSAL_BYTES + 9_999, 1_000)).toBe(9);
    expect(daysUntilFull(1_000, 1_000)).toBe(0);
  });

  it("cannot tell without a pace", () => {
    expect(daysUntilFull(GIB, null)).toBeNull();
    expect(daysUntilFull(GIB, 0)).toBeNull();
  });
});
