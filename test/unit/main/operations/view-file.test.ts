import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readViewFile, VIEW_LIMIT_BYTES, viewFileBytes } from "../../../../src/main/operations/view-file.ts";
import { GROUP_KEYS, SORT_KEYS } from "../../../../src/shared/operations/list-operations.ts";
import type { ViewContent } from "../../../../src/shared/operations/view-operations.ts";

const CONTENT: ViewContent = {
  name: "Red on M3",
  query: "decision:RED machine:M3",
  columns: ["run", "tool"],
  sort: { by: "time", descending: true },
  group: "machine",
  shows: "timeline",
};

const read = (value: unknown) => readViewFile(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)));

describe("a view as a file", () => {
  it("is text that a person can read", () => {
    expect(viewFileBytes(CONTENT).toString().split("\n").slice(0, 4)).toEqual([
      "{",
      '  "format": 1,',
      '  "name": "Red on M3",',
      '  "query": "decision:RED machine:M3",',
    ]);
  });

  it("is read back as what was saved", () => {
    const contents = fc.record({
      name: fc
        .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
        .filter((name) => name === name.trim() && name !== ""),
      query: fc.string({ unit: "grapheme" }),
      columns: fc.array(fc.string(), { maxLength: 4 }),
      sort: fc.option(fc.record({ by: fc.constantFrom(...SORT_KEYS), descending: fc.boolean() })),
      group: fc.option(fc.constantFrom(...GROUP_KEYS)),
      shows: fc.constantFrom("list" as const, "timeline" as const),
    });
    fc.assert(
      fc.property(contents, (content) => {
        expect(readViewFile(viewFileBytes(content))).toEqual({ content, isNewer: false, reason: null });
      }),
    );
  });

  it("is opened as far as it can be understood when a newer version wrote it", () => {
    const newer = {
      format: 2,
      name: "New",
      query: "colour:red",
      sort: { by: "moon" },
      group: "tool",
      columns: "all",
      x: 1,
    };
    expect(read(newer)).toEqual({
      content: { name: "New", query: "colour:red", columns: [], sort: null, group: "tool", shows: "list" },
      isNewer: true,
      reason: null,
    });
  });

  it.each([
    ["", "is no JSON text"],
    ['{"format": 1', "is no JSON text"],
    [[], "holds no view"],
    [null, "holds no view"],
    [{}, "says no format"],
    [{ format: 0 }, "says no format"],
    [{ format: "1" }, "says no format"],
    [{ ...CONTENT, format: 1, sort: { by: "moon", descending: true } }, 'has something that does not fit in "sort.by"'],
    [{ ...CONTENT, format: 1, colour: "red" }, 'has something that does not fit in "colour"'],
    [{ ...CONTENT, format: 1, name: "  " }, 'has something that does not fit in "name"'],
    [
      { format: 2, name: "x", query: {} },
      "was saved by a newer version, and has no name or query that can be understood",
    ],
    [`"${"x".repeat(VIEW_LIMIT_BYTES)}"`, "is larger than 65536 bytes"],
  ])("%j is none, with the reason", (value, reason) => {
    expect(read(value)).toEqual({ content: null, reason });
  });

  it("is never an accident of the reader, whatever the bytes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((json) => Buffer.from(json)),
        ),
        (bytes) => {
          const { content, reason } = readViewFile(bytes);
          return (content === null) === (reason !== null);
        },
      ),
    );
  });
});
