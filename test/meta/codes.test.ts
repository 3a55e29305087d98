import { describe, expect, it } from "vitest";
import { FINDING_SENTENCES } from "../../src/main/check/finding-sentences.ts";
import { ERROR_CODES, EXIT_CODES } from "../../src/shared/error-codes.ts";
import { FINDING_CODES } from "../../src/shared/finding.ts";
import { sourcesBelow, textOf } from "./source-files.ts";

/** What the command line promises about its exit: operations, "Command line". 0 and 1 are no failures. */
const FAILURE_EXITS = [2, 3, 4, 5, 6, 70];

describe("codes", () => {
  it("every error code has an exit code that scripts know", () => {
    expect(Object.keys(EXIT_CODES).sort()).toEqual([...ERROR_CODES].sort());
    expect(Object.values(EXIT_CODES).filter((exit) => !FAILURE_EXITS.includes(exit))).toEqual([]);
  });

  it("no error code stands twice", () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  });

  it("every finding code has a sentence", () => {
    expect(Object.keys(FINDING_SENTENCES).sort()).toEqual(Object.keys(FINDING_CODES).sort());
  });

  it("every finding code is found by some check", () => {
    const sources = [...sourcesBelow("src/main/check"), ...sourcesBelow("src/main/store")];
    const checks = sources.filter((path) => !/finding-sentences|store-sentences|verdict/.test(path));
    const text = checks.map(textOf).join("\n");
    expect(Object.keys(FINDING_CODES).filter((code) => !text.includes(`"${code}"`))).toEqual([]);
  });
});
