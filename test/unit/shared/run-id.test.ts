import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findRunId, isSafeFileName } from "../../../src/shared/run-id.ts";

/** Names that end up elsewhere, on some system, when they are joined into a path. */
const HOSTILE = [
  "",
  ".",
  "..",
  "../x",
  "..\\x",
  "a/b",
  "a\\b",
  "/etc/passwd",
  "C:",
  "c:x",
  "file::$DATA",
  "con",
  "CON",
  "nul.json",
  "aux.",
  "com1",
  "LPT9.txt",
  "COM\u00b9",
  "x.",
  "x ",
  " x",
  "x\u0000",
  "x\n",
  "%2e%2e",
  "\u202ex",
  "x\u200b",
  "-x",
  "_x",
  ".x",
  "~",
  "a*b",
  "a?b",
  'a"b',
  "a<b",
  "a|b",
  "conin$",
  "\uff0e\uff0e",
  "a".repeat(129),
];

describe("run ids", () => {
  it("hold every spelling the older stores hold", () => {
    const known = [
      `run_${"a1".repeat(16)}`,
      "run_0123456789abcdef",
      "run_0123456789ab",
      "RUN-DXF-0123456789AB",
      "0123456789abcdef0123456789abcdef",
    ];
    for (const id of known) expect(findRunId(id)).toBe(id);
  });

  it("refuse every name that is not one plain path component on every system", () => {
    for (const name of HOSTILE) expect([name, isSafeFileName(name), findRunId(name)]).toEqual([name, false, null]);
  });

  it("refuse the mark by which link files are told from run files", () => {
    expect(findRunId("run_1_advisory_2")).toBeNull();
  });

  it("never let a separator, a dot folder or a control character through, whatever is asked", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 140 }), (text) => {
        if (isSafeFileName(text)) expect(text).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9_-]$|^[A-Za-z0-9]$/);
      }),
      { numRuns: 2000 },
    );
  });
});
