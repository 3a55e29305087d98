import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { launchApp, shellKind } from "./support/launch.ts";

let dataDir: string;

test.beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "rmos-runs-e2e-"));
});

test.afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

/** Calls an operation as the window's own client would. */
function call(page: Page, name: string, request: unknown): Promise<unknown> {
  return page.evaluate(
    async ([operation, body]) => {
      const bridge = Reflect.get(window, "rmosRuns") as {
        call: Record<string, (envelope: object) => Promise<unknown>>;
      };
      return bridge.call[operation]?.({ request_id: null, job_id: null, request: body });
    },
    [name, request] as const,
  );
}

const REQUEST = new TextEncoder().encode('{"mode":"cam","tool_id":"T102","status":"OK"}');

test("closing the window ends the app, and what was recorded is there at the next start", async ({ launch }) => {
  const first = await launch({ dataDir });
  const created = await call(first.page, "run.create", { source: { bytes: REQUEST, name: null } });
  expect(created).toMatchObject({ ok: true, value: { status: "BLOCKED" } });
  await first.page.close();
  expect(await first.close()).toBe(0);

  const second = await launch({ dataDir });
  const page = await call(second.page, "run.query", {});
  expect(page).toMatchObject({ ok: true, value: { total: 1 } });
  expect(await call(second.page, "session.get", {})).toMatchObject({
    ok: true,
    value: { store: { mode: "writable" } },
  });
});

test("an app that was killed loses nothing it had acknowledged, and its folder is free at once", async ({ launch }) => {
  const first = await launchApp({ dataDir });
  const created = await call(first.page, "run.create", { source: { bytes: REQUEST, name: null } });
  expect(created).toMatchObject({ ok: true });
  await first.kill();

  const second = await launch({ dataDir });
  expect(await call(second.page, "run.query", {})).toMatchObject({ ok: true, value: { total: 1 } });
  expect(await call(second.page, "session.get", {})).toMatchObject({
    ok: true,
    value: { store: { mode: "writable" } },
  });
});

test("a second start over the same data ends, and the first goes on", async ({ launch }) => {
  const first = await launch({ dataDir });
  await expect(launchApp({ dataDir })).rejects.toThrow();
  expect(await call(first.page, "session.get", {})).toMatchObject({ ok: true });
});

test("an app that cannot start says which folder and why, and ends with an error", async () => {
  test.skip(shellKind() === "electron", "the message box comes before anything could press its button");
  const file = join(dataDir, "a-file");
  writeFileSync(file, "");
  const wanted = join(file, "data");
  const failure = await launchApp({ dataDir: wanted }).catch((error: Error) => error.message);
  expect(failure).toContain(`Could not make the folder`);
  expect(failure).toContain(wanted);
  expect(failure).toContain("exit code 1");
});

test("a page that crashes is loaded again, and the crash is in the log", async ({ launch }) => {
  const { page, kind } = await launch({ dataDir });
  test.skip(kind === "electron", "Playwright cannot speak with a page again once it has crashed");
  const context = page.context();
  const session = await context.newCDPSession(page);
  // The page goes down with the command, so there is no answer to it.
  session.send("Page.crash").catch(() => undefined);
  await expect
    .poll(() => context.pages().filter((other) => other !== page && other.url() === page.url()))
    .toHaveLength(1);
  const [again] = context.pages();
  if (again === undefined) throw new Error("The page did not come back");
  expect(await call(again, "session.get", {})).toMatchObject({ ok: true });
  const log = join(dataDir, "logs", "rmos-runs.log");
  expect(existsSync(log) && readFileSync(log, "utf8")).toContain('"event":"window.gone"');
});

test("files and folders dropped on the window have paths, and a chosen folder reaches main only", async ({
  launch,
}) => {
  const { page, main } = await launch({ dataDir });
  const request = join(dataDir, "request.json");
  writeFileSync(request, REQUEST);
  await page.evaluate(() => {
    const bridge = Reflect.get(window, "rmosRuns") as { pathOfDropped: (file: File) => string };
    window.addEventListener("dragover", (event) => event.preventDefault());
    window.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      Reflect.set(window, "droppedPaths", files.map(bridge.pathOfDropped));
    });
  });
  await main.drop([request, dataDir]);
  await expect.poll(() => page.evaluate(() => Reflect.get(window, "droppedPaths"))).toEqual([request, dataDir]);

  await main.pickAnswer(dataDir);
  const picked = await call(page, "files.pick", { purpose: "import-folder" });
  expect(picked).toMatchObject({ ok: true, value: { picked: { grant: expect.any(String) } } });
  await main.pickAnswer(null);
  expect(await call(page, "files.pick", { purpose: "request-file" })).toEqual({ ok: true, value: { picked: null } });
});
