import { PassThrough, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Application } from "../../src/main/operations/application.ts";
import { runCommandLine } from "../../src/main/operations/command-line/run-command-line.ts";
import { type OpenApplicationOptions, openApplication } from "../../src/main/operations/open-application.ts";
import type { FolderServices } from "../../src/main/operations/open-folder.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import type { TestFolders } from "./open-test-store.ts";

const ROOT = new URL("../../", import.meta.url);
const CATALOG_WORKER = new URL("src/main/catalog/catalog-worker.ts", ROOT);
/** The worker that hashes, from its source. */
export const HASH_WORKER = new URL("src/main/check/hash-worker.ts", ROOT);
/** The worker that checks, from its source. */
export const CHECK_WORKER = new URL("src/main/operations/check-worker.ts", ROOT);

/** An application over real folders, without a window and without a space reserve. */
export function openTestApplication(
  folders: TestFolders,
  options: Partial<OpenApplicationOptions> = {},
): Promise<Application> {
  return openApplication({
    runsDir: folders.runsDir,
    dataDir: folders.dataDir,
    resourcesDir: fileURLToPath(new URL("resources", ROOT)),
    appVersion: "0.0.0-test",
    workerUrls: { catalog: CATALOG_WORKER, hash: HASH_WORKER, check: CHECK_WORKER },
    pickFile: null,
    reserveBytes: 0,
    ...options,
  });
}

/** What opening a folder needs, over the data folder of a test. A fault fails the test. */
export function testServices(folders: TestFolders): FolderServices {
  return {
    dataDir: folders.dataDir,
    appVersion: "0.0.0-test",
    catalogWorkerUrl: CATALOG_WORKER,
    ...{ fs: nodeFs, clock: systemClock, ids: createIdSource(), vault: null, reserveBytes: 0 },
    logger: {
      note: () => undefined,
      fault: (event, error) => {
        throw new Error(event, { cause: error });
      },
    },
  };
}

/** What a command said and how it ended. */
export interface Said {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** What a command in this process gets beside its arguments. */
export interface CommandSetting {
  readonly input?: string;
  /** An application that is open already, which the command then leaves open: opening one takes most of a command's time. */
  readonly app?: Application;
}

/** Runs a command in this process: everything but the process itself is as on a command line. */
export async function runInProcess(
  folders: TestFolders,
  args: readonly string[],
  { input = "", app }: CommandSetting = {},
): Promise<Said> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exitCode = await runCommandLine({
    ...{ argv: args, stdout, stderr, stdin: Readable.from([Buffer.from(input)]), appVersion: "0.0.0-test" },
    defaultRunsDir: { path: folders.runsDir, isNamed: true },
    open: async (folder) =>
      app === undefined ? openTestApplication(folders, folder) : { ...app, close: () => Promise.resolve() },
    logFault: (_event, error) => {
      throw error;
    },
    stop: new AbortController().signal,
  });
  return { exitCode, out: stdout.read()?.toString() ?? "", err: stderr.read()?.toString() ?? "" };
}
