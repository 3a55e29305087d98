import { describe, expect, it } from "vitest";
import { verdictWords } from "../../../../../src/main/operations/command-line/verdict-words.ts";
import { VERDICTS } from "../../../../../src/shared/verdicts.ts";

describe("verdictWords", () => {
  it("has different words for every verdict", () => {
    expect(new Set(VERDICTS.map(verdictWords)).size).toBe(VERDICTS.length);
  });

  it("calls nothing intact but what was found intact", () => {
    const intact = VERDICTS.filter((verdict) => /^Record intact/.test(verdictWords(verdict)));
    expect(intact).toEqual(["intact", "intact-anchored"]);
  });
});
