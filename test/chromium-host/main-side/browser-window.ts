import { app } from "./app.ts";
import { addOpenWindow, removeOpenWindow } from "./open-windows.ts";
import { checkOptions, supplied } from "./supplied.ts";
import { preventableEvent, SuppliedEvents } from "./supplied-events.ts";
import { createWebContents, type WebContents } from "./web-contents.ts";
import { answerWindowSide, tellWindowSide, windowSide } from "./window-link.ts";

const EVENTS = ["ready-to-show", "show", "closed"];

const OPTIONS = ["width", "height", "minWidth", "minHeight", "show", "title", "autoHideMenuBar", "webPreferences"];

const WEB_PREFERENCES = [
  "preload",
  "contextIsolation",
  "sandbox",
  "webSecurity",
  "nodeIntegration",
  "nodeIntegrationInSubFrames",
  "nodeIntegrationInWorker",
  "webviewTag",
  "spellcheck",
  "devTools",
];

interface WebPreferences {
  readonly preload: string;
  readonly contextIsolation: boolean;
  readonly sandbox: boolean;
}

interface Options {
  readonly width: number;
  readonly height: number;
  readonly webPreferences: WebPreferences;
}

const windows = new Map<number, StandInWindow>();
let lastId = 0;

/** A page of the host is always closed off; an app that asks for less gets an error rather than more safety than it will have. */
function checkPreferences(preferences: WebPreferences): void {
  checkOptions("BrowserWindow webPreferences", preferences, WEB_PREFERENCES);
  if (preferences.contextIsolation && preferences.sandbox) return;
  throw new Error("The Chromium host has only windows with contextIsolation and sandbox");
}

class StandInWindow extends SuppliedEvents {
  readonly id: number;
  readonly webContents: WebContents;
  private readonly gone = Promise.withResolvers<void>();
  private destroyed = false;

  constructor(options: Options) {
    super("BrowserWindow", EVENTS);
    checkOptions("BrowserWindow options", options, OPTIONS);
    checkPreferences(options.webPreferences);
    lastId += 1;
    this.id = lastId;
    this.webContents = createWebContents(this.id);
    windows.set(this.id, this);
    addOpenWindow({ id: this.id, close: () => this.closeAndWait() });
    const { width, height, webPreferences } = options;
    tellWindowSide("window.create", { id: this.id, width, height, preloadPath: webPreferences.preload });
    app.emit("web-contents-created", preventableEvent({}), this.webContents);
  }

  static getAllWindows(): readonly StandInWindow[] {
    return [...windows.values()];
  }

  loadURL(url: string): Promise<void> {
    return windowSide.ask("window.load", { id: this.id, url });
  }

  show(): void {
    this.emit("show");
  }

  focus(): void {
    tellWindowSide("window.front", { id: this.id });
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    // A window of the host is never minimized.
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  close(): void {
    void this.closeAndWait();
  }

  private async closeAndWait(): Promise<void> {
    if (this.destroyed) return;
    await windowSide.ask("window.close", { id: this.id });
    await this.gone.promise;
  }

  /** Not Electron's: the window side says that the window is gone. */
  markClosed(): void {
    this.destroyed = true;
    windows.delete(this.id);
    this.webContents.host.destroy();
    this.emit("closed");
    this.gone.resolve();
    removeOpenWindow(this.id);
  }
}

answerWindowSide("window.ready", ({ id }) => void windows.get(id)?.emit("ready-to-show"));
answerWindowSide("window.closed", ({ id }) => windows.get(id)?.markClosed());

/** Electron's `BrowserWindow`, as far as the main bundle uses it. */
export const BrowserWindow = new Proxy(StandInWindow, {
  construct: (Target, [options]: [Options]) => supplied("BrowserWindow", new Target(options)),
});
