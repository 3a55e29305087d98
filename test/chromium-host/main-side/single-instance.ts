import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

const WAIT_MS = 10_000;
const FIRST = 1;

/** What a second start tells the first. */
export interface Greeting {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** One socket per data folder. In the temporary folder, because the path of a socket may not be long. */
function socketPathOf(userData: string): string {
  const name = `rmos-runs-${createHash("sha256").update(userData).digest("hex").slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

/**
 * True when no other host holds this data folder; later starts are then told to `onSecond`. False when another does, and it was told.
 * Electron answers this at once, but sockets answer later: a worker holds the socket while this thread waits for it.
 */
export function takeSingleInstance(userData: string, onSecond: (greeting: Greeting) => void): boolean {
  const socketPath = socketPathOf(userData);
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const greeting = JSON.stringify({ argv: process.argv, cwd: process.cwd() } satisfies Greeting);
  const worker = new Worker(new URL("single-instance-worker.ts", import.meta.url), {
    workerData: { socketPath, flag, greeting },
  });
  worker.unref();
  if (Atomics.wait(flag, 0, 0, WAIT_MS) === "timed-out")
    throw new Error(`No answer about the single instance: ${socketPath}`);
  if (Atomics.load(flag, 0) !== FIRST) return false;
  worker.on("message", (text: string) => onSecond(JSON.parse(text) as Greeting));
  worker.unref();
  process.once("exit", () => rmSync(socketPath, { force: true }));
  return true;
}
