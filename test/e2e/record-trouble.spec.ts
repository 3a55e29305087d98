import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { makeTestFolders, openTestStore, recordChange } from "../support/open-test-store.ts";
import { expect, test } from "./support/app-test.ts";
import type { LaunchedApp } from "./support/launched-app.ts";
import { OLDER_STORE, recordSamples } from "./support/seed-runs.ts";
import { spoilStore } from "./support/spoil-store.ts";

/** A record of the older store that is cut off before it is imported: its bytes are kept, and cannot be read. */
const TORN = "runs/2025-12-17/run_7fc3c2c1eb9344af89bee45c15f85978.json";

const rowOf = (page: Page, number: string) =>
  page.locator("tr.run-row[data-index]").filter({ has: page.getByText(number, { exact: true }) });
const pageChip = (page: Page) => page.locator('button.chip[data-fact="check"]');

async function expectNoFindings(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map((node) => node.target).join(" | ")}`);
  expect(found).toEqual([]);
}

async function importTorn(app: LaunchedApp) {
  const folder = mkdtempSync(join(tmpdir(), "rmos-chip-"));
  try {
    cpSync(OLDER_STORE, folder, { recursive: true });
    truncateSync(join(folder, TORN), 300);
    await app.page.getByRole("heading", { level: 1 }).waitFor();
    await app.page.keyboard.press("Control+i");
    await app.main.pickAnswer(folder);
    await app.page.getByRole("button", { name: "Choose folder" }).click();
    await app.page.getByRole("button", { name: "Import 28 runs" }).click();
    await app.page.getByText("28 runs imported.").waitFor();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await app.page.keyboard.press("Control+2");
  return app.page.locator('tr.run-row[data-problem="true"]').first();
}

test("a record that cannot be read keeps its row, with what is left of it and two ways on", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const row = await importTorn(app);
  for (const text of ["Cannot read – damaged file", "300 bytes", "17 Dec 2025", "2025-12-17/run_7fc3"]) {
    await expect(row).toContainText(text);
  }
  const folder = mkdtempSync(join(tmpdir(), "rmos-copy-"));
  await app.main.pickAnswer(folder);
  await row.getByRole("button", { name: "Save copy for support" }).click();
  await expect(row).toContainText(/Saved as run_7fc3.*\.json\./);
  expect(readdirSync(folder)).toHaveLength(1);
  rmSync(folder, { recursive: true, force: true });
  await expectNoFindings(page, "an unreadable row");
  await row.getByRole("button", { name: "Details" }).click();
  await expect(page.getByRole("heading", { name: "Cannot read – damaged file" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Save copy for support" })).toBeVisible();
});

test("changed records are told on every page, and one tap lists them", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const runs = await spoilStore(app);
  await expect(page.getByText("records CHANGED")).toHaveCount(0);
  for (const name of ["changed", "fileChanged"] as const) {
    await rowOf(page, runs[name].run_number).click();
    await expect(pageChip(page)).toContainText("Record CHANGED");
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("Control+4");
  await expect(page.getByText("2 records CHANGED")).toBeVisible();
  await page.getByRole("button", { name: "Show them" }).click();
  await expect(page.locator("tr.run-row[data-index]")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Record check: Record CHANGED" })).toBeVisible();
});

test("a clock that was set back is told once, and stays put away", async ({ launch }) => {
  const folders = makeTestFolders();
  try {
    const ahead = { nowMs: () => Date.now() + 3 * 3_600_000, monotonicMs: () => performance.now() };
    const store = await openTestStore(folders, { clock: ahead });
    await store.commit(recordChange(1));
    await store.close();
    const { page } = await launch(folders);
    await expect(page.getByText("PC clock moved back 3 h. Records keep their order number.")).toBeVisible();
    await expectNoFindings(page, "a clock set back");
    await page.keyboard.press("Control+5");
    await expect(page.getByText(/It moved back 3 h, found today/)).toBeVisible();
    await page.getByRole("button", { name: "Put away" }).click();
    await expect(page.getByText("PC clock moved back")).toHaveCount(0);
    await page.reload();
    await expect(page.getByText(/It moved back 3 h, found today/)).toHaveCount(0);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expect(page.getByText("PC clock moved back")).toHaveCount(0);
  } finally {
    folders.remove();
  }
});

test("a folder one may not write in says so", async ({ launch }) => {
  test.skip(process.getuid?.() === 0, "the superuser may write anywhere");
  const first = await launch();
  await recordSamples(first.page);
  await first.close();
  chmodSync(first.runsDir, 0o555);
  try {
    const { page } = await launch({ runsDir: first.runsDir });
    await expect(page.getByText("You have no permission to write in this folder.")).toBeVisible();
  } finally {
    chmodSync(first.runsDir, 0o755);
  }
});
