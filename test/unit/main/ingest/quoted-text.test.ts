import { describe, expect, it } from "vitest";
import { quotedText } from "../../../../src/main/ingest/quoted-text.ts";

describe("quoted text", () => {
  it("escapes controls and leaves other characters as they are", () => {
    expect(quotedText('a"b\n')).toBe('"a\\"b\\n"');
    expect(quotedText("Nußbaum 弦")).toBe('"Nußbaum 弦"');
  });

  it("is cut after 120 characters without cutting one in half", () => {
    expect(quotedText("x".repeat(120))).toBe(`"${"x".repeat(120)}"`);
    expect(quotedText("x".repeat(121))).toBe(`"${"x".repeat(120)}"...`);
    expect(quotedText("😀".repeat(500))).toBe(`"${"😀".repeat(120)}"...`);
  });

  it("is well formed whatever it is given", () => {
    expect(quotedText("a\ud800").isWellFormed()).toBe(true);
  });
});
