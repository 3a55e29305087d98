import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { skimMembers } from "../../../../src/main/canonical/json-skim.ts";
import { JsonSyntaxError } from "../../../../src/main/canonical/json-syntax-error.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../../../../src/main/canonical/json-tree.ts";
import { JsonObject } from "../../../../src/main/canonical/json-value.ts";

const WANTED = new Set(["a", "b", "é"]);

function skimmed(text: string | Buffer): Readonly<Record<string, unknown>> | null {
  const bytes = Buffer.from(text);
  const ranges = skimMembers(bytes, WANTED);
  if (ranges === null) return null;
  const found = [...ranges].map(([key, { start, end }]) => [key, toPlain(readJson(bytes.subarray(start, end)))]);
  return Object.fromEntries(found);
}

/** What the whole reader finds under the wanted keys; null where it refuses the text. */
function read(bytes: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value = readJson(bytes, EVIDENCE_LIMITS);
    if (!(value instanceof JsonObject)) return null;
    return Object.fromEntries(
      [...value.entries()].filter(([key]) => WANTED.has(key)).map(([key, item]) => [key, toPlain(item)]),
    );
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}

describe("skimMembers", () => {
  it("finds members of the outermost object and no others, the last of equal ones", () => {
    expect(skimmed('{"a": {"b": 1}, "c": [{"a": 2}], "b": "x", "b": [1, -0.5e+3, null, true]}')).toEqual({
      a: { b: 1 },
      b: [1, -500, null, true],
    });
    expect(skimmed(" {} ")).toEqual({});
    expect(skimmed('{"é": "\\u00e9\\n"}')).toEqual({ é: "é\n" });
  });

  it("leaves to the whole reader what is unusual or no JSON", () => {
    const texts = [
      "",
      "[]",
      "{",
      '{"a"}',
      '{"a":1',
      '{"a":1,}',
      '{"a":01}',
      '{"a":1.}',
      '{"a":-}',
      '{"a":1e}',
      '{"a":NaN}',
    ];
    const more = [
      '{"\\u0061":1}',
      '{"a":"\\x"}',
      '{"a":"\\u00g0"}',
      '{"a":"\n"}',
      '{"a":[1 2]}',
      '{"a":1} x',
      '{"a":nul}',
    ];
    const deep = `{"a":${"[".repeat(80)}${"]".repeat(80)}}`;
    for (const text of [...texts, ...more, deep, `{"a":${"9".repeat(5000)}}`]) expect(skimmed(text)).toBe(null);
    expect(skimmed(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toBe(null);
  });

  it("never says other than the whole reader, however a text was damaged", () => {
    const texts = fc.record({ a: fc.jsonValue(), b: fc.jsonValue(), x: fc.jsonValue() }, { requiredKeys: [] });
    fc.assert(
      fc.property(
        texts,
        fc.boolean(),
        fc.nat(),
        fc.nat(255),
        fc.boolean(),
        (value, isIndented, place, byte, isDamaged) => {
          const bytes = Buffer.from(JSON.stringify(value, null, isIndented ? 2 : 0));
          if (isDamaged) bytes[place % bytes.length] = byte;
          const found = skimmed(bytes);
          if (found !== null) expect(found).toEqual(read(bytes));
        },
      ),
      { numRuns: 400 },
    );
  });
});
