import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./support/app-test.ts";
import { PROJECT_ROOT } from "./support/built-app.ts";
import { callMain, OLDER_STORE, recordSamples } from "./support/seed-runs.ts";

const FOLDER = join(PROJECT_ROOT, "docs/screens");
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
] as const;

test.skip(process.env.RMOS_SCREENS !== "1", "pictures are taken again only when asked for (RMOS_SCREENS=1)");

for (const colorScheme of ["light", "dark"] as const) {
  for (const size of SIZES) {
    test(`the screens in ${colorScheme} at ${size.width}x${size.height}`, async ({ launch }) => {
      test.setTimeout(120_000);
      const { page, main, runsDir } = await launch({ size, colorScheme });
      const created = await recordSamples(page);
      const pathOf = (file: string) => join(runsDir, created.get(file)?.path ?? "");
      const changed = pathOf("02-router-rosette-channel.json");
      writeFileSync(changed, readFileSync(changed, "utf8").replace("GREEN", "GREEM"));
      truncateSync(pathOf("03-drill-bridge-pins.json"), 300);
      await callMain(page, "catalog.rebuild", {});
      await page.reload();
      const shot = async (name: string) => {
        await page.mouse.move(0, 0);
        const file = `${name}-${colorScheme}-${size.width}x${size.height}.png`;
        await page.screenshot({ path: join(FOLDER, file), animations: "disabled" });
      };
      const openRun = async (text: string) => {
        await page.locator("tr.run-row[data-index]").filter({ hasText: text }).first().click();
        await page.locator(".verdict").waitFor();
        await expect(page.locator('button.chip[data-fact="check"]')).not.toContainText("Checking");
      };
      await expect(page.getByText("12 runs")).toBeVisible();
      await shot("runs");
      for (const [text, name] of [
        ["rosewood", "run-green"],
        ["Nußbaum", "run-yellow"],
        ["kerf_cut", "run-red-blocked"],
        ["T102", "run-incomplete"],
        ["Cannot read", "run-unreadable"],
        ["sitka", "run-changed"],
      ] as const) {
        await openRun(text);
        await shot(name);
        await page.keyboard.press("Escape");
      }
      await page.keyboard.press("Control+Enter");
      await shot("record");
      await page.keyboard.press("Control+i");
      await main.pickAnswer(OLDER_STORE);
      await page.getByRole("button", { name: "Choose folder" }).click();
      await page.getByRole("button", { name: "Import 28 runs" }).waitFor();
      await shot("import-dry-list");
    });
  }
}

for (const density of ["touch", "glove"] as const) {
  test(`the list and a run in ${density} sizes`, async ({ launch }) => {
    const { page } = await launch({ density });
    await recordSamples(page);
    await page.locator("tr.run-row[data-index]").first().waitFor();
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(FOLDER, `runs-${density}.png`), animations: "disabled" });
    await page.locator("tr.run-row[data-index]").filter({ hasText: "kerf_cut" }).click();
    await page.locator(".verdict").waitFor();
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(FOLDER, `run-red-blocked-${density}.png`), animations: "disabled" });
  });
}
