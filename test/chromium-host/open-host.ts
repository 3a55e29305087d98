import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { findNode } from "./find-node.mjs";
import { type Link, openLink } from "./link.ts";
import type { MessageBox, OpenQuestion, ToMainSide, ToWindowSide } from "./questions.ts";
import { BrowserWindows } from "./window-side/browser-windows.ts";
import { type OpenBrowser, openBrowser } from "./window-side/open-browser.ts";
import { routeRequests } from "./window-side/route-requests.ts";

/** How the built app is to run. */
export interface HostOptions {
  /** `out/main/index.js`, an absolute path. */
  readonly mainBundle: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly visible: boolean;
  readonly context?: BrowserContextOptions;
  /** Answers a file dialog: paths, or null for none. */
  readonly answerOpen: (question: OpenQuestion, page: Page | null) => Promise<readonly string[] | null>;
  /** Answers a message box with the number of a button. */
  readonly answerMessage: (box: MessageBox) => Promise<number>;
}

/** The built app, running. */
export interface Host {
  /** The page of the main window, once it is loaded. Rejects when main ends before that. */
  firstPage(): Promise<Page>;
  /** The process with the main bundle. */
  readonly pid: number;
  /** Which Chromium runs; null until it does. */
  browserDescription(): string | null;
  /** Asks the app to end, as its menu would. */
  quit(): void;
  /** Ends main at once. The browser ends with it. */
  kill(): void;
  /** Resolves with main's exit code when main and the browser have ended; a signal counts as 128. */
  readonly ended: Promise<number>;
}

const START_MAIN = fileURLToPath(new URL("main-side/start-main.ts", import.meta.url));

type LaunchWish = Parameters<ToWindowSide["browser.launch"]>[0];

/** The size the main window of the app asks for: the browser opens before the app says so. */
const WINDOW_SIZE = { width: 1280, height: 800 };

interface Shown {
  readonly browser: OpenBrowser;
  readonly windows: BrowserWindows;
}

/** Starts the main bundle in a process of its own, with its windows in a Chromium of this process. */
export function openHost(options: HostOptions): Host {
  const child = forkMain(options);
  const shown = Promise.withResolvers<Shown>();
  let current: Shown | null = null;
  const main: Link<ToMainSide> = openLink<ToWindowSide, ToMainSide>(
    {
      send: (message) => void (child.connected && child.send(message)),
      onMessage: (listener) => child.on("message", listener),
      onClose: (listener) => child.on("disconnect", listener),
    },
    {
      async "browser.launch"(wish) {
        current = await launch(options, main, wish);
        shown.resolve(current);
      },
      "window.create": async (window) => (await shown.promise).windows.create(window),
      "window.load": async ({ id, url }) => (await shown.promise).windows.load(id, url),
      "window.reload": async ({ id }) => (await shown.promise).windows.reload(id),
      "window.front": async ({ id }) => (await shown.promise).windows.front(id),
      "window.close": async ({ id }) => (await shown.promise).windows.close(id),
      "window.send": async ({ id, channel, args }) => (await shown.promise).windows.send(id, channel, args),
      "dialog.open": (question) => options.answerOpen(question, current?.windows.findPage(question.windowId) ?? null),
      "dialog.message": options.answerMessage,
    },
  );
  const ended = endOf(child, () => current);
  const early = ended.then((code) => {
    throw new Error(`The app ended before it had a window (exit code ${code})`);
  });
  early.catch(() => undefined);
  return {
    firstPage: () => Promise.race([shown.promise.then(({ windows }) => windows.firstPage()), early]),
    pid: child.pid ?? 0,
    browserDescription: () => current?.browser.description ?? null,
    quit: () => void main.ask("app.quit", null).catch(() => undefined),
    kill: () => void child.kill("SIGKILL"),
    ended,
  };
}

function forkMain(options: HostOptions) {
  const execPath = findNode();
  if (execPath === null)
    throw new Error("There is no Node 24 here; run `npm ci` without leaving out optional packages");
  return fork(START_MAIN, [options.mainBundle], {
    execPath,
    // Type stripping is announced as experimental by some releases of Node 24.
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: { ...options.env },
    // Objects and bytes cross as they are.
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

async function launch(options: HostOptions, main: Link<ToMainSide>, wish: LaunchWish): Promise<Shown> {
  const { visible, context = {} } = options;
  const browser = await openBrowser({ ...wish, visible, size: WINDOW_SIZE, context });
  const windows = new BrowserWindows({ browser, main });
  await routeRequests({ browser, main, windows });
  return { browser, windows };
}

function endOf(child: ReturnType<typeof fork>, shown: () => Shown | null): Promise<number> {
  return new Promise((resolve) => {
    child.once("exit", (code) => {
      const closed = shown()?.browser.close() ?? Promise.resolve();
      // A browser that is gone already is what is wanted.
      void closed.catch(() => undefined).then(() => resolve(code ?? 128));
    });
  });
}
