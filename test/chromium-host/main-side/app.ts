import { readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { closeOpenWindows, onLastWindowGone } from "./open-windows.ts";
import { takeSingleInstance } from "./single-instance.ts";
import { supplied } from "./supplied.ts";
import { preventableEvent, SuppliedEvents } from "./supplied-events.ts";
import { answerWindowSide, windowSide } from "./window-link.ts";

const EVENTS = [
  "ready",
  "before-quit",
  "will-quit",
  "quit",
  "window-all-closed",
  "second-instance",
  "web-contents-created",
];

/** The main bundle lies two folders below the app: `out/main/index.js`. */
const appPath = join(dirname(process.argv[2] ?? "."), "../..");

interface PackageFacts {
  readonly name: string;
  readonly productName?: string;
  readonly version: string;
}

// Our own package file, not evidence.
const packageFacts = JSON.parse(readFileSync(join(appPath, "package.json"), "utf8")) as PackageFacts;
const name = packageFacts.productName ?? packageFacts.name;

const paths = new Map<string, string>([
  ["home", homedir()],
  ["temp", tmpdir()],
  ["appData", join(homedir(), ".config")],
  ["userData", join(homedir(), ".config", name)],
]);

const switches: string[] = [];
const readiness = Promise.withResolvers<void>();
let state: "starting" | "ready" | "quitting" = "starting";

function finish(code: number): void {
  events.emit("quit", preventableEvent({}), code);
  process.exit(code);
}

async function quit(): Promise<void> {
  if (state === "quitting") return;
  const before = preventableEvent({});
  events.emit("before-quit", before);
  if (before.defaultPrevented) return;
  const stateBefore = state;
  state = "quitting";
  // Where the window side is gone already, so are its windows.
  await closeOpenWindows().catch(() => undefined);
  const will = preventableEvent({});
  events.emit("will-quit", will);
  if (will.defaultPrevented) state = stateBefore;
  else finish(0);
}

onLastWindowGone(() => {
  if (state === "quitting") return;
  if (!events.emit("window-all-closed")) void quit();
});
answerWindowSide("app.quit", () => void quit());
process.on("disconnect", () => void quit());
process.on("SIGTERM", () => void quit());
process.on("SIGINT", () => void quit());

const members = {
  name,
  isPackaged: false,
  getName: () => name,
  getVersion: () => packageFacts.version,
  getAppPath: () => appPath,
  getPath(of: string): string {
    const path = paths.get(of);
    if (path === undefined) throw new Error(`app.getPath("${of}") is not supplied by the Chromium host`);
    return path;
  },
  setPath: (of: string, path: string) => void paths.set(of, path),
  whenReady: () => readiness.promise,
  isReady: () => state === "ready",
  quit: () => void quit(),
  exit: (code = 0) => finish(code),
  // The window side starts Chromium with the sandbox wherever Chromium can have one.
  enableSandbox: () => undefined,
  requestSingleInstanceLock: () =>
    takeSingleInstance(members.getPath("userData"), ({ argv, cwd }) => {
      events.emit("second-instance", preventableEvent({}), argv, cwd);
    }),
  commandLine: supplied("app.commandLine", {
    appendSwitch: (flag: string, value?: string) =>
      void switches.push(value === undefined ? `--${flag}` : `--${flag}=${value}`),
  }),
};

const events = new SuppliedEvents("app", EVENTS);

/** Electron's `app`, as far as the main bundle uses it. */
export const app = supplied("app", Object.assign(events, members));

/** Starts the browser with what the main bundle asked for, then tells the bundle that the app is ready. */
export async function becomeReady(): Promise<void> {
  await windowSide.ask("browser.launch", { switches, profile: join(members.getPath("userData"), "chromium-host") });
  if (state === "starting") state = "ready";
  events.emit("ready");
  readiness.resolve();
}
