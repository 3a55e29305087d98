import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readAppVersion } from "./operations/command-line/app-version.ts";
import { runCommandLine } from "./operations/command-line/run-command-line.ts";
import { stopSignal } from "./operations/command-line/stop-signal.ts";
import { findDataDir } from "./operations/data-dir.ts";
import { openApplication } from "./operations/open-application.ts";
import { systemClock } from "./system/clock.ts";
import { createIdSource } from "./system/ids.ts";
import { createLogger, logFileSink } from "./system/logger.ts";

// Before anything uses the pool: with libuv's default of four threads, flushes wait for each other.
process.env.UV_THREADPOOL_SIZE ??= "16";

const { env, platform } = process;
const here = import.meta.dirname;
const appVersion = await readAppVersion(join(here, "../../package.json"));
const isSource = import.meta.filename.endsWith(".ts");
const workerUrl = (source: string, built: string): URL => pathToFileURL(join(here, isSource ? source : built));
const dataDir = findDataDir({ env, platform, home: homedir() });
const namedRunsDir = env.RMOS_RUNS_DIR || null;
const logger = createLogger({ clock: systemClock, ids: createIdSource(), sink: logFileSink(join(dataDir, "logs")) });

process.exitCode = await runCommandLine({
  argv: process.argv.slice(2),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  appVersion,
  defaultRunsDir: { path: namedRunsDir ?? join(dataDir, "runs"), isNamed: namedRunsDir !== null },
  logFault: (event, error) => logger.fault(event, error),
  stop: stopSignal(process),
  open: (folder) =>
    openApplication({
      ...folder,
      dataDir,
      resourcesDir: join(here, "../../resources"),
      appVersion,
      workerUrls: {
        catalog: workerUrl("catalog/catalog-worker.ts", "catalog-worker.js"),
        hash: workerUrl("check/hash-worker.ts", "hash-worker.js"),
        check: workerUrl("operations/check-worker.ts", "check-worker.js"),
      },
      pickFile: null,
      logger,
    }),
});
// An input nobody reads to its end must not keep the process.
process.stdin.destroy();
