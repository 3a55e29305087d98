import { describe, expect, it } from "vitest";
import {
  briefVerdict,
  checkedWords,
  verdictWords,
} from "../../../../../src/main/operations/command-line/verdict-words.ts";
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

describe("briefVerdict", () => {
  it("has different words for every verdict, and capitals for those that nobody may overlook", () => {
    expect(new Set(VERDICTS.map(briefVerdict)).size).toBe(VERDICTS.length);
    const loud = VERDICTS.filter((verdict) => briefVerdict(verdict) === briefVerdict(verdict).toUpperCase());
    expect(loud).toEqual(["cannot-check", "changed"]);
  });
});

describe("checkedWords", () => {
  it("say when, and nothing of a run that was not checked", () => {
    expect(checkedWords("2026-11-20T10:11:12.345678Z")).toBe("Checked 2026-11-20 10:11:12 UTC.");
    expect(checkedWords(null)).toBeNull();
  });
});
