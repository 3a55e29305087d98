import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from "playwright-core";
import { type ChromiumCandidate, findChromium } from "./find-chromium.ts";
import { unpackChromium } from "./unpack-chromium.ts";

/** How the browser is to be. */
export interface BrowserWish {
  /** A window a person can see, without tabs and address; else no window at all. */
  readonly visible: boolean;
  /** Switches of the app, as `--name=value`. */
  readonly switches: readonly string[];
  /** Where a visible one keeps what pages store. */
  readonly profile: string;
  readonly size: { readonly width: number; readonly height: number };
  /** Added to the context; for tests. */
  readonly context?: BrowserContextOptions;
}

/** A running browser with one context that nothing else uses. */
export interface OpenBrowser {
  readonly context: BrowserContext;
  /** Which Chromium runs, for people. */
  readonly description: string;
  /** An empty page for a window. */
  takePage(): Promise<Page>;
  /** Ends it, whatever state it is in. */
  close(): Promise<void>;
}

const APP_WINDOW = "data:text/html,<title>RMOS Runs</title>";

/** Chromium's own check refuses to run as root with its sandbox on. */
const IS_ROOT = process.getuid?.() === 0;

interface Attempt {
  readonly candidate: ChromiumCandidate;
  readonly sandbox: boolean;
}

function attemptsFor(candidate: ChromiumCandidate): readonly Attempt[] {
  // The one from the package has no helper for the sandbox. Elsewhere it depends on the machine's settings: try with it first.
  if (IS_ROOT || candidate.source === "npm package") return [{ candidate, sandbox: false }];
  return [
    { candidate, sandbox: true },
    { candidate, sandbox: false },
  ];
}

function launchOptions(attempt: Attempt, wish: BrowserWish): LaunchOptions {
  const { executablePath } = attempt.candidate;
  const unpacked = executablePath === null ? unpackChromium() : { executablePath, env: {} };
  const window = [
    `--app=${APP_WINDOW}`,
    `--window-size=${wish.size.width},${wish.size.height}`,
    // Without it Chromium warns of the app's own switches, which only take things away from it.
    "--test-type",
    "--hide-crash-restore-bubble",
  ];
  return {
    executablePath: unpacked.executablePath,
    env: { ...process.env, ...unpacked.env },
    headless: !wish.visible,
    chromiumSandbox: attempt.sandbox,
    args: ["--disable-gpu", ...wish.switches, ...(wish.visible ? window : [])],
    // Whoever opened the host ends it; a signal must first let main close its folder.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
}

function contextOptions(wish: BrowserWish): BrowserContextOptions {
  return {
    // Without a locale the browser reports one that Intl refuses, where the system has none either.
    locale: "en-US",
    serviceWorkers: "block",
    acceptDownloads: false,
    viewport: wish.visible ? null : wish.size,
    ...wish.context,
  };
}

async function openHidden(options: LaunchOptions, wish: BrowserWish): Promise<Omit<OpenBrowser, "description">> {
  const browser = await chromium.launch(options);
  const context = await browser.newContext(contextOptions(wish));
  return { context, takePage: () => context.newPage(), close: () => browser.close() };
}

/** An app window can only be had together with a profile. */
async function openVisible(options: LaunchOptions, wish: BrowserWish): Promise<Omit<OpenBrowser, "description">> {
  const context = await chromium.launchPersistentContext(wish.profile, { ...contextOptions(wish), ...options });
  const spare = [...context.pages()];
  return { context, takePage: async () => spare.shift() ?? context.newPage(), close: () => context.close() };
}

/** Starts the best Chromium there is. One that does not start is passed over; when none does, the error tells of each. */
export async function openBrowser(wish: BrowserWish): Promise<OpenBrowser> {
  const candidates = findChromium().filter((candidate) => candidate.canShow || !wish.visible);
  const failures: string[] = [];
  for (const attempt of candidates.flatMap(attemptsFor)) {
    const description = `${attempt.candidate.executablePath ?? "@sparticuz/chromium"} (${attempt.candidate.source})`;
    try {
      const options = launchOptions(attempt, wish);
      return { description, ...(await (wish.visible ? openVisible(options, wish) : openHidden(options, wish))) };
    } catch (error) {
      failures.push(`${description}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(["No Chromium could be started.", ...failures].join("\n"));
}
