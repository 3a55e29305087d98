import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { callMain, recordRequest, recordSamples } from "./support/seed-runs.ts";

interface Found {
  readonly catalog: { readonly findings: readonly { readonly code: string; readonly what_to_do: string }[] };
}

const SAMPLES = 12;

test.slow();

async function runCount(page: Page): Promise<number> {
  const request = { filters: {}, limit: 200, cursor: null, facets: false };
  const { rows } = await callMain<{ readonly rows: readonly unknown[] }>(page, "run.query", request);
  return rows.length;
}

/** Whoever looks at the health of the program hears of it at once; the rest of the window within a minute. */
async function expectNotice(page: Page): Promise<void> {
  await page.keyboard.press("Control+5");
  const title = page.getByText("The list was damaged and has been built anew from the records.").first();
  await expect(title).toBeVisible();
  await expect(page.getByText("Nothing was lost.").first()).toBeVisible();
  const { catalog } = await callMain<Found>(page, "health.get", {});
  expect(catalog.findings.map(({ code }) => code)).toContain("CATALOG_DIFFERS");
}

test("a list whose files are written over with rubbish is built anew, says so, and nothing is lost", async ({
  launch,
}) => {
  const { page, runsDir } = await launch();
  await recordSamples(page);
  expect(await runCount(page)).toBe(SAMPLES);
  writeFileSync(join(runsDir, "_index/catalog.db"), Buffer.alloc(200_000, 0xa5));
  writeFileSync(join(runsDir, "_index/columns.bin"), "rubbish");
  expect(await runCount(page)).toBe(SAMPLES);
  await recordRequest(page, { mode: "saw", tool_id: "T9", feasibility: { risk_level: "GREEN" } });
  expect(await runCount(page)).toBe(SAMPLES + 1);
  await expectNotice(page);
  await page.getByRole("button", { name: "Put away" }).first().click();
  await expect(page.getByRole("button", { name: "Put away" })).toHaveCount(0);
});

test("a list whose folder is taken away comes back by itself, with what is recorded meanwhile", async ({ launch }) => {
  const { page, runsDir } = await launch();
  await recordSamples(page);
  expect(await runCount(page)).toBe(SAMPLES);
  rmSync(join(runsDir, "_index"), { recursive: true });
  await recordRequest(page, { mode: "saw", tool_id: "T9", feasibility: { risk_level: "GREEN" } });
  expect(await runCount(page)).toBe(SAMPLES + 1);
  await expect.poll(() => existsSync(join(runsDir, "_index/catalog.db")), { timeout: 30_000 }).toBe(true);
  await expectNotice(page);
});
