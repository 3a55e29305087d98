import { Buffer } from "node:buffer";
import { expect, it } from "vitest";
import { stringContent } from "../../../../src/main/canonical/string-content.ts";

it.each([
  ['"a\\nb"', "a\nb"],
  ['"\\"\\\\\\/\\b\\f\\r\\t"', '"\\/\b\f\r\t'],
  ['"\\u00e9\\u00E9\\ud83d\\ude00"', "éé😀"],
  ['"\\\\u0041\\\\n"', "\\u0041\\n"],
  ['"\\ud83d é"', "\ud83d é"],
])("the string %s says what JavaScript would hold", (text, content) => {
  const bytes = Buffer.from(`[${text}]`);
  expect(stringContent(bytes, 1, bytes.length - 1)).toBe(content);
});
