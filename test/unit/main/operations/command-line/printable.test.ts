import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableJson } from "../../../../../src/main/operations/command-line/printable.ts";

describe("printable", () => {
  it("spells out what moves the cursor, turns direction or hides", () => {
    expect(printable("a\nb\tc\u001b[31m\u202ex\u200b\ud800")).toBe("a\\nb\\tc\\u001b[31m\\u202ex\\u200b\\ud800");
  });

  it("leaves letters of every script as they are", () => {
    expect(printable("Fräser Ø6 – 木工 🪵")).toBe("Fräser Ø6 – 木工 🪵");
  });

  it("never lets a control character through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});

describe("printableJson", () => {
  it("escapes without changing what the JSON says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const json = printableJson(JSON.stringify({ text }));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});
