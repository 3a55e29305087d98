import { describe, expect, it } from "vitest";
import { fingerprintText } from "../../../../src/renderer/format/fingerprint-text.ts";

const FINGERPRINT = "0123456789abcdef".repeat(4);

describe("fingerprint text", () => {
  it("a fingerprint is read in groups of four, short first", () => {
    expect(fingerprintText(FINGERPRINT, false)).toBe("0123 4567 89ab cdef …");
  });

  it("the whole one leaves no digit out", () => {
    const whole = fingerprintText(FINGERPRINT, true);
    expect(whole.replaceAll(" ", "")).toBe(FINGERPRINT);
    expect(whole.split(" ")).toHaveLength(16);
  });

  it("what is no fingerprint stays as it is, cut only while short is wanted", () => {
    expect(fingerprintText("PENDING", false)).toBe("PENDING");
    expect(fingerprintText("x".repeat(60), false)).toBe(`${"x".repeat(40)}…`);
    expect(fingerprintText("x".repeat(60), true)).toBe("x".repeat(60));
  });
});
