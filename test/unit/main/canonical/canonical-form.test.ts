import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalDigest, canonicalForm, DEFAULT_MAX_DEPTH } from "../../../../src/main/canonical/canonical-form.ts";
import { JsonSyntaxError } from "../../../../src/main/canonical/json-syntax-error.ts";

interface Vectors {
  readonly cases: readonly {
    readonly name: string;
    readonly input_json_text: string;
    readonly canonical_text: string;
    readonly sha256: string;
  }[];
  readonly rejected: readonly { readonly name: string; readonly input_json_text: string }[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL("../../../fixtures/vectors/canonical-json.json", import.meta.url), "utf8"),
);

function form(text: string, maxDepth?: number): string {
  return canonicalForm(Buffer.from(text), maxDepth).toString();
}

function refusal(text: string | Uint8Array, maxDepth?: number): JsonSyntaxError {
  try {
    canonicalForm(typeof text === "string" ? Buffer.from(text) : text, maxDepth);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
  throw new Error(`accepted: ${String(text)}`);
}

describe("the vectors of the older system", () => {
  it.each(vectors.cases)("$name: text and digest are the same", ({ input_json_text, canonical_text, sha256 }) => {
    expect(form(input_json_text)).toBe(canonical_text);
    expect(canonicalDigest(Buffer.from(input_json_text))).toBe(sha256);
  });

  it.each(vectors.rejected)("$name: is refused with a reason and a place", ({ input_json_text }) => {
    const { code, reason, offset } = refusal(input_json_text);
    expect(code).toBe("BAD_JSON");
    expect(reason).toMatch(/^[A-Z].{15,}/);
    expect(offset).toBeLessThanOrEqual(Buffer.byteLength(input_json_text));
  });

  it("are all there", () => {
    expect([vectors.cases.length, vectors.rejected.length]).toEqual([97, 12]);
  });
});

describe("canonicalForm", () => {
  it.each([
    ["the last of equal keys wins, however they are spelled", '{"a":1,"b":2,"\\u0061":3,"\\u0062":4}', '{"a":3,"b":4}'],
    ["half a surrogate pair in a value that a later key replaces is gone", '{"a":"\\ud800","a":1}', '{"a":1}'],
    [
      "keys with escapes are ordered by what they say",
      '{"\\u0062":1,"a\\"":2,"a!":3,"a#":4}',
      '{"a!":3,"a\\"":2,"a#":4,"b":1}',
    ],
    ["a key that begins like another comes after it", '{"ab":1,"a":2,"a!":3,"a ":4}', '{"a":2,"a ":4,"a!":3,"ab":1}'],
    ["escapes that need not be are gone", '["\\/\\u0041\\u00e9\\u5F26\\ud83d\\ude00"]', '["/Aé弦😀"]'],
    [
      "controls are spelled one way only",
      '["\\u0008\\u0009\\u001F\\u0000\\u0022\\u005c"]',
      '["\\b\\t\\u001f\\u0000\\"\\\\"]',
    ],
    [
      "infinities and NaN are printed as CPython prints them",
      "[1e400,-1e400,NaN,Infinity,-Infinity]",
      "[Infinity,-Infinity,NaN,Infinity,-Infinity]",
    ],
    ["blanks around everything are gone", ' \t\r\n[ 1 , { "a" : [ ] , "b" : { } } ] \n', '[1,{"a":[],"b":{}}]'],
    ["whole numbers have no negative zero, floats do", "[-0,-0.0,-0e1,0.0]", "[0,-0.0,-0.0,0.0]"],
    ["scalars stand alone", ' "x" ', '"x"'],
  ])("%s", (_, text, expected) => {
    expect(form(text)).toBe(expected);
  });

  it.each([
    ["a byte order mark", "\ufeff{}", 0, /byte order mark/],
    ["a blank that JSON does not know", "[1,\u00a02]", 3, /value is missing/],
    ["a tab in a string", '["a\tb"]', 3, /U\+0009/],
    ["a comma before the end of a list", "[1,2,]", 4, /nothing after it/],
    ["a comma before the end of an object", '{"é":1,}', 7, /nothing after it/],
    ["a second value", "{} x", 3, /more text/],
    ["an end in a list", "[1,", 3, /text ends here/],
    ["an end in a string", '["abc', 5, /ends inside a string/],
    ["an end in an escape", '["\\u00', 6, /ends inside a string/],
    ["a key without quotes", "{a:1}", 1, /key in double quotes/],
    ["a key without a colon", '{"a" 1}', 5, /colon/],
    ["a list closed as an object", "[1}", 2, /comma or a closing bracket/],
    ["an exponent without digits", "[1e+]", 4, /lacks a digit/],
    ["half a surrogate pair in a key", '{"a":1,"\\udead":2}', 8, /half of a surrogate pair/],
  ])("refuses %s, and says where", (_, text, offset, reason) => {
    const error = refusal(text);
    expect(error).toMatchObject({ name: "JsonSyntaxError", code: "BAD_JSON", offset });
    expect(error.reason).toMatch(reason);
  });

  it.each([
    ["a lone continuation byte", [0x5b, 0x22, 0xc3, 0xa9, 0x80, 0x22, 0x5d], 4],
    ["an overlong form", [0x22, 0xc0, 0xaf, 0x22], 1],
    ["a surrogate as UTF-8", [0x22, 0x61, 0xed, 0xa0, 0x80, 0x22], 2],
    ["a character cut off by the end", [0x22, 0x61, 0xf0, 0x9f, 0x98], 2],
    ["Latin-1", [0x22, 0xfc, 0x22], 1],
  ])("refuses bytes that are not UTF-8: %s", (_, bytes, offset) => {
    expect(refusal(Uint8Array.from(bytes))).toMatchObject({
      code: "BAD_JSON",
      offset,
      reason: expect.stringMatching(/UTF-8/),
    });
  });

  it("accepts nesting up to the limit and refuses what is deeper", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(form(nested(DEFAULT_MAX_DEPTH))).toBe(nested(DEFAULT_MAX_DEPTH));
    expect(refusal(nested(DEFAULT_MAX_DEPTH + 1))).toMatchObject({ code: "TOO_DEEP", offset: DEFAULT_MAX_DEPTH });
    expect(refusal('{"a":[0]}', 1)).toMatchObject({ code: "TOO_DEEP", offset: 5 });
  });

  it("does not need the stack for depth", () => {
    const nested = `${'{"b":['.repeat(100_000)}0${"]}".repeat(100_000)}`;
    expect(form(nested, 200_000)).toBe(nested);
  });

  it("gives bytes that later calls do not change", () => {
    const first = canonicalForm(Buffer.from('{"b":1,"a":2}'));
    canonicalForm(Buffer.from('{"y":9,"x":8}'));
    expect(first.toString()).toBe('{"a":2,"b":1}');
  });

  it("takes part of a larger buffer", () => {
    const whole = Buffer.from('{"x":{"b":1,"a":2}}');
    expect(canonicalForm(whole.subarray(5, 18)).toString()).toBe('{"a":2,"b":1}');
  });

  it("is a fixed point", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const once = canonicalForm(Buffer.from(text));
        expect(canonicalForm(once)).toEqual(once);
      }),
    );
  });

  it("does not depend on the order of keys", () => {
    const object = fc.uniqueArray(fc.tuple(fc.string({ unit: "binary" }), fc.jsonValue()), {
      selector: ([key]) => key,
      maxLength: 150,
    });
    const shuffled = object.chain((members) =>
      fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
    );
    const spelled = (members: readonly (readonly [string, unknown])[]) =>
      Buffer.from(`{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`);
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(canonicalDigest(spelled(one))).toBe(canonicalDigest(spelled(other)));
      }),
    );
  });
});
