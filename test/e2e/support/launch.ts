import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { findElectron } from "../../../scripts/find-electron.mjs";
import { findChromium } from "../../chromium-host/window-side/find-chromium.ts";
import { checkBuilt } from "./built-app.ts";
import { dropFiles } from "./drop-files.ts";
import type { LaunchedApp, LaunchOptions } from "./launched-app.ts";
import { runInElectron } from "./run-in-electron.ts";
import { runInHost } from "./run-in-host.ts";

/** Which of the two runs here. */
export function shellKind(): LaunchedApp["kind"] {
  return findElectron() === null ? "chromium-host" : "electron";
}

/** The same for people, with what it is made of. */
export function describeShell(): string {
  const electron = findElectron();
  if (electron !== null) return `Electron (${electron})`;
  const [best] = findChromium();
  return `the Chromium host (${best?.executablePath ?? best?.source ?? "no Chromium found"}), as Electron is not here`;
}

/** Where the window keeps what was chosen (src/renderer/state/settings-store.ts). */
const DENSITY_KEY = "rmos-runs.density";
const START_KEY = "rmos-runs.start";

function environmentFor(dataDir: string, options: LaunchOptions): Readonly<Record<string, string | undefined>> {
  const { RMOS_RUNS_DIR: _own, ...inherited } = process.env;
  const runs = options.runsDir === undefined ? {} : { RMOS_RUNS_DIR: options.runsDir };
  return { ...inherited, ...runs, RMOS_RUNS_DATA_DIR: dataDir, ...options.env };
}

/** Collects what a page complains of. */
function watchTroubles(page: Page): readonly string[] {
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text());
  });
  return troubles;
}

async function dress(page: Page, options: LaunchOptions): Promise<void> {
  const { size = { width: 1280, height: 800 }, colorScheme = "light", forcedColors = "none" } = options;
  const { density, start = "runs" } = options;
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, forcedColors });
  const chosen = { [START_KEY]: start, ...(density === undefined ? {} : { [DENSITY_KEY]: density }) };
  await page.evaluate((kept) => {
    for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
  }, chosen);
  await page.reload();
}

/** Starts the built app: in Electron where its program is present, else in the Chromium host. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  checkBuilt();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "rmos-runs-e2e-"));
  const tidy = () => {
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const env = environmentFor(dataDir, options);
    const running = await (shellKind() === "electron" ? runInElectron(env) : runInHost(env));
    const troubles = watchTroubles(running.page);
    await dress(running.page, options);
    const drop = (paths: readonly string[]) => dropFiles(running.page, paths);
    return {
      ...running,
      main: { ...running.main, drop },
      dataDir,
      runsDir: options.runsDir ?? join(dataDir, "runs"),
      troubles,
      close: () => running.close().finally(tidy),
      kill: () => running.kill().finally(tidy),
    };
  } catch (error) {
    tidy();
    throw error;
  }
}
