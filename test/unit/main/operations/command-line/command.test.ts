import { describe, expect, it } from "vitest";
import { Arguments } from "../../../../../src/main/operations/command-line/command.ts";

const args = new Arguments({
  texts: new Map([["tag", ["a", "b"]]]),
  flags: new Set(["json"]),
  positionals: ["run_1"],
});

describe("Arguments", () => {
  it("gives one value, every value, or none of an option", () => {
    expect([args.find("tag"), args.all("tag")]).toEqual(["b", ["a", "b"]]);
    expect([args.find("note"), args.all("note")]).toEqual([null, []]);
  });

  it("tells flags that were given from others", () => {
    expect([args.has("json"), args.has("help")]).toEqual([true, false]);
  });

  it("takes a positional that nobody demanded for a bug", () => {
    expect(args.positional(0)).toBe("run_1");
    expect(() => args.positional(1)).toThrow("positional 1 was not demanded");
  });
});
