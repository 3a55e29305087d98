import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The checking program that goes with every store. It shares no code with the program that writes them. */
export const CHECKER = fileURLToPath(new URL("../../resources/format/check-ledger.py", import.meta.url));

/** Why the checking program cannot run here; null where it can. */
export function checkerTrouble(): string | null {
  const { status } = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]);
  return status === 0 ? null : "there is no python3 of version 3.8 or later";
}

/** How the checking program ended and what it said. */
export interface Checked {
  readonly status: number | null;
  readonly lines: readonly string[];
}

/** Runs the checking program. A trace of calls instead of sentences is an error. */
export function runChecker(...args: readonly string[]): Checked {
  const { status, stdout, stderr } = spawnSync("python3", [CHECKER, ...args], { encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return { status, lines: stdout.trimEnd().split("\n") };
}

/** Runs Python code after `m`, a dictionary of everything in the checking program, without its doing anything. */
export function runInChecker(code: string, input: string): Checked {
  const program = `import json, runpy, sys\nm = runpy.run_path(${JSON.stringify(CHECKER)})\n${code}`;
  const options = { encoding: "utf8", input, maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync("python3", ["-c", program], options);
  if (stderr !== "") throw new Error(stderr);
  return { status, lines: stdout.trimEnd().split("\n") };
}
