// Opens the app: in Electron, else in an installed Chromium, else it says what is missing. Runs on any Node from 20 on.
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findNode } from "../test/chromium-host/find-node.mjs";
import { findElectron } from "./find-electron.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Long enough for the 110 MB on an ordinary line, short enough to wait for when there is none. */
const FETCH_LIMIT_MS = 90_000;

/** An Electron that cannot run here (libraries, sandbox) ends at once, with one of these. */
const BROKEN_EXIT_CODES = [126, 127];
const BROKEN_SIGNALS = ["SIGTRAP", "SIGABRT", "SIGILL", "SIGSEGV"];
const BROKEN_WITHIN_MS = 10_000;

const BUILT = ["out/main/index.js", "out/main/cli.js", "out/preload/index.cjs", "out/renderer/index.html"];
const SOURCES = ["src", "electron.vite.config.ts", "package.json"];

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

function changedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function newestMs(path) {
  if (!statSync(path).isDirectory()) return changedMs(path);
  const entries = readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Math.max(...entries.map((entry) => changedMs(join(entry.parentPath ?? entry.path, entry.name)) ?? 0));
}

/** Whether what is built is missing or older than what it is built from. */
function needsBuild() {
  const built = BUILT.map((path) => changedMs(join(root, path)));
  if (built.includes(null)) return true;
  return Math.min(...built) < Math.max(...SOURCES.map((path) => newestMs(join(root, path))));
}

function build() {
  say("Building the app.");
  const npm = process.env.npm_execpath;
  const [program, args] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const options = { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: program === "npm" };
  return spawnSync(program, [...args, "run", "build"], options).status === 0;
}

/** Asks Electron's own installer once. It needs a newer Node than this may be. */
function fetchElectron(node) {
  say("Electron is not here yet: fetching it.");
  const installer = join(root, "node_modules", "electron", "install.js");
  spawnSync(node, [installer], { cwd: root, stdio: "ignore", timeout: FETCH_LIMIT_MS });
  return findElectron();
}

/** Runs a program in our place: its output, its end, and the signals that are meant for it. */
function runInPlace(program, args, stdio = "inherit") {
  const startedMs = Date.now();
  const child = spawn(program, args, {
    cwd: root,
    stdio,
    env: { UV_THREADPOOL_SIZE: "16", ...process.env },
  });
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => child.kill(name));
  return new Promise((resolve) => {
    child.once("error", () => resolve({ code: 127, signal: null, lastedMs: 0 }));
    child.once("exit", (code, signal) => resolve({ code, signal, lastedMs: Date.now() - startedMs }));
  });
}

function exitCodeOf({ code, signal }) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

function couldNotRun({ code, signal, lastedMs }) {
  return lastedMs < BROKEN_WITHIN_MS && (BROKEN_EXIT_CODES.includes(code) || BROKEN_SIGNALS.includes(signal));
}

/** Null when Electron is here but cannot run. */
async function runElectron(electron) {
  // Chromium refuses to run as root with its sandbox on.
  const asRoot = process.platform === "linux" && process.getuid() === 0 ? ["--no-sandbox"] : [];
  const end = await runInPlace(electron, [...asRoot, root]);
  return couldNotRun(end) ? null : exitCodeOf(end);
}

const HOST = join(root, "test", "chromium-host", "run.ts");
const QUIET = ["--disable-warning=ExperimentalWarning"];

/** What the Chromium host would find: `{ chromium, hasDisplay, obstacle }`. */
function askHost(node) {
  const result = spawnSync(node, [...QUIET, HOST, "--check"], { cwd: root, encoding: "utf8" });
  return JSON.parse(result.stdout);
}

function check(node) {
  const electron = findElectron();
  const host = askHost(node);
  const shell = electron !== null ? "electron" : host.obstacle === null ? "chromium-host" : "none";
  const facts = {
    needs_build: needsBuild(),
    shell,
    electron,
    chromium: host.chromium,
    has_display: host.hasDisplay,
    obstacle: host.obstacle,
  };
  process.stdout.write(`${JSON.stringify(facts)}\n`);
  return 0;
}

async function start(node) {
  if (needsBuild() && !build()) {
    say("The app could not be built; the messages above say why.");
    return 1;
  }
  const electron = findElectron() ?? fetchElectron(node);
  const exitCode = electron === null ? null : await runElectron(electron);
  if (exitCode !== null) return exitCode;
  const reason = electron === null ? "could not be fetched" : "cannot run on this machine";
  // Without a window the host says what is missing; then this would promise too much.
  if (askHost(node).obstacle === null) say(`Electron ${reason}, so RMOS Runs opens in Chromium instead.`);
  else say(`Electron ${reason}.`);
  // The fourth is a line to the host: when this process is killed it breaks, and the host ends too.
  return exitCodeOf(await runInPlace(node, [...QUIET, HOST], ["inherit", "inherit", "inherit", "ipc"]));
}

const node = findNode();
if (node === null) {
  say(`Node 24 is missing (this is ${process.version}). Run npm ci, which brings it along.`);
  process.exitCode = 1;
} else {
  process.exitCode = process.argv.includes("--check") ? check(node) : await start(node);
}
