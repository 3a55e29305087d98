import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownMembers } from "../../../../src/main/catalog/own-layout.ts";

const WANTED = new Set(["a", "meta", "z"]);

function found(text: string): Readonly<Record<string, unknown>> | null {
  const bytes = Buffer.from(text);
  const ranges = ownMembers(bytes.toString("latin1"), WANTED);
  if (ranges === null) return null;
  return Object.fromEntries(
    [...ranges].map(([key, { start, end }]) => [key, JSON.parse(bytes.toString("utf8", start, end))]),
  );
}

describe("ownMembers", () => {
  it("finds the members of a record in the layout of this program", () => {
    const members = fc.dictionary(fc.constantFrom("a", "b", "meta", "z"), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(members, (record) => {
        const { b: _, ...wanted } = { ...record };
        expect(found(`${JSON.stringify(record, null, 2)}\n`)).toEqual(JSON.parse(JSON.stringify(wanted)));
      }),
    );
  });

  it("leaves any other layout alone", () => {
    for (const text of [
      "{}\n",
      "not json",
      '{"a":1}\n',
      '{\n    "a": 1\n}\n',
      '{\n  "a": 1\n}',
      '{\n  "a":1\n}\n',
      '{\n  "\\u0061": 1\n}\n',
    ]) {
      expect(found(text)).toBe(null);
    }
  });
});
