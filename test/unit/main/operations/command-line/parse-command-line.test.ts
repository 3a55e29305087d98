import { describe, expect, it } from "vitest";
import { COMMANDS, LATER_COMMANDS } from "../../../../../src/main/operations/command-line/command-table.ts";
import { parseCommandLine } from "../../../../../src/main/operations/command-line/parse-command-line.ts";

function wordsOf(argv: readonly string[]): string | undefined {
  return parseCommandLine(argv).command?.words.join(" ");
}

function refusal(...argv: string[]): string {
  try {
    parseCommandLine(argv);
  } catch (error) {
    expect(error).toMatchObject({ code: "BAD_REQUEST" });
    return error instanceof Error ? error.message : "";
  }
  throw new Error("the command line was accepted");
}

describe("parseCommandLine", () => {
  it("takes options before, between and after the words of a command", () => {
    for (const argv of [
      ["--runs-dir", "/r", "--json", "run", "list", "--limit", "5"],
      ["run", "--json", "--limit=5", "list", "--runs-dir=/r"],
      ["--limit", "5", "run", "list", "--runs-dir", "/r", "--json"],
    ]) {
      const { command, args } = parseCommandLine(argv);
      expect(command?.words).toEqual(["run", "list"]);
      expect([args.find("runs-dir"), args.find("limit"), args.has("json")]).toEqual(["/r", "5", true]);
    }
  });

  it("keeps what an option means in each command apart", () => {
    expect(wordsOf(["--text", "hash", "canonical", "-"])).toBe("hash canonical");
    expect(parseCommandLine(["run", "list", "--text", "edge crack"]).args.find("text")).toBe("edge crack");
  });

  it("gathers the values of an option that may repeat", () => {
    expect(parseCommandLine(["run", "list", "--tag", "a", "--tag=b"]).args.all("tag")).toEqual(["a", "b"]);
  });

  it("refuses a second value for one that may not", () => {
    expect(refusal("run", "list", "--limit", "1", "--limit", "2")).toBe("--limit can only be given once.");
  });

  it("names an option that does not exist, one without its value, and one with a value too many", () => {
    expect(refusal("run", "list", "--colour", "red")).toBe('--colour is not an option of "run list".');
    expect(refusal("run", "list", "--limit")).toBe("--limit needs a value (N).");
    expect(refusal("run", "list", "--cursor", "--json")).toBe("--cursor needs a value (C).");
    expect(refusal("run", "list", "--json=yes")).toBe("--json takes no value.");
  });

  it("names what is missing, and what is too many", () => {
    expect(refusal("run", "show")).toBe('ID is missing; write "run show" ID.');
    expect(refusal("run", "show", "a", "b")).toBe('command "run show" takes nothing like "b".');
    expect(parseCommandLine(["check", "a", "b"]).args.positionals).toEqual(["a", "b"]);
    expect(parseCommandLine(["check", "--store"]).args.positionals).toEqual([]);
  });

  it("says which commands a group has, and points to the help for a group it does not know", () => {
    expect(refusal("run", "shwo", "x")).toMatch(/^command "run shwo" does not exist; there is run create, run show/);
    expect(refusal("rnu", "list")).toMatch(/^command "rnu" does not exist; rmos-runs --help/);
  });

  it("says of every command that is to come that it is not in this version", () => {
    for (const words of LATER_COMMANDS) {
      expect(refusal(...words)).toBe(`command "${words.join(" ")}" is not in this version.`);
    }
  });

  it("lets nobody ask for help in vain", () => {
    for (const { words } of COMMANDS) {
      const { command, args } = parseCommandLine([...words, "--help"]);
      expect([command?.words, args.has("help")]).toEqual([words, true]);
    }
    expect(parseCommandLine(["-h"]).args.has("help")).toBe(true);
  });

  it("takes everything behind -- for what it is", () => {
    expect(parseCommandLine(["run", "show", "--", "--json"]).args.positionals).toEqual(["--json"]);
  });

  it("has one meaning for every command", () => {
    const all = COMMANDS.map(({ words }) => words.join(" "));
    expect(new Set(all).size).toBe(all.length);
    for (const words of LATER_COMMANDS) expect(all).not.toContain(words.join(" "));
  });
});
