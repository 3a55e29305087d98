import { describe, expect, it } from "vitest";
import { scanString } from "../../../../src/main/canonical/scan-string.ts";
import { ESCAPED, PLAIN, RESPELLED } from "../../../../src/main/canonical/spelling.ts";
import { paddedBytes } from "./padded-bytes.ts";

function scanned(text: string): number {
  return scanString(paddedBytes(text), 0, new TextEncoder().encode(text).length);
}

describe("scanString", () => {
  it.each([
    ['""', PLAIN],
    ['"a é 😀 \u007f /"', PLAIN],
    ['"\\n\\"\\\\"', ESCAPED],
    ['"a\\/"', RESPELLED],
    ['"\\u0041\\n"', RESPELLED],
    ['"\\n\\u00Ff"', RESPELLED],
  ])("finds the end of %s and how it is spelled", (text, spelling) => {
    expect(scanned(`${text},"`)).toBe((new TextEncoder().encode(text).length << 2) | spelling);
  });

  it.each([
    ['"abc', 4, /ends inside a string/],
    ['"abc\\', 5, /ends inside a string/],
    ['"\\u12', 5, /ends inside a string/],
    ['"\\n', 3, /ends inside a string/],
    ['"a\\q"', 2, /starts no JSON escape/],
    ['"a\\u12x4"', 2, /four hexadecimal digits/],
    ['"a\u0000b"', 2, /U\+0000/],
    ['"\\n\u001f"', 3, /U\+001f/],
  ])("refuses %j and says where", (text, offset, reason) => {
    expect(() => scanned(text)).toThrow(
      expect.objectContaining({ code: "BAD_JSON", offset, reason: expect.stringMatching(reason) }),
    );
  });
});
