import {
  type ChildProcess,
  type ChildProcessByStdio,
  type SpawnOptions,
  type SpawnOptionsWithStdioTuple,
  spawn,
} from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { TestFolders } from "./open-test-store.ts";

const SCRIPT = fileURLToPath(new URL("crash-child.ts", import.meta.url));

/** One line a child said. */
export type Said = Readonly<Record<string, unknown>>;

/** A child at work on a store. */
export interface CrashChild {
  readonly process: ChildProcess;
  readonly said: readonly Said[];
  tell(line: string): void;
  /** The next line that has this key, from those not waited for yet. Rejects when the child ends without it. */
  next(key: string): Promise<Said>;
  /** Resolves when the child is gone and all it said has been read. */
  readonly ended: Promise<void>;
}

/** Starts a child on the folders of a test; with `more` it writes until it is killed. */
export function startCrashChild(
  folders: Pick<TestFolders, "runsDir" | "dataDir">,
  ...more: readonly string[]
): CrashChild {
  return followChild(spawn(process.execPath, [SCRIPT, folders.runsDir, folders.dataDir, ...more], PIPES));
}

/** The same, as another user of this machine or with more in its environment; it does what it is told. */
export function startOddChild(
  folders: Pick<TestFolders, "runsDir" | "dataDir">,
  odd: Pick<SpawnOptions, "uid" | "gid" | "env">,
): CrashChild {
  const options = { ...PIPES, ...odd, env: { ...process.env, ...odd.env } };
  return followChild(spawn(process.execPath, [SCRIPT, folders.runsDir, folders.dataDir], options));
}

const PIPES: SpawnOptionsWithStdioTuple<"pipe", "pipe", "inherit"> = { stdio: ["pipe", "pipe", "inherit"] };

function followChild(child: ChildProcessByStdio<Writable, Readable, null>): CrashChild {
  const said: Said[] = [];
  const waiting = new Set<() => void>();
  let read = 0;
  let isOver = false;
  const wake = (): void => {
    for (const one of waiting) one();
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    said.push(JSON.parse(line) as Said);
    wake();
  });
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      isOver = true;
      wake();
      resolve();
    });
  });
  return {
    process: child,
    said,
    ended,
    tell: (line) => child.stdin.write(`${line}\n`),
    async next(key) {
      for (;;) {
        for (; read < said.length; read += 1) {
          const line = said[read];
          if (line === undefined || !(key in line)) continue;
          read += 1;
          return line;
        }
        if (isOver) throw new Error(`the child ended without saying ${key}`);
        await new Promise<void>((resolve) => {
          const one = (): void => {
            waiting.delete(one);
            resolve();
          };
          waiting.add(one);
        });
      }
    },
  };
}
