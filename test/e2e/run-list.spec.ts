import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { callMain, newestRows, recordRequest, recordSamples } from "./support/seed-runs.ts";

const rowsOf = (page: Page) => page.locator("tr.run-row[data-index]:not(.run-group)");
const groupsOf = (page: Page) => page.locator("tr.run-group");
const activeRow = (page: Page) => page.locator('tr.run-row[data-active="true"]');
const filters = (page: Page) => page.getByRole("region", { name: "Filters" });
const button = (page: Page, name: string | RegExp) => page.getByRole("main").getByRole("button", { name, exact: true });

/** Opens the app at the Runs place with every sample recorded. */
async function showSamples(page: Page) {
  await recordSamples(page);
  await page.keyboard.press("Control+2");
  await expect(rowsOf(page)).toHaveCount(12);
}

async function typeQuery(page: Page, text: string) {
  const field = page.getByRole("combobox", { name: "Query" });
  if (!(await field.isVisible())) await button(page, "Query").click();
  await field.fill(text);
  return field;
}

test("a typed query and the chips say the same, both ways", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  await typeQuery(page, "decision:RED");
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(filters(page).getByRole("button", { name: "Decision: Checks failed" })).toBeVisible();
  const field = await typeQuery(page, "-decision:RED");
  await expect(rowsOf(page)).toHaveCount(10);
  await page.keyboard.press("Escape");
  await expect(filters(page).getByRole("button", { name: /^Decision/ })).toHaveText("Decision: not Checks failed");
  await filters(page).getByRole("button", { name: "Decision: not Checks failed" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Only Checks passed" }).click();
  await expect(field).toHaveValue("decision:GREEN");
});

test("a broken query marks the word, says what is allowed, and leaves the list as it was", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  await typeQuery(page, "decision:RED");
  await expect(rowsOf(page)).toHaveCount(2);
  const field = await typeQuery(page, "decision:RED tol:T102");
  const said = filters(page).getByRole("status");
  await expect(said).toContainText("“tol” is no word to ask by.");
  await expect(said).toContainText("Allowed: decision, status");
  await expect(page.locator(".query-mirror mark")).toHaveText("tol");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(rowsOf(page)).toHaveCount(2);
  await said.getByRole("button", { name: "Write “tool”" }).click();
  await expect(field).toHaveValue("decision:RED tool:T102");
  await expect(page.getByText("No runs match.")).toBeVisible();
});

test("keys and values are offered while a query is typed", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  const field = await typeQuery(page, "");
  await field.pressSequentially("dec");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("decision:");
  await expect(page.getByRole("option", { name: "RED" })).toBeVisible();
  await page.getByRole("option", { name: "RED" }).click();
  await expect(field).toHaveValue("decision:RED ");
  await expect(rowsOf(page)).toHaveCount(2);
});

test("the head of a column sorts, and says which way", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  const head = page.getByRole("columnheader", { name: "Decision" });
  await expect(head).toHaveAttribute("aria-sort", "none");
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await expect(rowsOf(page).first()).toContainText(/Checks failed|Check did not finish/);
  await head.getByRole("button").press("Enter");
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await expect(rowsOf(page).first()).not.toContainText(/Checks failed|Check did not finish/);
});

test("runs are grouped with a count for each decision, and groups fold by key and by tap", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  await button(page, "Group").click();
  await page.getByRole("dialog").getByRole("button", { name: "By mode" }).click();
  const grid = page.getByRole("treegrid");
  await expect(grid).toBeVisible();
  const first = groupsOf(page).first();
  await expect(first).toContainText(/\d+ runs?/);
  const total = Number(await grid.getAttribute("aria-rowcount"));
  await first.click();
  await expect(first).toHaveAttribute("aria-expanded", "false");
  expect(Number(await grid.getAttribute("aria-rowcount"))).toBeLessThan(total);
  await grid.focus();
  await page.keyboard.press("ArrowRight");
  await expect(first).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(page.getByText("1 selected")).toBeVisible();
});

test("columns are chosen and moved by buttons, and only those that differ can be left", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  await button(page, "Columns").click();
  const panel = page.getByRole("dialog");
  await panel.getByRole("checkbox", { name: "Files" }).check();
  await panel.getByRole("button", { name: "Files further to the front" }).click();
  await panel.getByRole("checkbox", { name: "Machine" }).uncheck();
  await page.keyboard.press("Escape");
  const heads = page.locator("thead th");
  await expect(heads).toContainText(["Run", "Time", "Decision", "Status", "Tool", "Record check", "Files", "Note"]);
  await typeQuery(page, "decision:RED");
  await expect(rowsOf(page)).toHaveCount(2);
  await page.keyboard.press("F4");
  await expect(heads.filter({ hasText: "Decision" })).toHaveCount(0);
  await expect(heads.filter({ hasText: "Run" })).toHaveCount(1);
  await page.keyboard.press("F4");
  await expect(heads.filter({ hasText: "Decision" })).toHaveCount(1);
});

test("a view is saved, is there again after a restart, goes out as a file, and is removed", async ({ launch }) => {
  const dataDir = mkdtempSync(join(tmpdir(), "rmos-views-"));
  const outside = mkdtempSync(join(tmpdir(), "rmos-outside-"));
  try {
    const app = await launch({ dataDir });
    await showSamples(app.page);
    await typeQuery(app.page, "decision:RED");
    await expect(rowsOf(app.page)).toHaveCount(2);
    await button(app.page, "View").click();
    await app.page.getByRole("dialog").getByRole("button", { name: "Save as a view…" }).click();
    await app.page.getByLabel("Name").fill("Failed ones");
    await app.page.keyboard.press("Enter");
    await expect(app.page.getByText("View “Failed ones” saved.")).toBeVisible();
    await app.close();

    const { page, main } = await launch({ dataDir });
    await page.keyboard.press("Control+2");
    await button(page, /^Failed ones/).click();
    await expect(rowsOf(page)).toHaveCount(2);
    await page.reload();
    await page.keyboard.press("Control+2");
    await expect(button(page, /^Failed ones/)).toHaveAttribute("aria-pressed", "true");
    await expect(rowsOf(page)).toHaveCount(2);
    await main.pickAnswer(outside);
    await button(page, "View").click();
    await page.getByRole("dialog").getByRole("button", { name: "Save as a file…" }).click();
    await expect(page.getByText(/^View saved as/)).toBeVisible();
    expect(readdirSync(outside)).toHaveLength(1);
    await button(page, "View").click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove the view…" }).click();
    await page.getByRole("button", { name: "Remove view" }).click();
    await expect(button(page, /^Failed ones/)).toHaveCount(0);
    await expect(rowsOf(page)).toHaveCount(12);
  } finally {
    if (existsSync(dataDir)) rmSync(dataDir, { recursive: true, force: true });
    rmSync(outside, { recursive: true, force: true });
  }
});

test("a tag for many runs shows them first, can be taken back, then goes through them", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  await page.locator(".run-table").focus();
  for (const key of ["Space", "ArrowDown", "Space", "ArrowDown", "Space"]) await page.keyboard.press(key);
  const numbers = (await newestRows(page)).slice(0, 3).map((row) => row.run_number ?? "");
  const propose = async () => {
    await button(page, "Do with all").click();
    await page.getByRole("dialog").getByRole("button", { name: "Add a tag" }).click();
    const dialog = page.getByRole("dialog", { name: "This affects 3 runs" });
    for (const number of numbers) await expect(dialog.getByText(number, { exact: true })).toBeVisible();
    await dialog.getByLabel("Tag").fill("rework");
    await dialog.getByRole("button", { name: "Add tag to 3 runs" }).click();
  };
  await propose();
  const tray = page.getByRole("region", { name: "Work" });
  await expect(tray).toContainText("Tag “rework”: 3 runs.");
  await tray.getByRole("button", { name: "Undo" }).click();
  await expect(tray).toHaveCount(0);
  expect((await newestRows(page)).filter((row) => row.tags.includes("rework"))).toHaveLength(0);
  await propose();
  await tray.getByRole("button", { name: "Save now" }).click();
  await expect(tray).toContainText("Tag “rework”: 3 runs are done.");
  await expect(rowsOf(page).filter({ hasText: "rework" })).toHaveCount(3);
  expect((await newestRows(page)).filter((row) => row.tags.includes("rework"))).toHaveLength(3);
});

test("up to four runs are gathered while browsing and shown side by side", async ({ launch }) => {
  const { page } = await launch();
  await showSamples(page);
  await page.locator(".run-table").focus();
  for (const key of ["Control+d", "ArrowDown", "Control+d"]) await page.keyboard.press(key);
  const bar = page.getByRole("region", { name: "Runs side by side" });
  await expect(bar).toContainText("2 of 4 side by side");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add to compare" }).click();
  await page.keyboard.press("Escape");
  await expect(bar).toContainText("3 of 4 side by side");
  await bar.getByRole("button", { name: "Compare (3)" }).click();
  await expect(page.getByText("3 runs side by side", { exact: true })).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "Record check" })).toBeVisible();
  await page.getByRole("button", { name: "Back to the list" }).click();
  await expect(rowsOf(page)).toHaveCount(12);
});

test("coming back from a run keeps place, filter, selection and row in a long list", async ({ launch }) => {
  const { page } = await launch();
  const request = { mode: "saw", tool_id: "T1", status: "OK" };
  for (let turn = 0; turn < 5; turn += 1) {
    await Promise.all(Array.from({ length: 30 }, () => recordRequest(page, request)));
  }
  await recordRequest(page, { ...request, tool_id: "T2" });
  await page.reload();
  await page.keyboard.press("Control+2");
  await typeQuery(page, "tool:T1");
  await expect(page.getByText("150 runs · 150 blocked")).toBeVisible();
  await page.locator(".run-table").focus();
  for (const key of ["End", "PageUp", "Space", "ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
  await expect(activeRow(page)).toHaveClass(/run-row(?!-empty)/);
  const before = await activeRow(page).boundingBox();
  const id = await activeRow(page).getAttribute("id");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Can I run this?" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(activeRow(page)).toHaveAttribute("id", id ?? "");
  await expect(page.getByText("1 selected")).toBeVisible();
  await expect(page.getByText("150 runs · 150 blocked")).toBeVisible();
  await expect
    .poll(async () => Math.abs(((await activeRow(page).boundingBox())?.y ?? 0) - (before?.y ?? 0)))
    .toBeLessThan(2);
});

test("a run that was hidden elsewhere stays where it is until the reader asks for the list as it is now", async ({
  launch,
}) => {
  const { page } = await launch();
  await showSamples(page);
  const [first] = await newestRows(page);
  await callMain(page, "run.annotate", { run_id: first?.run_id, hide: true });
  await expect(button(page, "The list has changed. Show it")).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(12);
  await button(page, "The list has changed. Show it").click();
  await expect(rowsOf(page)).toHaveCount(11);
});
