import { spawn, spawnSync } from "node:child_process";
import { EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { hasOwnScheme, toAppUrl, toBrowserUrl } from "../chromium-host/app-url.ts";
import { findNode } from "../chromium-host/find-node.mjs";
import { openLink } from "../chromium-host/link.ts";
import { openHost } from "../chromium-host/open-host.ts";
import { askPath } from "../chromium-host/window-side/ask-path.ts";
import { findChromium, hasDisplay } from "../chromium-host/window-side/find-chromium.ts";
import { createMailbox } from "../chromium-host/window-side/mailbox.ts";
import { PROJECT_ROOT } from "./support/built-app.ts";
import { launchApp, shellKind } from "./support/launch.ts";
import { descendantsOf, isRunning } from "./support/process-tree.ts";

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmos-runs-host-"));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test("when the process with the browser is killed, main and browser end too", async () => {
  test.skip(process.platform !== "linux", "only Linux tells which processes belong together");
  const script = join(PROJECT_ROOT, "test/chromium-host/run.ts");
  const host = spawn(findNode() ?? "", ["--disable-warning=ExperimentalWarning", script, "--hidden"], {
    env: { ...process.env, RMOS_RUNS_DATA_DIR: folder },
    stdio: "ignore",
  });
  const { pid = 0 } = host;
  let descendants: readonly number[] = [];
  try {
    // Main, and a browser with the process of a page.
    await expect.poll(() => descendantsOf(pid).length, { timeout: 30_000 }).toBeGreaterThan(3);
    descendants = descendantsOf(pid);
  } finally {
    host.kill("SIGKILL");
  }
  await expect.poll(() => descendants.filter(isRunning), { timeout: 15_000 }).toEqual([]);
});

/** Runs a main bundle of one statement and gives back what it wrote to the file `said`. */
async function runBundle(statements: string): Promise<string> {
  mkdirSync(join(folder, "out/main"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"name":"probe","version":"1.2.3"}');
  const said = join(folder, "said");
  const bundle = join(folder, "out/main/index.mjs");
  writeFileSync(
    bundle,
    `import { writeFileSync } from "node:fs";
     import * as electron from "electron";
     const say = (text) => writeFileSync(${JSON.stringify(said)}, String(text));
     try { ${statements} } catch (error) { say(error.message); }
     electron.app.whenReady().then(() => electron.app.exit(3));`,
  );
  const host = openHost({
    mainBundle: bundle,
    env: process.env,
    visible: false,
    answerOpen: async () => null,
    answerMessage: async () => 0,
  });
  host.firstPage().catch(() => undefined);
  expect(await host.ended).toBe(3);
  return readFileSync(said, "utf8");
}

for (const [what, statement, sentence] of [
  ["a module it does not have", "electron.shell.openExternal('x')", "electron.shell.openExternal is not supplied"],
  ["a member it does not have", "electron.app.dock.hide()", "electron.app.dock is not supplied"],
  ["an event it never sends", "electron.app.on('gpu-info-update', () => {})", 'The event "gpu-info-update"'],
  ["a menu option it ignores", "electron.Menu.buildFromTemplate([{ icon: 'x' }])", "icon is not supplied"],
  [
    "a window less closed off",
    "new electron.BrowserWindow({ webPreferences: { sandbox: false } })",
    "only windows with",
  ],
] as const) {
  test(`the host refuses ${what} by name`, async () => {
    expect(await runBundle(statement)).toContain(sentence);
  });
}

test("the host tells an app about itself from its package file", async () => {
  const facts = "[electron.app.getName(), electron.app.getVersion(), electron.app.isPackaged].join()";
  expect(await runBundle(`say(${facts})`)).toBe("probe,1.2.3,false");
});

test("URLs of the app have an origin of their own in the browser, and no other URL is taken for one", () => {
  expect(toBrowserUrl("app://rmos-runs/index.html?x#y")).toBe("https://rmos-runs.app.invalid/index.html?x#y");
  expect(toAppUrl("https://rmos-runs.app.invalid/index.html?x#y")).toBe("app://rmos-runs/index.html?x#y");
  expect(toAppUrl("https://rmos-runs.app.invalid")).toBe("app://rmos-runs");
  expect(hasOwnScheme("app://rmos-runs/")).toBe(true);
  for (const url of [
    "https://example.com/",
    "https://rmos-runs.app.invalid.example.com/",
    "https://example.com/https://rmos-runs.app.invalid/",
    "http://rmos-runs.app.invalid/",
    "data:text/html,x",
    "about:blank",
  ]) {
    expect(toAppUrl(url)).toBe(url);
    expect(toBrowserUrl(url)).toBe(url);
    expect(hasOwnScheme(url)).toBe(false);
  }
});

test("messages wait for the page that fetches them, in order", async () => {
  const mailbox = createMailbox();
  const message = (channel: string) => ({ channel, args: [] });
  mailbox.put(message("a"));
  mailbox.put(message("b"));
  expect(await mailbox.take()).toEqual([message("a"), message("b")]);
  const waiting = mailbox.take();
  mailbox.put(message("c"));
  expect(await waiting).toEqual([message("c")]);
  const abandoned = mailbox.take();
  const takenOver = mailbox.take();
  mailbox.put(message("d"));
  expect(await abandoned).toEqual([]);
  expect(await takenOver).toEqual([message("d")]);
});

type Ours = { readonly double: (payload: number) => number; readonly fail: (payload: null) => void };

test("a question that fails, or that nobody can answer any more, is told as a failure", async () => {
  const wire = new EventEmitter();
  const end = (from: string, to: string) => ({
    send: (message: object) => void wire.emit(to, message),
    onMessage: (listener: (message: unknown) => void) => void wire.on(from, listener),
    onClose: (listener: () => void) => void wire.on("close", listener),
  });
  openLink<Ours, Record<string, never>>(end("left", "right"), {
    double: (payload) => payload * 2,
    fail: () => {
      throw new RangeError("too far");
    },
  });
  const right = openLink<Record<string, never>, Ours & { readonly unknown: (payload: null) => void }>(
    end("right", "left"),
    {},
  );
  expect(await right.ask("double", 21)).toBe(42);
  await expect(right.ask("fail", null)).rejects.toThrow("RangeError: too far");
  await expect(right.ask("unknown", null)).rejects.toThrow('No one answers "unknown"');
  wire.emit("close");
  await expect(right.ask("double", 1)).rejects.toThrow("gone");
});

test("the Chromium that is named comes first, then an installed one, then the one of the package", () => {
  const machine = {
    env: { PATH: "/a:/b" },
    platform: "linux",
    arch: "x64",
    isExecutable: (path: string) => path === "/b/chromium",
  } as const;
  const sourcesOf = (...found: ReturnType<typeof findChromium>) =>
    found.map(({ source, executablePath }) => [source, executablePath]);
  expect(sourcesOf(...findChromium(machine))).toEqual([
    ["installed", "/b/chromium"],
    ["npm package", null],
  ]);
  expect(sourcesOf(...findChromium({ ...machine, env: { PATH: "/a", RMOS_CHROMIUM: "/mine" } }))).toEqual([
    ["RMOS_CHROMIUM", "/mine"],
  ]);
  expect(findChromium({ ...machine, env: {} }).every((candidate) => !candidate.canShow)).toBe(true);
  expect(findChromium({ ...machine, platform: "darwin", env: {} })).toEqual([]);
});

test("a Linux without a display shows no window", () => {
  const machine = { env: {}, platform: "linux", arch: "x64", isExecutable: () => true } as const;
  expect(hasDisplay(machine)).toBe(false);
  expect(hasDisplay({ ...machine, env: { DISPLAY: ":0" } })).toBe(true);
  expect(hasDisplay({ ...machine, env: { WAYLAND_DISPLAY: "wayland-0" } })).toBe(true);
  expect(hasDisplay({ ...machine, platform: "win32" })).toBe(true);
});

test("a visible host asks for a path in the page, and takes no for an answer", async () => {
  const app = await launchApp({ dataDir: folder });
  try {
    const question = { windowId: 1, title: "Choose a folder", wantsFolder: true };
    const asked = askPath(app.page, question);
    await app.page.getByLabel("Choose a folder (full path):").fill("/media/usb");
    await app.page.getByRole("button", { name: "OK" }).click();
    expect(await asked).toEqual(["/media/usb"]);
    const refused = askPath(app.page, question);
    await app.page.getByRole("button", { name: "Cancel" }).click();
    expect(await refused).toBeNull();
  } finally {
    await app.close();
  }
});

test("a start without a window says what is missing, what to do meanwhile, and fails", () => {
  const script = join(PROJECT_ROOT, "test/chromium-host/run.ts");
  const { status, stdout, stderr } = spawnSync(findNode() ?? "", ["--disable-warning=ExperimentalWarning", script], {
    env: { PATH: "", RMOS_CHROMIUM: join(folder, "chromium"), RMOS_RUNS_DATA_DIR: folder },
    encoding: "utf8",
  });
  test.skip(process.platform !== "linux", "other systems always have a display");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("there is no display");
  expect(stderr).toContain("npx rmos-runs");
});

test("npm start can be asked what it would use, and does nothing then", () => {
  const chromium = join(folder, "chromium");
  const { status, stdout } = spawnSync(process.execPath, [join(PROJECT_ROOT, "scripts/start.mjs"), "--check"], {
    env: { PATH: "", DISPLAY: ":0", RMOS_CHROMIUM: chromium },
    encoding: "utf8",
  });
  const facts: unknown = JSON.parse(stdout);
  const isElectron = shellKind() === "electron";
  expect(status).toBe(0);
  expect(facts).toMatchObject({ shell: isElectron ? "electron" : "chromium-host", chromium, obstacle: null });
});
