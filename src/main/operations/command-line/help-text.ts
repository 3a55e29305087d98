import type { Command, OptionSpec } from "./command.ts";
import { COMMANDS } from "./command-table.ts";
import { GLOBAL_OPTIONS } from "./parse-command-line.ts";

const INDENT = "  ";

function usageOf(command: Command): string {
  const { fewest = command.positionals.length } = command;
  const positionals = command.positionals.map((name, index) => {
    const repeats = command.repeatsLast === true && index === command.positionals.length - 1;
    const text = repeats ? `${name}...` : name;
    return index < fewest ? text : `[${text}]`;
  });
  return [...command.words, ...positionals].join(" ");
}

function lines(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...pairs.map(([name]) => name.length));
  return pairs.map(([name, help]) => `${INDENT}${name.padEnd(width)}${INDENT}${help}`).join("\n");
}

function optionLines(options: Readonly<Record<string, OptionSpec>>): string {
  return lines(
    Object.entries(options).map(([name, { value, repeats, help }]) => [
      `--${name}${value === null ? "" : ` ${value}`}${repeats === true ? "..." : ""}`,
      help,
    ]),
  );
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.keys(command.options).length === 0 ? [] : ["", "Options:", optionLines(command.options)];
  const details = command.details === undefined ? [] : ["", ...command.details];
  return [
    `rmos-runs ${usageOf(command)}`,
    "",
    command.summary,
    ...details,
    ...options,
    "",
    "Always:",
    optionLines(GLOBAL_OPTIONS),
  ].join("\n");
}

/** What there is. */
export function generalHelp(): string {
  return [
    "rmos-runs [--runs-dir DIR] [--json] COMMAND ...",
    "",
    "Keeps the records of manufacturing runs: written once, never changed.",
    "",
    "Commands:",
    lines(COMMANDS.map((command) => [usageOf(command), command.summary])),
    "",
    "Options may stand before or after the command. rmos-runs COMMAND --help says more.",
    optionLines(GLOBAL_OPTIONS),
    "",
    "Exit codes: 0 done, 1 a check found something wrong, 2 bad input, 3 not found, 4 refused,",
    "5 the folder is in use, 6 storage trouble (nothing was lost), 70 a fault of the program.",
  ].join("\n");
}
