import { describe, expect, it } from "vitest";
import { caretLines } from "../../../../../src/main/operations/command-line/caret-lines.ts";

describe("the line under a word", () => {
  it("stands below the word, however the text before it is shown", () => {
    expect(caretLines({ text: "tool:T1 colour:red", start: 8, length: 6 })).toEqual([
      "  tool:T1 colour:red",
      "          ^^^^^^",
    ]);
    expect(caretLines({ text: "a\tbe\u0301 x:1", start: 6, length: 1 })).toEqual(["  a\\tbe\u0301 x:1", "        ^"]);
    expect(caretLines({ text: "🪵 x:1", start: 3, length: 1 })).toEqual(["  🪵 x:1", "    ^"]);
  });

  it("shows only what is near in a long text", () => {
    const [shown = "", carets = ""] = caretLines({
      text: `${"a".repeat(500)} x:1 ${"b".repeat(500)}`,
      start: 501,
      length: 1,
    });
    expect(shown).toHaveLength(2 + 1 + 60 + 1 + 60 + 1);
    expect(shown[carets.indexOf("^")]).toBe("x");
  });

  it("is left out for what is about no word", () => {
    expect(caretLines({ field: "limit" })).toEqual([]);
    expect(caretLines({ text: "x", start: null, length: 1 })).toEqual([]);
  });
});
