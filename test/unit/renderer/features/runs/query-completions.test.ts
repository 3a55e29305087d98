import { describe, expect, it } from "vitest";
import { completed, completionsAt } from "../../../../../src/renderer/features/runs/query-completions.ts";

const KNOWN = {
  tool: [
    { value: "T102", count: 4 },
    { value: "ball nose 3", count: 2 },
  ],
};
const labels = (text: string) => completionsAt(text, text.length, KNOWN).options.map(({ label }) => label);

describe("query completions", () => {
  it("an empty field offers every key with what it means", () => {
    const { options } = completionsAt("", 0, KNOWN);
    expect(options.length).toBeGreaterThan(15);
    expect(options[0]).toMatchObject({ insert: "decision:", note: "What the checks decided" });
  });

  it("offers keys that begin so, also behind a minus and behind other words", () => {
    expect(labels("dec")).toEqual(["decision"]);
    expect(labels("edge -to")).toContain("tool");
    expect(labels("xyz")).toEqual([]);
  });

  it("offers the values of a key: those it takes, or those the records have", () => {
    expect(labels("decision:")).toContain("RED");
    expect(labels("decision:RED,ye")).toEqual(["YELLOW"]);
    expect(labels("tool:")).toEqual(["T102", "ball nose 3"]);
    expect(labels('tool:"ball n')).toEqual(["ball nose 3"]);
  });

  it("puts the choice in the place of what was begun, with quotes where they are needed", () => {
    const text = "edge tool:bal status:OK";
    const found = completionsAt(text, 13, KNOWN);
    const [option] = found.options;
    if (option === undefined) throw new Error("nothing was offered");
    expect(completed(text, found, option)).toEqual({ text: 'edge tool:"ball nose 3" status:OK', caret: 24 });
  });
});
