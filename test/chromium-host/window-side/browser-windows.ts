import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { toAppUrl, toBrowserUrl } from "../app-url.ts";
import type { Link } from "../link.ts";
import type { ToMainSide, WindowOptions } from "../questions.ts";
import { createMailbox, type Mailbox } from "./mailbox.ts";
import type { OpenBrowser } from "./open-browser.ts";
import { initScript, type PageHost } from "./page-side.ts";
import { pathsOfFiles } from "./paths-of-files.ts";

/** What the windows need around them. */
export interface BrowserWindowsParts {
  readonly browser: OpenBrowser;
  readonly main: Link<ToMainSide>;
}

/** A window of the app: a page, and what main has sent it. */
interface ShownWindow {
  readonly options: WindowOptions;
  readonly page: Page;
  readonly mailbox: Mailbox;
  /** The URL that main itself wants loaded; nobody is asked about it. */
  wanted: string | null;
  crashed: boolean;
}

/** The windows of the app in one browser. */
export class BrowserWindows {
  readonly #parts: BrowserWindowsParts;
  readonly #windows = new Map<number, ShownWindow>();
  readonly #creations = new Map<number, Promise<ShownWindow>>();
  readonly #first = Promise.withResolvers<Page>();

  constructor(parts: BrowserWindowsParts) {
    this.#parts = parts;
    // Whoever asks for the page hears of it; that nobody asked is no fault of this process.
    this.#first.promise.catch(() => undefined);
  }

  /** The page of the first window, once it is loaded. */
  firstPage(): Promise<Page> {
    return this.#first.promise;
  }

  create(options: WindowOptions): Promise<void> {
    const creation = this.#open(options);
    this.#creations.set(options.id, creation);
    return creation.then(() => undefined);
  }

  async load(id: number, url: string): Promise<void> {
    try {
      const window = await this.#creation(id);
      window.wanted = toBrowserUrl(url);
      await window.page.goto(window.wanted);
      await forgetBlankPage(window.page);
      this.#first.resolve(window.page);
    } catch (error) {
      this.#first.reject(error);
      throw error;
    }
    await this.#parts.main.ask("window.ready", { id });
  }

  /** Loads the page again. One that crashed is of no use to Playwright any more: another takes its place. */
  async reload(id: number): Promise<void> {
    const window = await this.#creation(id);
    const url = window.page.url();
    if (window.crashed) {
      await this.create(window.options);
      await window.page.close();
      await this.load(id, url);
    } else {
      window.wanted = url;
      await window.page.reload();
    }
  }

  async front(id: number): Promise<void> {
    await (await this.#creation(id)).page.bringToFront();
  }

  async close(id: number): Promise<void> {
    await (await this.#creation(id)).page.close();
  }

  async send(id: number, channel: string, args: readonly unknown[]): Promise<void> {
    (await this.#creation(id)).mailbox.put({ channel, args });
  }

  /** The page of a window; null where there is none. */
  findPage(id: number | null): Page | null {
    return (id === null ? undefined : this.#windows.get(id))?.page ?? null;
  }

  /** The window a page belongs to, and whether main itself wants it to load `url`. Null for a page that is no window. */
  findByPage(page: Page, url: string): { readonly id: number; readonly isWanted: boolean } | null {
    for (const [id, window] of this.#windows) {
      // Loading the same page again is not going anywhere.
      if (window.page === page) return { id, isWanted: url === window.wanted || url === page.url() };
    }
    return null;
  }

  async #open(options: WindowOptions): Promise<ShownWindow> {
    const { id } = options;
    const page = await this.#parts.browser.takePage();
    await grantPermissions(this.#parts);
    const window: ShownWindow = { options, page, mailbox: createMailbox(), wanted: null, crashed: false };
    this.#windows.set(id, window);
    const host = this.#pageHost(id, window);
    await page.addInitScript(initScript(readFileSync(options.preloadPath, "utf8")), host, { exposeFunctions: true });
    page.on("close", () => {
      if (this.#windows.get(id) === window) this.#tell("window.closed", id);
    });
    page.on("crash", () => {
      window.crashed = true;
      this.#tell("contents.gone", id);
    });
    page.on("download", (download) => void this.#parts.main.ask("contents.download", { id, url: download.url() }));
    return window;
  }

  #pageHost(id: number, { page, mailbox }: ShownWindow): PageHost {
    const { main } = this.#parts;
    return {
      invoke: (channel, args) => main.ask("ipc.invoke", { id, url: page.url(), channel, args }),
      nextMessages: () => mailbox.take(),
      pathsOfFiles: (globalName) => pathsOfFiles(page, globalName),
      openWindow: (url) => this.mayOpen(id, url),
      willNavigate: async (url) => {
        const { prevented } = await main.ask("contents.willNavigate", { id, url: toAppUrl(url), isMainFrame: true });
        if (!prevented) await page.goto(url);
      },
    };
  }

  /** Whether main allows a page to open a window. */
  async mayOpen(id: number, url: string): Promise<boolean> {
    const { action } = await this.#parts.main.ask("contents.openWindow", { id, url });
    return action !== "deny";
  }

  #tell(name: "window.closed" | "contents.gone", id: number): void {
    // When main is gone, nobody needs to know.
    this.#parts.main.ask(name, { id }).catch(() => undefined);
  }

  #creation(id: number): Promise<ShownWindow> {
    return this.#creations.get(id) ?? Promise.reject(new Error(`There is no window ${id}`));
  }
}

/** Electron's names of permissions that Playwright can give. All others are denied, as nobody could be asked. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  "clipboard-read": ["clipboard-read"],
  "clipboard-sanitized-write": ["clipboard-write"],
  geolocation: ["geolocation"],
  media: ["camera", "microphone"],
  midi: ["midi"],
  midiSysex: ["midi-sysex"],
  notifications: ["notifications"],
  "local-fonts": ["local-fonts"],
  "screen-wake-lock": ["screen-wake-lock"],
  "storage-access": ["storage-access"],
};

async function grantPermissions({ browser, main }: BrowserWindowsParts): Promise<void> {
  const allowed = await main.ask("permissions.allowed", { names: Object.keys(PERMISSIONS) });
  await browser.context.grantPermissions(allowed.flatMap((name) => PERMISSIONS[name] ?? []));
}

/** A window of Electron has nothing before its first page to go back to. */
async function forgetBlankPage(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Page.resetNavigationHistory");
  await session.detach();
}
