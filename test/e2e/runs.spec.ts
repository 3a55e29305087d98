import { truncateSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { callMain, newestRows, recordRequest, recordSamples } from "./support/seed-runs.ts";

const rowsOf = (page: Page) => page.locator("tr.run-row[data-index]");
const activeRow = (page: Page) => page.locator('tr.run-row[data-active="true"]');

async function openFilter(page: Page, name: RegExp) {
  await page.getByRole("region", { name: "Filters" }).getByRole("button", { name }).click();
  return page.getByRole("dialog");
}

/** Records the samples and shows them. */
async function showSamples(page: Page) {
  const created = await recordSamples(page);
  await expect(rowsOf(page)).toHaveCount(12);
  return created;
}

test("an empty folder says how runs get here and offers the ways", async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByText("No runs yet.")).toBeVisible();
  await expect(page.getByText("Runs appear here when they are recorded or imported.")).toBeVisible();
  for (const name of ["Import", "Record a run", "Try with sample runs"]) {
    await expect(page.getByRole("main").getByRole("button", { name })).toBeVisible();
  }
});

test("the list counts its runs and filters by what the records hold, with a count beside each value", async ({
  launch,
}) => {
  const { page } = await launch();
  await showSamples(page);
  await expect(page.getByText("12 runs · 5 blocked")).toBeVisible();
  const panel = await openFilter(page, /^Decision/);
  await expect(panel.getByText("Checks failed")).toBeVisible();
  await panel.getByRole("button", { name: "Only Checks failed" }).click();
  await expect(page.getByText("2 runs · 2 blocked")).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(2);
  await panel.getByRole("button", { name: "All" }).click();
  await expect(page.getByText("12 runs · 5 blocked")).toBeVisible();
  await panel.getByRole("checkbox", { name: /Checks failed/ }).check();
  await panel.getByRole("checkbox", { name: /Passed with warnings/ }).check();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Decision: 2" })).toBeFocused();
  await expect(rowsOf(page)).toHaveCount(4);
});

test("Ctrl+F finds words in notes, and a search without a result offers the way back", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  await page.keyboard.press("Control+f");
  await expect(page.getByRole("searchbox", { name: "Find runs" })).toBeFocused();
  await page.keyboard.type("calipers");
  await expect(rowsOf(page)).toHaveCount(1);
  await page.keyboard.type(" nothing-of-this");
  await expect(page.getByText("No runs match.")).toBeVisible();
  await expect(page.getByText("12 runs are hidden by 1 filter.")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Clear filters" }).last().click();
  await expect(rowsOf(page)).toHaveCount(12);
});

test("the keyboard moves, selects and opens, and coming back keeps the row", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  const grid = page.getByRole("grid", { name: "Runs, newest first" });
  await expect(grid).toHaveAttribute("aria-rowcount", "13");
  await grid.focus();
  for (const key of ["End", "ArrowUp", "Home", "PageDown", "ArrowUp"]) await page.keyboard.press(key);
  const id = await activeRow(page).getAttribute("id");
  await expect(grid).toHaveAttribute("aria-activedescendant", id ?? "");
  await page.keyboard.press("Space");
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Can I run this?" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(grid).toBeFocused();
  await expect(activeRow(page)).toHaveAttribute("id", id ?? "");
  await expect(page.getByText("1 selected")).toBeVisible();
});

test("a run that arrives does not move what one reads; it is shown when asked for", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  const first = await rowsOf(page).first().textContent();
  await recordRequest(page, { mode: "saw", tool_id: "late-tool", status: "OK" });
  const show = page.getByRole("button", { name: "Show 1 new run" });
  await expect(show).toBeVisible();
  expect(await rowsOf(page).first().textContent()).toBe(first);
  await show.click();
  await expect(rowsOf(page).first()).toContainText("late-tool");
});

test("a damaged record keeps its row and says why", async ({ launch }) => {
  const { page, runsDir } = await launch();
  const created = await showSamples(page);
  const torn = created.get("04-saw-ebony-near-limit.json");
  truncateSync(join(runsDir, torn?.path ?? ""), 300);
  await callMain(page, "catalog.rebuild", {});
  await page.reload();
  const row = rowsOf(page).filter({ hasText: "Cannot read – damaged file" });
  await expect(row).toContainText(torn?.run_number ?? "");
  await expect(row).toContainText(torn?.path ?? "");
  await expect(rowsOf(page)).toHaveCount(12);
});

test("hundreds of runs are read as one scrolls, and only those in sight are drawn", async ({ launch }) => {
  const { page } = await launch();
  const request = { mode: "saw", tool_id: "T1", status: "OK" };
  for (let turn = 0; turn < 10; turn += 1) {
    await Promise.all(Array.from({ length: 30 }, () => recordRequest(page, request)));
  }
  await page.reload();
  await expect(page.getByText("300 runs · 300 blocked")).toBeVisible();
  const grid = page.getByRole("grid");
  await grid.focus();
  for (let turn = 0; turn < 3; turn += 1) {
    await page.keyboard.press("End");
    await page.waitForTimeout(150);
  }
  await expect(page.locator('tr.run-row[aria-rowindex="301"]')).toBeVisible();
  expect(await rowsOf(page).count()).toBeLessThan(60);
});

test("a hidden run leaves the list, stays counted, and can be shown again", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  const [row] = await newestRows(page);
  await callMain(page, "run.annotate", { run_id: row?.run_id, hide: true });
  await page.reload();
  await expect(page.getByText("11 runs")).toBeVisible();
  await expect(page.getByText("1 run is hidden.")).toBeVisible();
  const panel = await openFilter(page, /^Hidden/);
  await panel.getByRole("button", { name: "Only hidden runs" }).click();
  await expect(rowsOf(page)).toHaveCount(1);
});
