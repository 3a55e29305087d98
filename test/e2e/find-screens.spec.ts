import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { makeStoreOf, writeMadeUpCatalog } from "../support/many-runs.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { test } from "./support/app-test.ts";
import { PROJECT_ROOT } from "./support/built-app.ts";
import { recordRequest } from "./support/seed-runs.ts";

const FOLDER = join(PROJECT_ROOT, "docs/screens");
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
] as const;
const RUNS = 20_000;

test.skip(process.env.RMOS_SCREENS !== "1", "pictures are taken again only when asked for (RMOS_SCREENS=1)");
test.describe.configure({ mode: "serial" });

let folders: TestFolders;
let catalog: string;

test.beforeAll(() => {
  folders = makeTestFolders();
  catalog = join(folders.root, "catalog.db");
  writeMadeUpCatalog(catalog, RUNS, 11);
});

test.afterAll(() => folders.remove());

/** The steps of a batch, one of them blocked. */
async function recordBatch(page: Page): Promise<void> {
  const meta = { batch_label: "Fretboards 650" };
  const steps = [
    "saw_batch_spec",
    "saw_batch_plan",
    "saw_batch_decision",
    "saw_batch_op_toolpaths",
    "saw_batch_op_toolpaths",
  ];
  let parent: string | null = null;
  for (const [at, event_type] of steps.entries()) {
    const risk = at === 4 ? "RED" : at === 2 ? "YELLOW" : "GREEN";
    const request = {
      ...{ mode: "saw", tool_id: "saw:veneer_160", machine_id: "M3", status: "OK", event_type },
      ...{
        feasibility: { risk_level: risk },
        decision: { risk_level: risk, block_reason: at === 4 ? "Rim speed 61 m/s above 50 m/s" : null },
      },
      meta: parent === null ? meta : { ...meta, parent_id: parent },
    };
    const { run_id: runId } = await recordRequest(page, request);
    if (at < 3) parent = runId;
  }
}

for (const theme of ["light", "dark", "contrast"] as const) {
  for (const size of SIZES) {
    test(`finding runs in ${theme} at ${size.width}x${size.height}`, async ({ launch }) => {
      test.setTimeout(180_000);
      rmSync(folders.runsDir, { recursive: true, force: true });
      await makeStoreOf(folders, catalog);
      const { page } = await launch({ size, runsDir: folders.runsDir, dataDir: folders.dataDir });
      const shot = async (name: string) => {
        await page.mouse.move(0, 0);
        await page.waitForTimeout(400);
        await page.screenshot({
          path: join(FOLDER, `find-${name}-${theme}-${size.width}x${size.height}.png`),
          animations: "disabled",
        });
      };
      await page.evaluate((chosen) => localStorage.setItem("rmos-runs.theme", chosen), theme);
      await page.reload();
      await page.locator("tr.run-row[data-index]").first().waitFor();
      await recordBatch(page);
      await page.getByRole("button", { name: /^Show .*new run/ }).click();
      await shot("list");
      await page.keyboard.press("F8");
      await page.locator(".timeline-label").first().waitFor();
      await shot("timeline-all");
      const closer = page.getByRole("button", { name: /zoom in|closer/i }).first();
      for (let step = 0; step < 4; step++) await closer.click();
      await shot("timeline-closer");
      for (let step = 0; step < 5; step++) await closer.click();
      await shot("timeline-closest");
      await page.keyboard.press("F8");
      await page.locator("tr.run-row[data-index]").first().locator(".row-number").click();
      await page.getByRole("button", { name: /^Batch Fretboards 650/ }).click();
      await page.getByRole("treegrid").waitFor();
      await shot("batch");
      await page.keyboard.press("Control+1");
      for (const role of ["Machinist", "Supervisor", "Auditor"] as const) {
        await page.getByRole("radio", { name: role }).check();
        await shot(`home-${role.toLowerCase()}`);
      }
      await page.keyboard.press("Control+k");
      await page.keyboard.type("chatter");
      await shot("palette");
    });
  }
}
