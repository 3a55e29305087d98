import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestFolders } from "./open-test-store.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAM = join(ROOT, "src/main/cli.ts");

/** The Node that the program is for: the one running us, else the one among the project's packages. */
function programNode(): string {
  const packaged = join(ROOT, "node_modules/.bin/node");
  const runsUnder24 = Number.parseInt(process.versions.node, 10) >= 24;
  return runsUnder24 || !existsSync(packaged) ? process.execPath : packaged;
}

/** What a finished command left behind. */
export interface Finished {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Standard output as text. */
  readonly text: string;
  /** Standard output as the one JSON document it must be. */
  json<Value = Record<string, unknown>>(): JsonDocument<Value>;
}

/** What `--json` prints. A test looks into `value` by the shape it expects. */
export interface JsonDocument<Value = Record<string, unknown>> {
  readonly ok: boolean;
  readonly value: Value;
  readonly error: { readonly code: string; readonly message: string; readonly context: Record<string, unknown> };
}

/** A command that runs as a process of its own. */
export interface RunningCommand {
  readonly pid: number;
  write(text: string | Uint8Array): void;
  endInput(): void;
  kill(signal: NodeJS.Signals): void;
  /** Stops reading what it prints, as `head` does when it has enough. */
  closeOutput(): void;
  /** Resolves with the lines of standard output when there are at least so many. Rejects when it ends with fewer. */
  untilLines(count: number): Promise<readonly string[]>;
  readonly finished: Promise<Finished>;
}

interface Captured {
  readonly out: Buffer[];
  readonly err: Buffer[];
}

function finishedFrom({ out, err }: Captured, exitCode: number | null, signal: NodeJS.Signals | null): Finished {
  const stdout = Buffer.concat(out);
  const text = stdout.toString("utf8");
  return {
    ...{ exitCode, signal, stdout, text },
    stderr: Buffer.concat(err).toString("utf8"),
    json: <Value>() => JSON.parse(text) as JsonDocument<Value>,
  };
}

/** Starts the command line over the folders of a test. Its data folder is the test's own, never the account's. */
export function startCommand(folders: TestFolders, ...args: readonly string[]): RunningCommand {
  const env = { ...process.env, RMOS_RUNS_DIR: folders.runsDir, RMOS_RUNS_DATA_DIR: folders.dataDir };
  const child = spawn(programNode(), [PROGRAM, ...args], { cwd: folders.root, env, stdio: "pipe" });
  const captured: Captured = { out: [], err: [] };
  const listeners = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => {
    captured.out.push(chunk);
    for (const listener of listeners) listener();
  });
  child.stderr.on("data", (chunk: Buffer) => captured.err.push(chunk));
  // A command may end before it read all its input.
  child.stdin.on("error", () => undefined);
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(finishedFrom(captured, code, signal)));
  });
  return {
    pid: child.pid ?? -1,
    write: (text) => void child.stdin.write(text),
    endInput: () => void child.stdin.end(),
    closeOutput: () => void child.stdout.destroy(),
    kill: (signal) => void child.kill(signal),
    untilLines: (count) => untilLines(captured, listeners, { count, finished }),
    finished,
  };
}

function untilLines(
  captured: Captured,
  listeners: Set<() => void>,
  wanted: { readonly count: number; readonly finished: Promise<Finished> },
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const lines = Buffer.concat(captured.out).toString("utf8").split("\n").slice(0, -1);
      if (lines.length < wanted.count) return;
      listeners.delete(look);
      resolve(lines);
    };
    listeners.add(look);
    look();
    wanted.finished.then(({ text, stderr }) => reject(new Error(`ended too early: ${text}${stderr}`)), reject);
  });
}

/** Runs a command to its end. `input` is its standard input; nothing where it is left out. */
export function runCommand(
  folders: TestFolders,
  args: readonly string[],
  input: string | Uint8Array = "",
): Promise<Finished> {
  const command = startCommand(folders, ...args);
  command.write(input);
  command.endInput();
  return command.finished;
}
