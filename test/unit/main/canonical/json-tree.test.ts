import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalDigest } from "../../../../src/main/canonical/canonical-form.ts";
import { JsonSyntaxError } from "../../../../src/main/canonical/json-syntax-error.ts";
import {
  type DuplicateKey,
  EVIDENCE_LIMITS,
  itemRanges,
  type JsonLimits,
  REQUEST_LIMITS,
  readJson,
  toPlain,
} from "../../../../src/main/canonical/json-tree.ts";
import { JsonNumber, JsonObject, type JsonValue, jsonNumber } from "../../../../src/main/canonical/json-value.ts";

function read(text: string, limits?: JsonLimits): JsonValue {
  return readJson(Buffer.from(text), limits);
}

function readObject(text: string): JsonObject {
  const value = read(text);
  if (value instanceof JsonObject) return value;
  throw new Error("not an object");
}

function refusal(text: string, limits: JsonLimits): JsonSyntaxError {
  try {
    read(text, limits);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text.slice(0, 80)}`);
}

describe("readJson", () => {
  it("keeps numbers as they are spelled", () => {
    const texts = [
      "87.0",
      "1e-05",
      "-0",
      "123456789012345678901234567890",
      "0.30000000000000004",
      "NaN",
      "-Infinity",
      "1e400",
    ];
    const value = read(`[${texts.join(" , ")}]`);
    expect(value).toEqual(texts.map((text) => new JsonNumber(text)));
  });

  it("keeps the order of keys, and takes none of them for anything but a key", () => {
    const object = readObject('{"10":1,"9":2,"__proto__":{"admin":true},"constructor":null,"a":[]}');
    expect([...object.keys()]).toEqual(["10", "9", "__proto__", "constructor", "a"]);
    expect(object.get("__proto__")).toBeInstanceOf(JsonObject);
    expect(object.has("toString")).toBe(false);
  });

  it("decodes every kind of escape", () => {
    expect(read('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9\\uD83D\\ude00\\\\u0041é😀"')).toBe(
      '"\\/\b\f\n\r\t\u0000é😀\\u0041é😀',
    );
  });

  it("reads the right keys after keys with escapes, where some releases of V8's own parser do not", () => {
    read('{"h":[],"\\\\":0}');
    expect([...readObject('{"h":1,"\\"":2}').keys()]).toEqual(["h", '"']);
  });

  it("lets the last of equal keys win at the place of the first, and reports the others", () => {
    const duplicates: DuplicateKey[] = [];
    const text = '{"a":1,"b":2,"\\u0061":3,"c":{"d":4,"d":5},"b":[6]}';
    const value = readJson(Buffer.from(text), EVIDENCE_LIMITS, duplicates);
    expect(toPlain(value)).toEqual({ a: 3, b: [6], c: { d: 5 } });
    expect(duplicates).toEqual([
      { key: "a", offset: text.indexOf('"\\u0061"') },
      { key: "d", offset: text.lastIndexOf('"d"') },
      { key: "b", offset: text.lastIndexOf('"b"') },
    ]);
    const object = value instanceof JsonObject ? value : null;
    expect([...(object?.keys() ?? [])]).toEqual(["a", "b", "c"]);
    expect(readObject('{"a":1,"a":2,"b":3,"b":4}').rangeOf("b")).toEqual({ start: 23, end: 24 });
    const spelled = ["a", "b", "c"].map((key) => {
      const range = object?.rangeOf(key);
      return text.slice(range?.start, range?.end);
    });
    expect(spelled).toEqual(["3", "[6]", '{"d":4,"d":5}']);
  });

  it("keeps half a surrogate pair of old records as the string JavaScript holds", () => {
    expect(read('["\\ud800","\\ude00\\ud83d"]')).toEqual(["\ud800", "\ude00\ud83d"]);
  });

  it("reads what the older system stored 500 levels deep", () => {
    let value = read(`${'{"l":['.repeat(250)}${"]}".repeat(250)}`);
    let depth = 0;
    while (value instanceof JsonObject || (Array.isArray(value) && value.length > 0)) {
      value = value instanceof JsonObject ? (value.get("l") ?? null) : (value[0] ?? null);
      depth++;
    }
    expect(depth).toBe(499);
  });

  it("does not need the stack for depth", () => {
    const limits = { ...EVIDENCE_LIMITS, maxDepth: 200_000 };
    expect(Array.isArray(read("[".repeat(150_000) + "]".repeat(150_000), limits))).toBe(true);
  });

  it("reads repeated keys of one object in time that grows with their number only", () => {
    const members = Array.from({ length: 60_000 }, (_, i) => `"k${i % 30_000}":${i}`);
    expect(readObject(`{${members.join(",")}}`).size).toBe(30_000);
  });

  it("reads back what JavaScript printed", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(JSON.stringify(toPlain(read(text)), null, 1)).toBe(text);
      }),
    );
  });

  it.each([
    ["a duplicate key", '{"a":1,"b":{"c":1,"c":2}}', 18, /"c" comes twice/],
    ["a duplicate key in another spelling", '{"a":1,"\\u0061":2}', 7, /"a" comes twice/],
    ["NaN", '{"a":NaN}', 5, /NaN is not a finite number/],
    ["Infinity", "[-Infinity]", 1, /-Infinity is not a finite number/],
    ["a number too large for a double", "[1e400]", 1, /1e400 is not a finite number/],
    ["__proto__", '{"a":{"__proto__":1}}', 6, /"__proto__" is not allowed/],
    ["__proto__ in another spelling", '{"\\u005f_proto__":1}', 1, /"__proto__" is not allowed/],
    ["constructor", '{"constructor":1}', 1, /"constructor" is not allowed/],
    ["prototype", '{"prototype":1}', 1, /"prototype" is not allowed/],
    ["half a surrogate pair", '["a\\udc00"]', 1, /half of a surrogate pair/],
  ])("refuses %s in a request but reads it as evidence", (_, text, offset, reason) => {
    const error = refusal(text, REQUEST_LIMITS);
    expect(error).toMatchObject({ code: "BAD_JSON", offset });
    expect(error.reason).toMatch(reason);
    expect(() => read(text, EVIDENCE_LIMITS)).not.toThrow();
  });

  it("holds requests to size, depth and number of keys", () => {
    expect(refusal(`"${"x".repeat(16 * 1024 * 1024)}"`, REQUEST_LIMITS).code).toBe("TOO_LARGE");
    expect(refusal("[".repeat(65) + "]".repeat(65), REQUEST_LIMITS).code).toBe("TOO_DEEP");
    expect(() => read("[".repeat(64) + "]".repeat(64), REQUEST_LIMITS)).not.toThrow();
    const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"${i}":0`).join(",")}}`;
    expect(refusal(keys(100_001), REQUEST_LIMITS).code).toBe("TOO_LARGE");
    expect(() => read(keys(100_000), REQUEST_LIMITS)).not.toThrow();
  });
});

describe("ranges", () => {
  const text = '{ "é": 1, "feasibility" : {"score": 87.0, "a": [ 1 , {"b":"]"} ,[] ] } }';
  const bytes = Buffer.from(text);

  it("lead to the bytes of a value as received, so that its digest can be taken", () => {
    const range = readObject(text).rangeOf("feasibility");
    expect(bytes.subarray(range?.start, range?.end).toString()).toBe('{"score": 87.0, "a": [ 1 , {"b":"]"} ,[] ] }');
    expect(canonicalDigest(bytes.subarray(range?.start, range?.end))).toBe(
      canonicalDigest(Buffer.from('{"a":[1,{"b":"]"},[]],"score":87.0}')),
    );
  });

  it("are null for keys that are not there", () => {
    expect(readObject(text).rangeOf("score")).toBe(null);
  });

  it("of the items of a list lead to the bytes of each", () => {
    const feasibility = readObject(text).get("feasibility");
    const list = feasibility instanceof JsonObject ? feasibility.rangeOf("a") : null;
    if (list === null) throw new Error("no list");
    const items = itemRanges(bytes, list).map(({ start, end }) => bytes.subarray(start, end).toString());
    expect(items).toEqual(["1", '{"b":"]"}', "[]"]);
    expect(itemRanges(Buffer.from(" []"), { start: 1, end: 3 })).toEqual([]);
  });

  it("of items are refused for what is no list", () => {
    expect(() => itemRanges(Buffer.from("{}"), { start: 0, end: 2 })).toThrow(TypeError);
    expect(() => itemRanges(bytes, { start: 1, end: 9 })).toThrow(JsonSyntaxError);
  });
});

describe("toPlain", () => {
  it("gives ordinary data", () => {
    expect(toPlain(read('{"a":[1.50,true,null,"x",{}]}'))).toEqual({ a: [1.5, true, null, "x", {}] });
    expect(toPlain(jsonNumber("1e3"))).toBe(1000);
  });

  it("keeps __proto__ an ordinary key", () => {
    const plain = toPlain(read('{"__proto__":{"admin":true},"a":1}'));
    expect(Object.keys(plain as object)).toEqual(["__proto__", "a"]);
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
    expect((plain as Record<string, unknown>).admin).toBe(undefined);
  });
});
