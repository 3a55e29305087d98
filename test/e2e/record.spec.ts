import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { newestRows, SAMPLE_DIR } from "./support/seed-runs.ts";

const band = (page: Page) => page.getByRole("region", { name: "Can I run this?" });

async function openForm(page: Page) {
  await page.getByRole("main").getByRole("button", { name: "Record a run" }).first().click();
  await expect(page.getByRole("heading", { name: "Record a run" })).toBeVisible();
}

test("a run recorded by hand with its decision is complete and opens with its number", async ({ launch }) => {
  const { page } = await launch();
  await openForm(page);
  await page
    .getByRole("textbox", { name: /^Mode/ })
    .or(page.getByRole("combobox", { name: /^Mode/ }))
    .fill("saw");
  await page.getByLabel(/^Tool/).fill("saw:veneer_160");
  await page.getByLabel("Machine").fill("M3");
  await page.getByLabel("Material").fill("ebony");
  await page.getByRole("radio", { name: "Checks passed" }).check();
  await page.getByLabel(/^Distance to limit/).fill("87,5");
  await page.getByLabel("G-code text").fill("G90\nG21\nM30\n");
  await expect(page.getByText("The record will be complete.")).toBeVisible();
  await page.getByRole("button", { name: "Record run" }).click();
  await expect(band(page).getByRole("heading", { name: "Checks passed" })).toBeVisible();
  const [row] = await newestRows(page);
  await expect(page.getByText(`Recorded as run ${row?.run_number}.`)).toBeVisible();
  expect(row).toMatchObject({ status: "OK", risk_level: "GREEN", machine_id: "M3", material_id: "ebony" });
  await expect(page.getByText("87.5 of 100")).toBeVisible();
});

test("without a decision the form says beforehand that the run will be blocked, and the page says why", async ({
  launch,
}) => {
  const { page } = await launch();
  await openForm(page);
  await page.getByLabel(/^Mode/).fill("cam");
  await page.getByLabel(/^Tool/).fill("T102");
  await expect(page.getByText("Without a decision the run is recorded as Blocked.")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("It was blocked because the record is not complete:")).toBeVisible();
  await expect(band(page).getByRole("heading", { name: "Blocked – do not run" })).toBeVisible();
});

test("what is missing in the form is named at its field, and nothing typed is lost", async ({ launch }) => {
  const { page } = await launch();
  await openForm(page);
  await page.getByLabel("Notes").fill("Fence at 6.4 mm");
  await page.getByLabel(/^Distance to limit/).fill("much");
  await page.getByRole("button", { name: "Record run" }).click();
  await expect(page.getByRole("alert")).toContainText("Enter the mode.");
  await expect(page.getByLabel(/^Tool/)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel(/^Distance to limit/)).toHaveValue("much");
  await page.keyboard.press("Control+2");
  await openForm(page);
  await expect(page.getByLabel("Notes")).toHaveValue("Fence at 6.4 mm");
  expect(await newestRows(page)).toEqual([]);
});

test("a request file dropped anywhere is recorded after one question", async ({ launch }) => {
  const { page, main } = await launch();
  await main.drop([join(SAMPLE_DIR, "06-saw-overspeed-blocked.json")]);
  const dialog = page.getByRole("dialog", { name: "Record this file as a run?" });
  await expect(dialog).toContainText("06-saw-overspeed-blocked.json");
  expect(await newestRows(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Record run" }).click();
  await expect(band(page).getByRole("heading", { name: "Blocked – do not run" })).toBeVisible();
});

test("a dropped file that is refused leaves no run", async ({ launch }) => {
  const { page, main } = await launch();
  await main.drop([join(SAMPLE_DIR, "01-saw-rosewood-binding.json")]);
  await page.getByRole("dialog").getByRole("button", { name: "Go back" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await newestRows(page)).toEqual([]);
});

test("a dropped file that is no request is not taken, and says so until it is read", async ({ launch }) => {
  const { page, main } = await launch();
  await main.drop([join(SAMPLE_DIR, "../format/format.md")]);
  await expect(page.getByText("format.md is not a run request. Its name does not end with .json.")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("Not taken")).toHaveCount(0);
});

test("a request file can be chosen; it may be broken and still leaves a run", async ({ launch }) => {
  const { page, main } = await launch();
  await openForm(page);
  await main.pickAnswer(join(SAMPLE_DIR, "12-torn-transfer.json"));
  await page.getByRole("button", { name: "Choose a request file" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(band(page).getByRole("heading", { name: "Check did not finish – do not run" })).toBeVisible();
});
