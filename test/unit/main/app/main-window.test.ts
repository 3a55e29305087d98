import { EventEmitter } from "node:events";
import { beforeEach, describe, expect, it, vi } from "vitest";

interface FakeWindow extends EventEmitter {
  readonly options: { readonly webPreferences: Readonly<Record<string, unknown>>; readonly show: boolean };
  readonly webContents: EventEmitter & { reload: ReturnType<typeof vi.fn> };
  readonly calls: string[];
}

const electron = vi.hoisted(() => ({ windows: [] as unknown[], isPackaged: true, loadFails: false }));

vi.mock("electron", () => ({
  app: {
    get isPackaged() {
      return electron.isPackaged;
    },
  },
  BrowserWindow: class extends EventEmitter {
    readonly options: unknown;
    readonly calls: string[] = [];
    readonly webContents = Object.assign(new EventEmitter(), { reload: vi.fn() });
    constructor(options: unknown) {
      super();
      this.options = options;
      electron.windows.push(this);
    }
    loadURL(url: string): Promise<void> {
      this.calls.push(`load ${url}`);
      return electron.loadFails ? Promise.reject(new Error("ERR_FAILED")) : Promise.resolve();
    }
    show(): void {
      this.calls.push("show");
    }
    focus(): void {
      this.calls.push("focus");
    }
    restore(): void {
      this.calls.push("restore");
    }
    isMinimized(): boolean {
      return true;
    }
  },
}));

const { focusWindow, openMainWindow } = await import("../../../../src/main/app/main-window.ts");

function openFake(logFault = vi.fn()): FakeWindow {
  openMainWindow({ preloadPath: "/app/preload.cjs", logFault });
  return electron.windows.at(-1) as FakeWindow;
}

describe("main window", () => {
  beforeEach(() => {
    electron.windows.length = 0;
    electron.isPackaged = true;
    electron.loadFails = false;
  });

  it("closes its page off from Node, from other worlds and from tools", () => {
    expect(openFake().options.webPreferences).toEqual({
      preload: "/app/preload.cjs",
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    });
    electron.isPackaged = false;
    expect(openFake().options.webPreferences.devTools).toBe(true);
  });

  it("is seen only when there is something to see", () => {
    const window = openFake();
    expect(window.options.show).toBe(false);
    expect(window.calls).toEqual(["load app://rmos-runs/index.html"]);
    window.emit("ready-to-show");
    expect(window.calls.at(-1)).toBe("show");
  });

  it("logs a page that cannot be loaded", async () => {
    electron.loadFails = true;
    const logFault = vi.fn();
    openFake(logFault);
    await vi.waitFor(() => expect(logFault).toHaveBeenCalledWith("window.load", expect.any(Error)));
  });

  it("loads a crashed page again, but not for ever, and logs each crash", () => {
    const logFault = vi.fn();
    const { webContents } = openFake(logFault);
    for (let crash = 0; crash < 5; crash += 1) {
      webContents.emit("render-process-gone", {}, { reason: "crashed", exitCode: 5 });
    }
    expect(webContents.reload).toHaveBeenCalledTimes(3);
    expect(logFault).toHaveBeenCalledTimes(5);
  });

  it("does not load a page again that ended as it should", () => {
    const { webContents } = openFake();
    webContents.emit("render-process-gone", {}, { reason: "clean-exit", exitCode: 0 });
    expect(webContents.reload).not.toHaveBeenCalled();
  });

  it("comes to the person even when it was minimized", () => {
    const window = openFake();
    focusWindow(window as never);
    expect(window.calls.slice(1)).toEqual(["restore", "show", "focus"]);
  });
});
