import { mkdirSync, rmdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { makeTestFolders } from "../support/open-test-store.ts";
import { expect, test } from "./support/app-test.ts";
import { recordSamples } from "./support/seed-runs.ts";

/** What a program on another machine leaves that was killed a long time ago. */
function leaveLockOf(holder: { readonly host: string; readonly user: string }, runsDir: string): void {
  const own = join(runsDir, "_integrity");
  const card = { ...holder, pid: 4711, since: "2026-11-20T10:11:12.345000Z", app: "0.1.0", epoch: 1, boot: "1" };
  writeFileSync(join(own, "owner.json"), JSON.stringify(card));
  mkdirSync(join(own, "lock"));
  utimesSync(join(own, "lock"), new Date(0), new Date(0));
}

/** Goes to a place by its key, once the window listens. */
async function goTo(page: Page, key: string) {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press(key);
}

const frameColour = (page: Page) => page.locator(".frame").evaluate((frame) => getComputedStyle(frame).borderTopWidth);

test("sample runs open in a folder of their own, with a frame that says so and a way back", async ({ launch }) => {
  const { page } = await launch();
  expect(await frameColour(page)).toBe("0px");
  await page.getByRole("button", { name: "Try with sample runs" }).click();
  await expect(page.getByText("These are sample runs. They are not your records.")).toBeVisible();
  await expect(page.getByText("12 runs · 5 blocked")).toBeVisible();
  expect(await frameColour(page)).not.toBe("0px");
  await page.getByRole("button", { name: "Back to own runs" }).click();
  await expect(page.getByText("No runs yet.")).toBeVisible();
  expect(await frameColour(page)).toBe("0px");
});

test("a folder in use says by whom, where and since when; one can read, and try again", async ({ launch }) => {
  const holder = await launch();
  await recordSamples(holder.page);
  const { page } = await launch({ runsDir: holder.runsDir });
  await expect(page.getByText("You can read. Recording is off.")).toBeVisible();
  await expect(page.getByText(/^In use by .+ on .+, since today \d\d:\d\d\.$/)).toBeVisible();
  await expect(page.getByText("12 runs · 5 blocked")).toBeVisible();
  await page.locator("tr.run-row[data-index]").first().click();
  await expect(page.getByRole("button", { name: /^Note/ })).toHaveAttribute("aria-disabled", "true");
  await holder.close();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("You can read. Recording is off.")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Note/ })).not.toHaveAttribute("aria-disabled", "true");
});

test("a folder whose lock is removed can only be read, and is written again without a person", async ({ launch }) => {
  const { page, runsDir } = await launch();
  await recordSamples(page);
  await expect(page.getByText("12 runs · 5 blocked")).toBeVisible();
  await page.locator("tr.run-row[data-index]").first().click();
  const note = page.getByRole("button", { name: /^Note/ });
  await expect(note).not.toHaveAttribute("aria-disabled", "true");
  rmdirSync(join(runsDir, "_integrity", "lock"));
  await expect(page.getByText("This program lost its hold on the folder.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("You can read. Recording is off.")).toHaveCount(0, { timeout: 30_000 });
  // Still at the run that was open, and able to write.
  await expect(note).not.toHaveAttribute("aria-disabled", "true");
});

test("a folder that a stopped program on another machine has can be taken over, after a question", async ({
  launch,
}) => {
  const folders = makeTestFolders();
  const first = await launch(folders);
  await recordSamples(first.page);
  await first.close();
  leaveLockOf({ host: "press-2", user: "bo" }, folders.runsDir);
  const { page, close } = await launch(folders);
  await expect(page.getByText(/^In use by bo on press-2, since /)).toBeVisible();
  await expect(page.getByText("The other program seems to have stopped.")).toBeVisible();
  await page.getByRole("button", { name: "Take over" }).click();
  const dialog = page.getByRole("dialog", { name: "Take the folder over?" });
  await expect(dialog).toContainText("It was in use by bo on press-2");
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect(page.getByText("You can read. Recording is off.")).toBeVisible();
  await page.getByRole("button", { name: "Take over" }).click();
  await dialog.getByRole("button", { name: "Take over" }).click();
  await expect(page.getByText("You can read. Recording is off.")).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByText("12 runs · 5 blocked")).toBeVisible();
  await close();
  folders.remove();
});

test("every place is one key away, and Alt+Left goes back the way one came", async ({ launch }) => {
  const { page } = await launch();
  await page.getByRole("heading", { level: 1 }).waitFor();
  for (const [key, title] of [
    ["Control+1", "Home"],
    ["Control+3", "Record check"],
    ["Control+4", "Import runs"],
    ["Control+5", "Health"],
    ["Control+6", "Settings"],
    ["Control+2", "Runs"],
    ["Control+i", "Import runs"],
    ["Alt+ArrowLeft", "Runs"],
    ["Alt+ArrowLeft", "Settings"],
    ["Alt+ArrowRight", "Runs"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
  }
});

test("F6 walks through the parts of the window", async ({ launch }) => {
  const { page } = await launch();
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  const seen: (string | undefined)[] = [];
  await page.getByRole("heading", { level: 1 }).waitFor();
  for (let turn = 0; turn < 3; turn += 1) {
    await page.keyboard.press("F6");
    seen.push(await focused());
  }
  expect(seen).toEqual(["NAV", "HEADER", "MAIN"]);
  await page.keyboard.press("Shift+F6");
  expect(await focused()).toBe("HEADER");
});

test("size and colours are kept for the next start", async ({ launch }) => {
  const { page } = await launch();
  await goTo(page, "Control+6");
  await page.getByRole("radio", { name: /^Glove/ }).check();
  await page.getByRole("radio", { name: "High contrast" }).check();
  await page.reload();
  const root = page.locator("html");
  await expect(root).toHaveAttribute("data-density", "glove");
  await expect(root).toHaveAttribute("data-theme", "contrast");
});

test("sizes keep their promise in each density", async ({ launch }) => {
  const least = { desk: [36, 32], touch: [76, 48], glove: [90, 76] } as const;
  const { page } = await launch();
  await recordSamples(page);
  for (const [density, [main, other]] of Object.entries(least)) {
    await page.evaluate((chosen) => localStorage.setItem("rmos-runs.density", chosen), density);
    await page.reload();
    await expect(page.locator("tr.run-row[data-index]").first()).toBeVisible();
    const heights = await page
      .getByRole("main")
      .getByRole("button")
      .evaluateAll((buttons) =>
        buttons.map((button) => ({
          main: button.dataset.kind === "main",
          height: button.getBoundingClientRect().height,
        })),
      );
    const shown = heights.filter(({ height }) => height > 0);
    expect(shown.length).toBeGreaterThan(1);
    for (const button of shown) expect(button.height).toBeGreaterThanOrEqual(button.main ? main : other);
  }
});

test("the health page says how folder, log and keys are, without a promise", async ({ launch }) => {
  const { page, runsDir } = await launch();
  await recordSamples(page);
  await goTo(page, "Control+5");
  await expect(page.getByText("Open for reading and recording")).toBeVisible();
  await expect(page.getByText(runsDir)).toBeVisible();
  await expect(
    page.getByText(/The signing key lies in a file\.|The operating system seals the signing key\./),
  ).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "run.create" })).toContainText("12");
});

test.describe("at twice the size", () => {
  for (const width of [640, 512]) {
    test(`nothing is cut off at ${width} pixels`, async ({ launch }) => {
      const { page } = await launch({ size: { width, height: 400 } });
      await recordSamples(page);
      await page.locator("tr.run-row[data-index]").first().waitFor();
      const check = async () =>
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await check();
      await page.locator("tr.run-row[data-index]").first().locator(".row-number").click();
      await page.locator(".verdict").waitFor();
      await check();
      for (const key of ["Control+3", "Control+4", "Control+5", "Control+6"]) {
        await page.keyboard.press(key);
        await check();
      }
    });
  }
});
