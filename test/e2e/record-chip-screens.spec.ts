import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { PROJECT_ROOT } from "./support/built-app.ts";
import { anchorRuns, type SpoiltRuns, spoilStore } from "./support/spoil-store.ts";

const FOLDER = join(PROJECT_ROOT, "docs/screens");
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
] as const;
const THEMES = ["light", "dark", "contrast"] as const;

/** What the chip of each run of the spoilt store says. */
const CHIPS = {
  intact: "Record intact",
  incomplete: "Record not complete",
  missing: "Cannot check",
  fileChanged: "Record CHANGED",
  changed: "Record CHANGED",
} as const satisfies Readonly<Record<keyof SpoiltRuns, string>>;

const STATE_NAMES = Object.keys(CHIPS) as readonly (keyof SpoiltRuns)[];

const rowOf = (page: Page, number: string) =>
  page.locator("tr.run-row[data-index]").filter({ has: page.getByText(number, { exact: true }) });
const popover = (page: Page) => page.getByRole("dialog", { name: /^Record check of run/ });
const pageChip = (page: Page) => page.locator('button.chip[data-fact="check"]');

test.skip(process.env.RMOS_SCREENS !== "1", "pictures are taken again only when asked for (RMOS_SCREENS=1)");

async function dress(page: Page, theme: string) {
  await page.evaluate((chosen) => localStorage.setItem("rmos-runs.theme", chosen), theme);
  await page.reload();
}

for (const theme of THEMES) {
  for (const size of SIZES) {
    test(`every state of a record in ${theme} at ${size.width}x${size.height}`, async ({ launch }) => {
      test.setTimeout(120_000);
      const app = await launch({ size });
      const { page, main } = app;
      const shot = async (name: string) => {
        await page.mouse.move(0, 0);
        const path = join(FOLDER, `chip-${name}-${theme}-${size.width}x${size.height}.png`);
        await page.screenshot({ path, animations: "disabled" });
      };
      const runs = await spoilStore(app);
      await dress(page, theme);
      for (const name of STATE_NAMES) {
        const { run_number: number } = runs[name];
        await rowOf(page, number).click();
        await expect(pageChip(page)).toContainText(CHIPS[name]);
        await shot(`${name}-page`);
        await pageChip(page).click();
        await popover(page).waitFor();
        await shot(`${name}-popover`);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Escape");
      }
      await anchorRuns(app);
      await rowOf(page, runs.intact.run_number).click();
      await expect(pageChip(page)).toContainText("Intact, matches audit copy");
      await shot("anchored-page");
      await pageChip(page).click();
      await popover(page).waitFor();
      await shot("anchored-popover");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await shot("list");
      if (app.kind === "electron") return;
      // Main stands still, so that the check does: only where the window is a process of its own.
      await rowOf(page, runs.intact.run_number).click();
      await expect(pageChip(page)).toContainText("Intact, matches");
      process.kill(main.pid, "SIGSTOP");
      try {
        await page.keyboard.press("F5");
        await expect(pageChip(page)).toContainText("Checking…");
        await shot("checking-page");
      } finally {
        process.kill(main.pid, "SIGCONT");
      }
    });
  }
}
