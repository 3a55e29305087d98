import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { test } from "./support/app-test.ts";
import { PROJECT_ROOT } from "./support/built-app.ts";
import { attachLargeFile, goToCheck, recordDamagedStore } from "./support/check-store.ts";

const FOLDER = join(PROJECT_ROOT, "docs/screens");
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
] as const;
/** Its check takes long enough to be photographed. */
const LARGE_BYTES = 1_500_000_000;

test.skip(process.env.RMOS_SCREENS !== "1", "pictures are taken again only when asked for (RMOS_SCREENS=1)");

async function checkAll(page: Page) {
  await page.getByRole("radio", { name: "Everything" }).check();
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByRole("article").waitFor();
}

for (const theme of ["light", "dark", "contrast"] as const) {
  for (const size of SIZES) {
    test(`record check in ${theme} at ${size.width}x${size.height}`, async ({ launch }) => {
      test.setTimeout(180_000);
      const app = await launch({ size });
      const { page } = app;
      const shot = async (name: string) => {
        await page.mouse.move(0, 0);
        const file = `record-check-${name}-${theme}-${size.width}x${size.height}.png`;
        await page.screenshot({ path: join(FOLDER, file), animations: "disabled" });
      };
      await page.evaluate((chosen) => localStorage.setItem("rmos-runs.theme", chosen), theme);
      const { missing } = await recordDamagedStore(app);
      await goToCheck(page);
      await shot("before");
      await checkAll(page);
      await page.getByRole("article").scrollIntoViewIfNeeded();
      await shot("result");
      await page.getByRole("button", { name: "Show details" }).click();
      await page.locator(".check-details").scrollIntoViewIfNeeded();
      await shot("details");
      await page.getByRole("radio", { name: "Today" }).check();
      await page.getByRole("button", { name: "Check now" }).click();
      await page.getByRole("table", { name: "Past checks" }).locator("tbody tr").nth(1).waitFor();
      await page.getByRole("region", { name: "Past checks" }).scrollIntoViewIfNeeded();
      await shot("past");
      if (size !== SIZES[0]) return;
      const folder = mkdtempSync(join(tmpdir(), "rmos-large-"));
      try {
        await attachLargeFile(app, { runId: missing.run_id, folder, bytes: LARGE_BYTES });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      await page.getByRole("button", { name: "Check now" }).click();
      await page.locator(".check-running .progress-numbers", { hasText: /MB read/ }).waitFor();
      await shot("running");
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: "Go on" }).waitFor();
      await shot("stopped");
    });
  }
}

for (const density of ["touch", "glove"] as const) {
  test(`record check in ${density} sizes`, async ({ launch }) => {
    const app = await launch({ density });
    const { page } = app;
    await recordDamagedStore(app);
    await goToCheck(page);
    await checkAll(page);
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(FOLDER, `record-check-result-${density}.png`), animations: "disabled" });
    await page.getByRole("article").evaluate((article) => article.scrollIntoView());
    await page.screenshot({ path: join(FOLDER, `record-check-table-${density}.png`), animations: "disabled" });
  });
}
