import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalForm } from "../../../../src/main/canonical/canonical-form.ts";
import { canonicalEntryText } from "../../../../src/main/canonical/restricted-json.ts";

describe("canonicalEntryText", () => {
  it("writes keys in code point order and no blanks", () => {
    const entry = {
      seq: 7,
      "😀": 1,
      "\uffff": 2,
      actor: { uid: "ü\n", role: null },
      body: [true, false, [], {}, -0],
      "10": 1,
      "9": 2,
    };
    expect(canonicalEntryText(entry)).toBe(
      '{"10":1,"9":2,"actor":{"role":null,"uid":"ü\\n"},"body":[true,false,[],{},0],"seq":7,"\uffff":2,"😀":1}',
    );
  });

  it("is its own canonical form", () => {
    const scalar = fc.oneof(fc.string({ unit: "binary" }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
    const entry = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie("value"), { maxLength: 5 }),
        fc.dictionary(fc.string({ unit: "binary" }), tie("value"), { maxKeys: 6 }),
      ),
    })).value;
    fc.assert(
      fc.property(entry, (value) => {
        const text = canonicalEntryText(value);
        expect(canonicalForm(Buffer.from(text)).toString()).toBe(text);
      }),
    );
  });

  it("takes objects without prototype", () => {
    expect(canonicalEntryText(Object.assign(Object.create(null), { b: 1, a: 2 }))).toBe('{"a":2,"b":1}');
  });

  it.each<[string, unknown, RegExp]>([
    ["a fraction", { body: { score: 0.5 } }, /^body\.score is a number but no safe integer/],
    ["an unsafe integer", [1, 2 ** 53], /^\[1\] is a number but no safe integer/],
    ["NaN", Number.NaN, /^The value is a number but no safe integer/],
    ["undefined", { path: undefined }, /^path is undefined/],
    ["a hole in a list", { tags: new Array(1) }, /^tags\[0\] is undefined/],
    ["a bigint", { seq: 1n }, /^seq is bigint/],
    ["a function", { f: () => 1 }, /^f is function/],
    ["half a surrogate pair", { a: [{ b: "\ud83d" }] }, /^a\[0\]\.b holds half/],
    ["half a surrogate pair in a key", { a: { "x\ude00": 1 } }, /^a\.x\ude00 holds half/],
    ["a date", { at: new Date(0) }, /^at is an instance of a class/],
    ["bytes", { sha: new Uint8Array(2) }, /^sha is an instance of a class/],
  ])("refuses %s and names the path", (_, value, message) => {
    expect(() => canonicalEntryText(value)).toThrow(TypeError);
    expect(() => canonicalEntryText(value)).toThrow(message);
  });

  it("refuses what refers to itself", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => canonicalEntryText(loop)).toThrow(/nested more than 64 deep/);
  });
});
