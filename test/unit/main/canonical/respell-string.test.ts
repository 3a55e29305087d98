import { describe, expect, it } from "vitest";
import { JsonSyntaxError } from "../../../../src/main/canonical/json-syntax-error.ts";
import { respellString } from "../../../../src/main/canonical/respell-string.ts";
import { paddedBytes } from "./padded-bytes.ts";

function respelled(text: string): string {
  const bytes = paddedBytes(text);
  const length = new TextEncoder().encode(text).length;
  const end = respellString(bytes, { start: 0, end: length }, length + 1);
  return new TextDecoder().decode(bytes.subarray(length + 1, end));
}

describe("respellString", () => {
  it.each([
    ['"\\/"', '"/"'],
    ['"\\u0041\\u00E9\\u5f26\\uffff"', '"Aé弦\uffff"'],
    ['"\\ud83d\\ude00\\uDBFF\\uDFFF\\ud800\\udc00"', '"😀\u{10ffff}\u{10000}"'],
    ['"\\u0022\\u005C\\u002f"', '"\\"\\\\/"'],
    ['"\\u0008\\u0009\\u000a\\u000c\\u000d"', '"\\b\\t\\n\\f\\r"'],
    ['"\\u0000\\u001F\\u000b\\u007f"', '"\\u0000\\u001f\\u000b\u007f"'],
    ['"\\n\\"\\\\u0041 é😀"', '"\\n\\"\\\\u0041 é😀"'],
  ])("%s becomes %s", (text, expected) => {
    expect(respelled(text)).toBe(expected);
  });

  it.each([
    ['"ab\\ud800"', 3],
    ['"\\udc00\\ud800"', 1],
    ['"\\udc00\\udc00"', 1],
    ['"\\ud83dx\\ude00"', 1],
    ['"\\ud83d\\u0041"', 1],
    ['"\\ud83d\\ud83d\\ude00"', 1],
    ['"\\ud83d\\n"', 1],
  ])("refuses %s at the half that lacks the other", (text, offset) => {
    expect(() => respelled(text)).toThrow(expect.objectContaining({ code: "BAD_JSON", offset }));
    expect(() => respelled(text)).toThrow(JsonSyntaxError);
  });
});
