import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openHost } from "./open-host.ts";
import { askPath } from "./window-side/ask-path.ts";
import { findChromium, hasDisplay } from "./window-side/find-chromium.ts";

const MAIN_BUNDLE = fileURLToPath(new URL("../../out/main/index.js", import.meta.url));

/** What a start would find, as `npm start -- --check` prints it. */
interface Outlook {
  readonly chromium: string | null;
  readonly hasDisplay: boolean;
  /** Null when a window can be opened. */
  readonly obstacle: string | null;
}

function lookAround(): Outlook {
  const shown = findChromium().find((candidate) => candidate.canShow);
  const display = hasDisplay();
  const missing = [
    ...(shown === undefined ? ["no Chromium, Chrome or Edge is installed"] : []),
    ...(display ? [] : ["there is no display (DISPLAY and WAYLAND_DISPLAY are empty)"]),
  ];
  const obstacle = missing.length === 0 ? null : missing.join(" and ");
  return { chromium: shown?.executablePath ?? null, hasDisplay: display, obstacle };
}

function tellObstacle(obstacle: string): void {
  process.stderr.write(
    [
      `No window can be opened here: ${obstacle}.`,
      "Install Chromium (Debian: apt install chromium) or name one in RMOS_CHROMIUM, and start on a desktop.",
      "Meanwhile the command line does the same work: npx rmos-runs --help",
      "",
    ].join("\n"),
  );
}

async function runHost(visible: boolean): Promise<number> {
  const host = openHost({
    mainBundle: MAIN_BUNDLE,
    env: process.env,
    visible,
    answerOpen: async (question, page) => (page === null ? null : askPath(page, question)),
    answerMessage: async (box) => {
      process.stderr.write(`${[box.title, box.message, box.detail].filter((line) => line !== "").join("\n")}\n`);
      return 0;
    },
  });
  // Main closes its folder first; the browser ends when main has ended.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => host.quit());
  process.on("disconnect", () => host.quit());
  host.firstPage().catch(() => {
    // The exit code below says it; main has said why.
  });
  return host.ended;
}

async function run(): Promise<number> {
  const outlook = lookAround();
  if (process.argv.includes("--check")) {
    process.stdout.write(`${JSON.stringify(outlook)}\n`);
    return 0;
  }
  if (!existsSync(MAIN_BUNDLE)) throw new Error("The app is not built: run `npm run build`");
  // For tests of what outlives what: the app runs, and nobody sees it.
  if (process.argv.includes("--hidden")) return runHost(false);
  if (outlook.obstacle === null) return runHost(true);
  tellObstacle(outlook.obstacle);
  return 1;
}

process.exitCode = await run();
// The line to whoever started this would keep the process.
if (process.connected) process.disconnect();
