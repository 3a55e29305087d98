import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { makeStoreOf, writeMadeUpCatalog } from "../support/many-runs.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { expect, test } from "./support/app-test.ts";

/** At glove size and 150 % zoom these are higher than any element Chromium draws. */
const RUNS = 240_000;

// Both tests look at the same runs, which take a while to make up.
test.describe.configure({ mode: "default" });

let folders: TestFolders;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folders = makeTestFolders();
  const catalog = join(folders.root, "catalog.db");
  writeMadeUpCatalog(catalog, RUNS, 7);
  await makeStoreOf(folders, catalog);
  rmSync(catalog);
});

test.afterAll(() => folders.remove());

const grid = (page: Page) => page.getByRole("grid", { name: /^Runs/ });
const rowAt = (page: Page, place: number) => page.locator(`tr.run-row[data-index="${place}"]`);

/** The places of the rows that are drawn, and whether they fill what is in sight. */
function drawn(page: Page) {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>("tr.run-row[data-index]")];
    const places = rows.map((row) => Number(row.dataset.index)).sort((one, other) => one - other);
    return { first: places[0] ?? -1, last: places.at(-1) ?? -1, count: places.length };
  });
}

test("every row of a list higher than any element is reached, at glove size and 150 % zoom", async ({ launch }) => {
  test.setTimeout(180_000);
  const { page } = await launch({ ...folders, density: "glove" });
  await page.evaluate(() => {
    document.documentElement.style.zoom = "1.5";
  });
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(RUNS + 1), { timeout: 60_000 });
  await grid(page).focus();
  await page.keyboard.press("End");
  await expect(rowAt(page, RUNS - 1)).toBeInViewport();
  await expect(rowAt(page, RUNS - 1)).toHaveAttribute("data-active", "true");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowUp");
  await expect(rowAt(page, RUNS - 4)).toHaveAttribute("data-active", "true");
  await expect(rowAt(page, RUNS - 4)).toBeInViewport();
  await page.keyboard.press("PageUp");
  const { first, last } = await drawn(page);
  expect(last).toBeLessThan(RUNS);
  expect(first).toBeGreaterThan(RUNS - 60);
  await page.keyboard.press("Home");
  await expect(rowAt(page, 0)).toBeInViewport();
  await page.mouse.move(500, 500);
  await page.mouse.wheel(0, 400);
  await expect.poll(async () => (await drawn(page)).first).toBeLessThan(12);
  expect((await drawn(page)).count).toBeLessThanOrEqual(60);
});

test("a query over many runs and the way back keep scroll, filter and selection", async ({ launch }) => {
  test.setTimeout(120_000);
  const { page } = await launch({ ...folders });
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(RUNS + 1), { timeout: 60_000 });
  await page.keyboard.press("Control+f");
  await page.keyboard.type("chatter");
  await expect(grid(page)).not.toHaveAttribute("aria-rowcount", String(RUNS + 1));
  const count = await grid(page).getAttribute("aria-rowcount");
  await page.keyboard.press("Enter");
  for (let step = 0; step < 40; step++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press(" ");
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.keyboard.press("Control+6");
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(grid(page)).toHaveAttribute("aria-rowcount", count ?? "");
  await expect(rowAt(page, 40)).toBeInViewport();
  await expect(rowAt(page, 40)).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("searchbox", { name: "Find runs" })).toHaveValue("chatter");
});
