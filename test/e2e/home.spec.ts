import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import type { CreatedRun } from "../../src/shared/operations/run-operations.ts";
import { expect, test } from "./support/app-test.ts";
import type { LaunchedApp } from "./support/launched-app.ts";
import { callMain, recordSamples, SAMPLE_DIR } from "./support/seed-runs.ts";

const PASSED = "01-saw-rosewood-binding.json";
const NEAR_LIMIT = "04-saw-ebony-near-limit.json";
const BLOCKED = "06-saw-overspeed-blocked.json";

const lastRun = (page: Page) => page.getByRole("region", { name: /^Last run on/ });

/** The number on a tile of this name. */
async function numberOn(tile: Locator): Promise<number> {
  return Number((await tile.locator(".tile-value").textContent())?.replaceAll(/\D/g, ""));
}

async function showAs(page: Page, role: "Machinist" | "Supervisor" | "Auditor") {
  await page.getByRole("radio", { name: role }).check();
}

/** How many rows the list behind a number has; then back to Home. */
async function rowsBehind(page: Page, press: Locator): Promise<number> {
  await press.click();
  await expect(page.getByRole("heading", { level: 1, name: "Runs" })).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const grid = page.getByRole("grid");
  const empty = page.getByText(/No runs match|No runs yet/);
  await expect(grid.or(empty).first()).toBeVisible();
  const rows = (await grid.count()) === 0 ? 0 : Number(await grid.getAttribute("aria-rowcount")) - 1;
  await page.keyboard.press("Control+1");
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  return rows;
}

/** Changes one record behind the app's back, and lets a check find it. */
async function changeOne({ page, runsDir }: LaunchedApp, path: string) {
  writeFileSync(join(runsDir, path), "{}");
  await callMain(page, "check.store", { what: "runs" });
}

/** Records one sample request. */
function recordSample(page: Page, name: string): Promise<CreatedRun> {
  const bytes = [...readFileSync(join(SAMPLE_DIR, name))];
  return callMain(page, "run.create", { source: { bytes, name } });
}

/** Shows every chart as its table. A button that was pressed offers the chart again. */
async function openTables(page: Page) {
  const buttons = page.getByRole("button", { name: /^Show as table/ });
  while ((await buttons.count()) > 0) await buttons.first().click();
}

async function expectNoFindings(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map((node) => node.target).join(" | ")}`);
  expect(found).toEqual([]);
}

test("Home is where the window begins, and what it says first is how runs get here", async ({ launch }) => {
  const { page } = await launch({ start: "home" });
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await showAs(page, "Machinist");
  await expect(page.getByText("No runs yet.")).toBeVisible();
  await expect(page.getByText("Nothing is waiting for you.")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Record a run" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Record a run" })).toBeVisible();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
});

test("whether the last run may be cut is seen without a tap", async ({ launch }) => {
  const { page } = await launch({ start: "home" });
  await showAs(page, "Machinist");
  const passed = await recordSample(page, PASSED);
  await expect(lastRun(page)).toContainText(passed.run_number);
  await expect(lastRun(page).getByRole("heading")).toHaveText("Checks passed");
  await expect(lastRun(page)).toContainText("Record intact");
  const blocked = await recordSample(page, BLOCKED);
  await expect(lastRun(page)).toContainText(blocked.run_number);
  await expect(lastRun(page).getByRole("heading")).toHaveText("Blocked – do not run");
  await expect(page.getByRole("region", { name: "Needs you" })).toContainText(blocked.run_number);
  await lastRun(page).getByRole("button", { name: "Open this run" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(blocked.run_number);
});

test("a last run whose record changed is never shown as one that may be cut", async ({ launch }) => {
  const app = await launch({ start: "home" });
  const { page } = app;
  const passed = await recordSample(page, PASSED);
  await changeOne(app, passed.path);
  await page.reload();
  await showAs(page, "Machinist");
  await expect(lastRun(page).getByRole("heading")).toHaveText("Do not use – record changed");
  await expect(page.getByRole("region", { name: "Needs you" })).toContainText("Record CHANGED");
  await showAs(page, "Supervisor");
  await expect(page.getByRole("region", { name: "Record changed or cannot be checked" })).toContainText(
    passed.run_number,
  );
});

test("each count opens the list of just as many runs", async ({ launch }) => {
  test.setTimeout(120_000);
  const app = await launch({ start: "home" });
  const { page } = app;
  const created = await recordSamples(page);
  await changeOne(app, created.get(PASSED)?.path ?? "");
  await page.reload();
  await showAs(page, "Supervisor");
  const tiles = page.locator(".tile");
  await expect(tiles).toHaveCount(5);
  for (const index of [0, 2, 3, 4]) {
    const counted = await numberOn(tiles.nth(index));
    expect(await rowsBehind(page, tiles.nth(index))).toBe(counted);
  }
  const blocked = tiles.filter({ hasText: "Blocked this shift" });
  const note = (await blocked.locator(".tile-note").textContent()) ?? "";
  expect(note).toMatch(/^\d+ of 12 runs$/);
  expect(await rowsBehind(page, blocked)).toBe(Number.parseInt(note, 10));
  const ranks = page.locator(".rank");
  expect(await ranks.count()).toBeGreaterThan(1);
  for (const rank of await ranks.all()) {
    const counted = Number(await rank.locator(".rank-count").textContent());
    expect(await rowsBehind(page, rank)).toBe(counted);
  }
  await page.getByRole("button", { name: /^Show as table: Runs in each shift/ }).click();
  const shift = page.getByRole("table", { name: "Runs in each shift" }).getByRole("row").nth(1);
  const counted = Number(await shift.getByRole("cell").first().textContent());
  expect(counted).toBeGreaterThan(0);
  expect(await rowsBehind(page, shift.getByRole("button"))).toBe(counted);
});

test("each count of an auditor's period opens just as many runs, and their records are one step from a check", async ({
  launch,
}) => {
  test.setTimeout(120_000);
  const app = await launch({ start: "home" });
  const { page } = app;
  const created = await recordSamples(page);
  await changeOne(app, created.get(PASSED)?.path ?? "");
  await page.reload();
  await showAs(page, "Auditor");
  await expect(page.getByText("12 runs in this period")).toBeVisible();
  const counts = page.locator("button.fact-count");
  const many = await counts.count();
  expect(many).toBeGreaterThan(6);
  for (let index = 0; index < many; index += 1) {
    const count = counts.nth(index);
    const counted = Number(await count.locator(".fact-count-number").textContent());
    expect(await rowsBehind(page, count), await count.textContent().then(String)).toBe(counted);
  }
  await page.getByRole("radio", { name: "Yesterday" }).check();
  await expect(page.getByText("0 runs in this period")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Record check" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "Yesterday" })).toBeChecked();
});

test("the table beside each chart has the numbers that are drawn", async ({ launch }) => {
  const { page } = await launch({ start: "home" });
  await recordSamples(page);
  await expect(page.locator(".bars-plot")).toBeVisible();
  const drawn = await page.locator(".bars-plot title").allTextContents();
  expect(drawn.at(-1)).toMatch(/: 12 runs, \d+ blocked$/);
  const ranked = await page
    .locator(".rank")
    .evaluateAll((ranks) =>
      ranks.map((rank) => [
        rank.querySelector(".rank-name")?.textContent,
        rank.querySelector(".rank-count")?.textContent,
      ]),
    );
  const points = await page.locator(".trend").first().locator(".spark-point").count();
  await expect(page.locator(".trend").first()).toBeVisible();
  await openTables(page);
  const rowsOf = (name: string) => page.getByRole("table", { name }).locator("tbody tr");
  const shifts = await rowsOf("Runs in each shift").evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll("th, td")].slice(0, 3).map((cell) => cell.textContent)),
  );
  expect(
    shifts
      .reverse()
      .map(([name, total, blocked]) => `${name}: ${total} ${total === "1" ? "run" : "runs"}, ${blocked} blocked`),
  ).toEqual(drawn);
  const reasons = await rowsOf("Why runs were blocked").evaluateAll((rows) =>
    rows.map((row) => [row.querySelector("th")?.textContent, row.querySelectorAll("td")[1]?.textContent]),
  );
  expect(reasons).toEqual(ranked);
  const shares = await rowsOf("Tools near a limit").first().locator("td").nth(1).textContent();
  expect(shares?.split(",").filter((share) => share.includes("%"))).toHaveLength(points);
});

test("whose Home one looks at is kept, and each has its own work", async ({ launch }) => {
  const { page } = await launch({ start: "home" });
  await recordSample(page, NEAR_LIMIT);
  await showAs(page, "Auditor");
  await expect(page.getByRole("group", { name: "Period" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("radio", { name: "Auditor" })).toBeChecked();
  await showAs(page, "Supervisor");
  await expect(page.getByRole("region", { name: "Needs review" })).toContainText("Nothing is waiting for you.");
  await expect(page.getByRole("region", { name: "App and folder" })).toContainText("Open for reading and recording");
  await expect(lastRun(page)).toHaveCount(0);
  await showAs(page, "Machinist");
  await expect(lastRun(page)).toBeVisible();
});

test("a workstation gets its machine and shifts, and Home is about them", async ({ launch }) => {
  const { page } = await launch({ start: "home" });
  await recordSample(page, PASSED);
  await showAs(page, "Machinist");
  await page.getByRole("button", { name: "Set machine and shifts" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Machine").fill("M9");
  await dialog.getByLabel("Shifts begin at").fill("late");
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("Write times such as 06:00");
  await dialog.getByLabel("Shifts begin at").fill("");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("No run on M9 yet.")).toBeVisible();
  await page.getByRole("button", { name: "Set machine and shifts" }).click();
  await dialog.getByLabel("Machine").fill("M3");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("region", { name: "Last run on M3" })).toBeVisible();
  await expect(page.locator(".tile").first()).toContainText("Runs today");
});

test("with the keyboard alone: to a number, to its list, and back", async ({ launch }) => {
  const { page } = await launch({ start: "home" });
  await recordSample(page, BLOCKED);
  await showAs(page, "Supervisor");
  await expect(page.locator(".tile").first()).toBeVisible();
  await page.keyboard.press("Control+2");
  await page.keyboard.press("Control+1");
  await expect(page.getByRole("main")).toBeFocused();
  for (let press = 0; press < 20; press += 1) {
    if (
      await page
        .locator(".tile")
        .first()
        .evaluate((tile) => tile === document.activeElement)
    )
      break;
    await page.keyboard.press("Tab");
  }
  await expect(page.locator(".tile").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Runs" })).toBeVisible();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
});

test("Home can be where the window begins, or not", async ({ launch }) => {
  const { page } = await launch({ start: "home" });
  await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
  await page.keyboard.press("Control+6");
  await page.getByRole("group", { name: "First page" }).getByRole("radio", { name: "Runs" }).check();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Runs" })).toBeVisible();
});

for (const theme of ["light", "dark", "contrast"] as const) {
  test(`nothing is found on any Home in ${theme}`, async ({ launch }) => {
    test.setTimeout(120_000);
    const app = await launch({ start: "home", size: { width: 1024, height: 768 } });
    const { page } = app;
    await page.evaluate((chosen) => localStorage.setItem("rmos-runs.theme", chosen), theme);
    await page.reload();
    for (const role of ["Machinist", "Supervisor", "Auditor"] as const) {
      await showAs(page, role);
      await expectNoFindings(page, `${role} without runs`);
    }
    const created = await recordSamples(page);
    await changeOne(app, created.get(PASSED)?.path ?? "");
    await page.reload();
    for (const role of ["Machinist", "Supervisor", "Auditor"] as const) {
      await showAs(page, role);
      await expect(page.locator(".tile, .fact-count").first()).toBeVisible();
      await expectNoFindings(page, role);
      await openTables(page);
      await expectNoFindings(page, `${role} with tables`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
    }
  });
}
