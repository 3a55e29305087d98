import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "../../../../../src/main/canonical/json-tree.ts";
import { jsonText } from "../../../../../src/main/operations/command-line/json-text.ts";

describe("jsonText", () => {
  it("keeps the spelling of every number in a value read without loss", () => {
    const text = '{"a":87.0,"b":1e-05,"c":123456789012345678901234567890,"d":[-0,0.10]}';
    expect(jsonText({ ok: true, value: { record: readJson(Buffer.from(text)) } })).toBe(
      `{"ok":true,"value":{"record":${text}}}`,
    );
  });

  it("prints plain data as JSON.stringify does", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("makes strings of numbers that JSON does not have", () => {
    expect(JSON.parse(jsonText(readJson(Buffer.from("[NaN,Infinity,-Infinity]"))))).toEqual([
      "NaN",
      "Infinity",
      "-Infinity",
    ]);
  });

  it("prints bytes as base64 and leaves out what is undefined", () => {
    expect(jsonText({ bytes: new Uint8Array([1, 2, 3]), gone: undefined })).toBe('{"bytes":"AQID"}');
  });

  it("keeps keys that a careless copy would lose", () => {
    expect(jsonText(readJson(Buffer.from('{"__proto__":1,"constructor":2}')))).toBe('{"__proto__":1,"constructor":2}');
  });
});
