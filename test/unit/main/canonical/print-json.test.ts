import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "../../../../src/main/canonical/json-tree.ts";
import { jsonNumber, jsonObject } from "../../../../src/main/canonical/json-value.ts";
import { printJson, type WritableJson } from "../../../../src/main/canonical/print-json.ts";
import { RandomJson } from "./random-json.ts";

describe("printJson", () => {
  it("lays records out as the older system did", () => {
    const record = {
      run_id: "run_1",
      request_summary: {},
      warnings: [],
      decision: {
        score: jsonNumber("87.0"),
        details: jsonObject([
          ["10", true],
          ["9", null],
        ]),
      },
      points: [[1, 2.5], "x"],
    };
    expect(printJson(record)).toBe(
      [
        "{",
        '  "run_id": "run_1",',
        '  "request_summary": {},',
        '  "warnings": [],',
        '  "decision": {',
        '    "score": 87.0,',
        '    "details": {',
        '      "10": true,',
        '      "9": null',
        "    }",
        "  },",
        '  "points": [',
        "    [",
        "      1,",
        "      2.5",
        "    ],",
        '    "x"',
        "  ]",
        "}",
      ].join("\n"),
    );
  });

  it("escapes only what must be escaped", () => {
    expect(printJson('"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é😀')).toBe(
      '"\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028é😀"',
    );
  });

  it.each([
    [87, "87"],
    [-1.5, "-1.5"],
    [0, "0"],
    [-0, "-0.0"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    [0.00001, "0.00001"],
    [0.000001, "1e-6"],
    [1e-7, "1e-7"],
    [1e16, "1e16"],
    [2 ** 60, "1.152921504606847e18"],
    [1.5e-9, "1.5e-9"],
  ])("prints the plain number %d as the older writer did", (value, text) => {
    expect(printJson(value)).toBe(text);
  });

  it("prints a stored record of the older system byte for byte", () => {
    const file = "runs/2025-12-17/run_336e4be6f30c4a46b61ef5b3323991e1.json";
    const bytes = readFileSync(new URL(`../../../fixtures/older-stores/v2-store/${file}`, import.meta.url));
    expect(printJson(readJson(bytes))).toBe(bytes.toString());
  });

  it("keeps the spelling of every number that was read", () => {
    const random = new RandomJson(20251218);
    for (let i = 0; i < 300; i++) {
      const numbers = Array.from({ length: 10 }, () => random.number()).filter((text) => text.length < 4000);
      expect(printJson(readJson(Buffer.from(`[${numbers}]`)), 0)).toBe(`[\n${numbers.join(",\n")}\n]`);
    }
  });

  it("prints what reads the same again", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const text = JSON.stringify(value, null, 2);
        expect(printJson(readJson(Buffer.from(text)))).toBe(text);
      }),
    );
  });

  it.each<[string, unknown, RegExp]>([
    ["half a surrogate pair", { notes: ["a\ud800"] }, /^notes\[0\] holds half of a surrogate pair/],
    ["half a surrogate pair in a key", { a: { "\udc00": 1 } }, /^a holds half of a surrogate pair/],
    ["NaN", { decision: { score: Number.NaN } }, /^decision\.score is nothing that JSON can hold/],
    ["an infinity", [Number.POSITIVE_INFINITY], /^\[0\] is nothing/],
    ["undefined", { a: undefined }, /^a is nothing/],
    ["a date", { at: new Date(0) }, /^at is nothing/],
    ["a map", new Map(), /^The value is nothing/],
  ])("refuses %s", (_, value, message) => {
    expect(() => printJson(value as WritableJson)).toThrow(TypeError);
    expect(() => printJson(value as WritableJson)).toThrow(message);
  });
});
