import { app, BrowserWindow } from "electron";
import { START_URL } from "./app-protocol.ts";

/** A page that fails as soon as it is loaded would be loaded for ever. */
const MAX_RELOADS_AFTER_CRASH = 3;

/** What the main window needs from outside. */
export interface MainWindowParts {
  /** The built preload, an absolute path. */
  readonly preloadPath: string;
  /** Keeps an error for the log. */
  readonly logFault: (event: string, error: unknown) => void;
}

/** Opens the window, unseen until its first picture is ready. A crashed page is loaded again; main and store go on meanwhile. */
export function openMainWindow(parts: MainWindowParts): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: "RMOS Runs",
    autoHideMenuBar: true,
    webPreferences: {
      preload: parts.preloadPath,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once("ready-to-show", () => window.show());
  reloadAfterCrash(window, parts.logFault);
  window.loadURL(START_URL).catch((error: unknown) => parts.logFault("window.load", error));
  return window;
}

function reloadAfterCrash(window: BrowserWindow, logFault: MainWindowParts["logFault"]): void {
  let reloads = 0;
  window.webContents.on("render-process-gone", (_event, details) => {
    logFault("window.gone", new Error(`The page ended: ${details.reason} (${details.exitCode})`));
    if (details.reason === "clean-exit" || reloads >= MAX_RELOADS_AFTER_CRASH) return;
    reloads += 1;
    window.webContents.reload();
  });
}

/** Brings a window to the person, whatever state it is in. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
