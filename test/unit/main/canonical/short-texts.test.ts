import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { ShortTexts } from "../../../../src/main/canonical/short-texts.ts";

describe("ShortTexts", () => {
  it("reads every text, new or seen before", () => {
    const texts = new ShortTexts();
    const words = [
      "",
      "a",
      "run_id",
      "é",
      "😀",
      "x".repeat(32),
      "x".repeat(33),
      ...Array.from({ length: 9000 }, (_, i) => `k${i}`),
    ];
    for (const word of [...words, ...words]) {
      const bytes = Buffer.from(`"${word}"`);
      expect(texts.read(bytes, 1, bytes.length - 1)).toBe(word);
    }
  });

  it("does not take one text for another of the same length", () => {
    const texts = new ShortTexts();
    const latin = Buffer.from("\u00c3\u00a9", "latin1");
    expect(texts.read(latin, 0, 2)).toBe("é");
    expect(texts.read(latin, 0, 2)).toBe("é");
  });
});
