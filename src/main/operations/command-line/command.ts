import type { Application } from "../application.ts";
import type { Output } from "./output.ts";

/** An option of a command. */
export interface OptionSpec {
  /** What stands for the value in the help; null for an option without one. */
  readonly value: string | null;
  /** True when it may be given more than once. */
  readonly repeats?: boolean;
  readonly help: string;
  /** The request field it fills, so that an error can name the option instead. */
  readonly field?: string;
}

/** What was written on the command line, by option name without its dashes. */
export class Arguments {
  readonly #texts: ReadonlyMap<string, readonly string[]>;
  readonly #flags: ReadonlySet<string>;
  readonly positionals: readonly string[];

  constructor(parts: {
    readonly texts: ReadonlyMap<string, readonly string[]>;
    readonly flags: ReadonlySet<string>;
    readonly positionals: readonly string[];
  }) {
    this.#texts = parts.texts;
    this.#flags = parts.flags;
    this.positionals = parts.positionals;
  }

  /** The value of an option, or null when it was not given. */
  find(name: string): string | null {
    return this.#texts.get(name)?.at(-1) ?? null;
  }

  /** Every value of an option, in the order they were given. */
  all(name: string): string[] {
    return [...(this.#texts.get(name) ?? [])];
  }

  has(name: string): boolean {
    return this.#flags.has(name);
  }

  /** A positional that the command demands, so that it is there. */
  positional(index: number): string {
    const value = this.positionals[index];
    if (value === undefined) throw new Error(`positional ${index} was not demanded`);
    return value;
  }
}

/** What a command works with. */
export interface CommandContext {
  readonly app: Application;
  readonly args: Arguments;
  readonly output: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Aborted when the process is asked to stop: finish what is under way, begin nothing. */
  readonly stop: AbortSignal;
}

/**
 * What a command needs of the runs folder. `none`: it is not touched. `look`: it may be missing. `read`: it must exist. `inspect`: the same,
 * and not even what a dead process left half done is finished first. `change`: it must exist and is opened for writing. `create`: the same,
 * and it is made when it is missing.
 */
export type FolderNeed = "none" | "look" | "read" | "inspect" | "change" | "create";

/** One command: what it is called, what it takes, what it does. */
export interface Command {
  readonly words: readonly string[];
  /** Names of its positionals; the last may repeat. */
  readonly positionals: readonly string[];
  readonly repeatsLast?: boolean;
  /** How many of them must be given at least; all where this is left out. */
  readonly fewest?: number;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly summary: string;
  /** More lines for its help. */
  readonly details?: readonly string[];
  readonly folder: (args: Arguments) => FolderNeed;
  /** Refuses arguments that do not go together, before any folder is opened. */
  readonly check?: (args: Arguments) => void;
  /** Does the work, prints the result, and gives the exit code. */
  readonly run: (context: CommandContext) => Promise<number>;
}

/** Exit codes that are no error of their own. Source: operations, "Command line". */
export const EXIT = { done: 0, foundWrong: 1, usage: 2, interrupted: 130, terminated: 143 } as const;
