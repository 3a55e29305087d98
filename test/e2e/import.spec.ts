import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./support/app-test.ts";
import { newestRows, OLDER_STORE } from "./support/seed-runs.ts";

test("an older store is looked through first, then imported, then reported; doing it again changes nothing", async ({
  launch,
}) => {
  const { page, main } = await launch();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+i");
  await main.pickAnswer(OLDER_STORE);
  await page.getByRole("button", { name: "Choose folder" }).click();
  const importButton = page.getByRole("button", { name: "Import 28 runs" });
  await expect(importButton).toBeVisible();
  await expect(page.getByText("Nothing is written yet.")).toBeVisible();
  expect(await newestRows(page)).toEqual([]);
  await expect(page.getByRole("button", { name: /6\s*Not complete/ })).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("table", { name: "Runs in group Not complete" })).toContainText("No fingerprint kept");
  await importButton.click();
  await expect(page.getByText("28 runs imported.")).toBeVisible();
  await page.getByRole("button", { name: "Show the runs" }).click();
  await expect(page.getByText("27 runs")).toBeVisible();
  await expect(page.getByText("1 run is hidden.")).toBeVisible();

  await page.keyboard.press("Control+i");
  await page.getByRole("button", { name: "Import another folder" }).click();
  await main.pickAnswer(OLDER_STORE);
  await page.getByRole("button", { name: "Choose folder" }).click();
  await expect(page.getByRole("button", { name: /28\s*Already here/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Nothing new in this folder/ })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
});

test("a folder dropped anywhere opens the import with its list", async ({ launch }) => {
  const { page, main } = await launch();
  await main.drop([OLDER_STORE]);
  await expect(page.getByRole("heading", { name: "Import runs" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Import 28 runs" })).toBeVisible();
});

test("a folder that holds no store is told in words, and another can be chosen", async ({ launch }) => {
  const { page, main } = await launch();
  const folder = mkdtempSync(join(tmpdir(), "rmos-no-store-"));
  try {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Control+4");
    await main.pickAnswer(folder);
    await page.getByRole("button", { name: "Choose folder" }).click();
    await expect(
      page
        .getByRole("alert")
        .or(page.getByRole("button", { name: /^Nothing new/ }))
        .first(),
    ).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
