import { writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { OLDER_STORE, recordSamples } from "./support/seed-runs.ts";

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
] as const;
const THEMES = ["light", "dark", "contrast"] as const;

async function expectNoFindings(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map((node) => node.target).join(" | ")}`);
  expect(found).toEqual([]);
}

async function openRun(page: Page, text: string) {
  await page.locator("tr.run-row[data-index]").filter({ hasText: text }).first().locator(".row-number").click();
  await page.locator(".verdict").waitFor();
  await expect(page.locator('button.chip[data-fact="check"]')).not.toContainText("Checking");
}

for (const theme of THEMES) {
  for (const size of SIZES) {
    test(`nothing is found in ${theme} at ${size.width}x${size.height}`, async ({ launch }) => {
      test.setTimeout(120_000);
      const { page, main, runsDir } = await launch({ size });
      await page.evaluate((chosen) => localStorage.setItem("rmos-runs.theme", chosen), theme);
      await page.reload();
      await expectNoFindings(page, "no runs");
      const changed = (await recordSamples(page)).get("03-drill-bridge-pins.json");
      writeFileSync(join(runsDir, changed?.path ?? ""), "{}");
      await page.locator("tr.run-row[data-index]").first().waitFor();
      await expectNoFindings(page, "runs");
      const folded = page.getByRole("button", { name: "Filters", exact: true });
      if (await folded.isVisible()) await folded.click();
      await page
        .getByRole("region", { name: "Filters" })
        .getByRole("button", { name: /^Status/ })
        .click();
      await expectNoFindings(page, "a filter");
      await page.keyboard.press("Escape");
      for (const text of ["rosewood", "kerf_cut", "Nußbaum", "T102", "drill"]) {
        await openRun(page, text);
        await page.locator('button.chip[data-fact="check"]').click();
        await page.getByRole("button", { name: "What does this mean?" }).click();
        await expectNoFindings(page, `the record check of ${text}`);
        await page.keyboard.press("Escape");
        await page.locator('.section-toggle[aria-expanded="false"]').evaluateAll((toggles) => {
          for (const toggle of toggles) (toggle as HTMLElement).click();
        });
        await expectNoFindings(page, text);
        await page.keyboard.press("Escape");
      }
      await openRun(page, "rosewood");
      await page.keyboard.press("Control+n");
      await expectNoFindings(page, "the note");
      await page.getByRole("button", { name: "Tool worn" }).click();
      await page.getByRole("button", { name: "Save note" }).click();
      await expectNoFindings(page, "undo");
      await page.keyboard.press("Control+2");
      await page.keyboard.press("Control+Enter");
      await page.getByRole("button", { name: "Record run" }).click();
      await expectNoFindings(page, "recording, with faults");
      await page.keyboard.press("Control+4");
      await expectNoFindings(page, "import");
      await main.pickAnswer(OLDER_STORE);
      await page.getByRole("button", { name: "Choose folder" }).click();
      await page.getByRole("button", { name: "Import 28 runs" }).waitFor();
      await expectNoFindings(page, "the dry list");
      await page.keyboard.press("Control+5");
      await page.getByText("Open for reading and recording").waitFor();
      await expectNoFindings(page, "health");
      await page.keyboard.press("Control+6");
      await expectNoFindings(page, "settings");
    });
  }
}

test("in forced colours every chip keeps its word, its drawing and an edge", async ({ launch }) => {
  const { page } = await launch({ forcedColors: "active" });
  await recordSamples(page);
  await openRun(page, "kerf_cut");
  for (const chip of await page.locator('.chip[data-size="page"]').all()) {
    await expect(chip).not.toBeEmpty();
    expect(
      await chip.evaluate((element) => Number.parseFloat(getComputedStyle(element).borderTopWidth)),
    ).toBeGreaterThan(0);
  }
  await expectNoFindings(page, "forced colours");
});

test("record, read and annotate with the keyboard alone", async ({ launch }) => {
  const { page } = await launch();
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await page.getByText("No runs yet.").waitFor();
  await page.getByRole("main").focus();
  await press("Tab", "Tab", "Enter");
  await page.getByRole("heading", { name: "Record a run" }).waitFor();
  await press("Tab", "Tab");
  await page.keyboard.type("saw");
  await press("Tab");
  await page.keyboard.type("T102");
  await press("Control+Enter");
  await page.getByRole("heading", { name: "Blocked – do not run" }).waitFor();
  await press("Control+n");
  await page.keyboard.type("x");
  await press("Escape", "Escape");
  await expect(page.getByRole("heading", { level: 1, name: "Record a run" })).toBeVisible();
  await press("Control+2");
  await page.getByRole("grid").waitFor();
  await press("Control+f", "Enter");
  await expect(page.getByRole("grid")).toBeFocused();
  await press("Enter");
  await expect(page.getByRole("region", { name: "Can I run this?" })).toBeVisible();
  const outlined = await page.evaluate(() => {
    const focused = document.activeElement;
    return focused === null ? null : getComputedStyle(focused).boxShadow + getComputedStyle(focused).outlineStyle;
  });
  expect(outlined).not.toBe("nonenone");
});
