import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../../../../src/main/operations/command-line/command-table.ts";
import { commandHelp, generalHelp } from "../../../../../src/main/operations/command-line/help-text.ts";

describe("generalHelp", () => {
  it("lists every command", () => {
    for (const { words, summary } of COMMANDS) {
      expect(generalHelp()).toContain(`  ${words.join(" ")}`);
      expect(generalHelp()).toContain(summary);
    }
  });
});

describe("commandHelp", () => {
  it("says what every command takes", () => {
    for (const command of COMMANDS) {
      const help = commandHelp(command);
      for (const name of [...Object.keys(command.options), "runs-dir", "json"]) expect(help).toContain(`--${name}`);
      for (const positional of command.positionals) expect(help).toContain(positional);
    }
  });
});
