import { parseArgs } from "node:util";
import { badField } from "../parse-request.ts";
import { Arguments, type Command, type OptionSpec } from "./command.ts";
import { COMMANDS, LATER_COMMANDS } from "./command-table.ts";

/** Options that every command takes. */
export const GLOBAL_OPTIONS = {
  "runs-dir": { value: "DIR", help: "the runs folder; RMOS_RUNS_DIR is used where this is not given" },
  json: { value: null, help: "print one JSON document on standard output, and nothing else there" },
  help: { value: null, help: "say what the command does and takes" },
  version: { value: null, help: "print the version" },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** What the command line asks for. */
export interface CommandLine {
  /** Null when no command was written: then the help is shown. */
  readonly command: Command | null;
  readonly args: Arguments;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

interface Tokens {
  readonly options: readonly OptionToken[];
  readonly positionals: readonly string[];
}

function tokensFor(argv: readonly string[], specs: Readonly<Record<string, OptionSpec>>): Tokens {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, { type: spec.value === null ? "boolean" : "string" } as const]),
  );
  const shorts = { help: { type: "boolean", short: "h" } } as const;
  const parsed = parseArgs({
    args: [...argv],
    options: { ...options, ...shorts },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return {
    options: parsed.tokens.filter((token) => token.kind === "option"),
    positionals: parsed.positionals,
  };
}

function specsOf(command: Command | null): Readonly<Record<string, OptionSpec>> {
  return { ...command?.options, ...GLOBAL_OPTIONS };
}

function startsWith(positionals: readonly string[], words: readonly string[]): boolean {
  return words.every((word, index) => positionals[index] === word);
}

/** True when standard output must carry JSON, whatever else is right or wrong with the command line. */
export function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).includes("--json");
}

/**
 * Finds the command and reads its options, which may stand anywhere. Throws BAD_REQUEST for a command or option that does not
 * exist, a value that is missing, and positionals that are missing or too many.
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  for (const command of COMMANDS) {
    const tokens = tokensFor(argv, specsOf(command));
    if (startsWith(tokens.positionals, command.words)) return { command, args: readArguments(command, tokens) };
  }
  const tokens = tokensFor(argv, GLOBAL_OPTIONS);
  if (tokens.positionals.length > 0) throw unknownCommand(tokens.positionals);
  return { command: null, args: readArguments(null, tokens) };
}

function unknownCommand(positionals: readonly string[]): Error {
  const later = LATER_COMMANDS.find((words) => startsWith(positionals, words));
  if (later !== undefined) return badField("command", `"${later.join(" ")}" is not in this version`);
  const groups = COMMANDS.filter(({ words }) => words[0] === positionals[0]).map(({ words }) => words.join(" "));
  const written = positionals.slice(0, groups.length > 0 ? 2 : 1).join(" ");
  const hint = groups.length > 0 ? `; there is ${groups.join(", ")}` : "; rmos-runs --help lists the commands";
  return badField("command", `"${written}" does not exist${hint}`);
}

function readArguments(command: Command | null, tokens: Tokens): Arguments {
  const specs = specsOf(command);
  const texts = new Map<string, string[]>();
  const flags = new Set<string>();
  for (const token of tokens.options) {
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (spec === undefined) throw badField(token.rawName, `is not an option of ${nameOf(command)}`);
    if (spec.value === null) flags.add(flagName(token));
    else texts.set(token.name, [...(texts.get(token.name) ?? []), textValue(token, spec, texts)]);
  }
  const positionals = tokens.positionals.slice(command?.words.length ?? 0);
  if (!flags.has("help") && command !== null) checkPositionals(command, positionals);
  return new Arguments({ texts, flags, positionals });
}

function flagName(token: OptionToken): string {
  if (token.inlineValue !== true) return token.name;
  throw badField(token.rawName, "takes no value");
}

function textValue(token: OptionToken, spec: OptionSpec, texts: ReadonlyMap<string, readonly string[]>): string {
  const { value, rawName } = token;
  if (value === undefined || (token.inlineValue !== true && value.startsWith("--"))) {
    throw badField(rawName, `needs a value (${spec.value})`);
  }
  if (spec.repeats !== true && texts.has(token.name)) throw badField(rawName, "can only be given once");
  return value;
}

function nameOf(command: Command | null): string {
  return command === null ? "rmos-runs" : `"${command.words.join(" ")}"`;
}

function checkPositionals(command: Command, positionals: readonly string[]): void {
  const missing = command.positionals[positionals.length];
  const { fewest = command.positionals.length } = command;
  if (missing !== undefined && positionals.length < fewest)
    throw badField(missing, `is missing; write ${nameOf(command)} ${command.positionals.join(" ")}`);
  const extra = positionals[command.positionals.length];
  if (extra === undefined || command.repeatsLast === true) return;
  throw badField("command", `${nameOf(command)} takes nothing like "${extra}"`);
}
