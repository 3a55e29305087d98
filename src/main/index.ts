import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { app, type BrowserWindow, dialog, Menu, protocol, safeStorage, session } from "electron";
import { APP_ORIGIN, APP_SCHEME, answerFromFiles, isAppUrl } from "./app/app-protocol.ts";
import { applicationMenu } from "./app/application-menu.ts";
import { closeBeforeQuit } from "./app/close-before-quit.ts";
import { guardContents, guardSession, refuseNetwork } from "./app/guard-contents.ts";
import { focusWindow, openMainWindow } from "./app/main-window.ts";
import { createPickFile } from "./app/pick-file.ts";
import { createSystemVault } from "./app/system-vault.ts";
import { tellStartFailure } from "./app/tell-start-failure.ts";
import { terminalSink } from "./app/terminal-sink.ts";
import { forwardEvents } from "./ipc/forward-events.ts";
import { openIpcDoor } from "./ipc/ipc-door.ts";
import type { Application } from "./operations/application.ts";
import { findDataDir } from "./operations/data-dir.ts";
import { repeatQuietly } from "./operations/nightly-sweep.ts";
import { openApplication } from "./operations/open-application.ts";
import { systemClock } from "./system/clock.ts";
import { createIdSource } from "./system/ids.ts";
import { createLogger, logFileSink } from "./system/logger.ts";
import { makeFolderPath } from "./system/make-folder-path.ts";
import { readFolderTree } from "./system/read-folder-tree.ts";

// Before anything uses the pool: with libuv's default of four threads, flushes wait for each other.
process.env.UV_THREADPOOL_SIZE ??= "16";

const { env, platform } = process;
const dataDir = findDataDir({ env, platform, home: homedir() });
const writeToFile = logFileSink(join(dataDir, "logs"));
const writeToTerminal = terminalSink(process.stderr);
const logger = createLogger({
  clock: systemClock,
  ids: createIdSource(),
  sink: (line) => {
    if (!app.isPackaged) writeToTerminal(line);
    writeToFile(line);
  },
});
const logFault = (event: string, error: unknown) => logger.fault(event, error);

let window: BrowserWindow | null = null;
let application: Promise<Application> | null = null;

function workerUrl(name: string): URL {
  return pathToFileURL(join(import.meta.dirname, `${name}-worker.js`));
}

function open(): Promise<Application> {
  return openApplication({
    runsDir: null,
    dataDir,
    resourcesDir: join(app.getAppPath(), "resources"),
    appVersion: app.getVersion(),
    workerUrls: { catalog: workerUrl("catalog"), hash: workerUrl("hash"), check: workerUrl("check") },
    pickFile: createPickFile(dialog, () => window),
    sweep: repeatQuietly,
    vault: createSystemVault(safeStorage, { platform, whenReady: () => app.whenReady() }),
    env,
    logger,
  });
}

function showWindow(opening: Promise<Application>): BrowserWindow {
  const { isPackaged } = app;
  protocol.handle("app", answerFromFiles(readFolderTree(join(import.meta.dirname, "../renderer"))));
  guardSession(session.defaultSession, (url) => isAppUrl(url) || (!isPackaged && url.startsWith("devtools://")));
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu({ platform, isPackaged })));
  const opened = openMainWindow({ preloadPath: join(import.meta.dirname, "../preload/index.cjs"), logFault });
  openIpcDoor({ application: opening, contents: opened.webContents, origin: APP_ORIGIN, logFault });
  opened.once("closed", () => {
    window = null;
  });
  return opened;
}

async function start(): Promise<void> {
  makeFolderPath(dataDir);
  app.setPath("userData", dataDir);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  application = open();
  // The window comes up while the folder opens, and its first calls wait for the folder. A failure is told where it is awaited.
  application.catch(() => undefined);
  closeBeforeQuit(app, { close: closeApplication, logFault });
  await app.whenReady();
  window = showWindow(application);
  app.on("second-instance", () => window !== null && focusWindow(window));
  forwardEvents(await application, window.webContents);
}

async function closeApplication(): Promise<void> {
  await (await application)?.close();
}

async function endWithReason(error: unknown): Promise<void> {
  const logId = logFault("app.start", error);
  await app.whenReady();
  await tellStartFailure(dialog, { error, logId, folders: { "Program data": dataDir } });
  // What did open is closed; what did not has nothing to close.
  await closeApplication().catch(() => undefined);
  app.exit(1);
}

app.enableSandbox();
refuseNetwork(app.commandLine);
protocol.registerSchemesAsPrivileged([APP_SCHEME]);
process.on("uncaughtException", (error) => logFault("process.uncaught", error));
app.on("web-contents-created", (_event, contents) => guardContents(contents));
app.on("window-all-closed", () => app.quit());
start().catch(endWithReason);
