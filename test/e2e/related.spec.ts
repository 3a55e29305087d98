import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { recordRequest } from "./support/seed-runs.ts";

const ASKED = {
  ...{ mode: "saw", tool_id: "saw:veneer_160", machine_id: "M3", material_id: "ebony", event_type: "toolpaths" },
  ...{ status: "OK", request: { depth_mm: 2.0 }, feasibility: { risk_level: "GREEN", score: 90 } },
  decision: { risk_level: "GREEN", score: 90 },
};

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmos-related-"));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function expectNoFindings(page: Page) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target).join(" | ")}`)).toEqual([]);
}

async function openRun(page: Page, runNumber: string) {
  await page.locator("tr.run-row[data-index]").filter({ hasText: runNumber }).first().click();
  await page.locator(".verdict").waitFor();
}

/** Records the steps of one batch, each made from the one before; the plan lies in two batches of toolpaths. */
async function recordBatch(page: Page) {
  const step = (event: string, parent: string | null, more: object = {}) =>
    recordRequest(page, {
      ...ASKED,
      event_type: event,
      ...more,
      meta: { batch_label: "lot-7", ...(parent === null ? {} : { parent_id: parent }) },
    });
  const spec = await step("saw_batch_spec", null);
  const plan = await step("saw_batch_plan", spec.run_id);
  const decision = await step("saw_batch_decision", plan.run_id);
  const yellow = { decision: { risk_level: "YELLOW", score: 40, warnings: ["Blade is hot"] } };
  const good = await step("saw_batch_op_toolpaths", decision.run_id, yellow);
  const blocked = { status: "BLOCKED", decision: { risk_level: "RED", score: 3, block_reason: "Rim speed too high" } };
  const bad = await step("saw_batch_op_toolpaths", decision.run_id, blocked);
  await page.reload();
  return { spec, plan, decision, good, bad };
}

test("a run with the inputs of an earlier run and another result says so as soon as it is recorded", async ({
  launch,
}) => {
  const { page, main } = await launch();
  const first = await recordRequest(page, { ...ASKED, outputs: { gcode_text: "G90\nG1 Z-2.0\n" } });
  const file = join(folder, "again.json");
  writeFileSync(file, JSON.stringify({ ...ASKED, outputs: { gcode_text: "G90\nG1 Z-2.1\n" } }));
  await main.drop([file]);
  await page.getByRole("dialog").getByRole("button", { name: "Record run" }).click();
  await expect(page.getByText(`Result differs from the earlier run ${first.run_number}.`)).toBeVisible();
  await expect(page.getByText("Same inputs, different toolpaths or G-code.")).toBeVisible();
  await expect(page.locator("#run-related")).toContainText("Other result");
  await expectNoFindings(page);
  await page.getByRole("button", { name: `Open run ${first.run_number}` }).click();
  await expect(page.locator(".verdict-run")).toContainText(first.run_number);
  // The earlier one did not differ from anything; the section tells of the later one.
  await expect(page.locator("#run-related")).toContainText("Other result");
  await expect(page.getByText(/Result differs from/)).toHaveCount(0);
});

test("a run says what it is based on, also where that is not here, and a new run based on it turns up", async ({
  launch,
}) => {
  const { page } = await launch();
  const run = await recordRequest(page, { ...ASKED, parent_run_id: "run_elsewhere" });
  await page.reload();
  await openRun(page, run.run_number);
  const related = page.locator("#run-related");
  await expect(related).toContainText("Based on run run_elsewhere, which is not in this folder.");
  const child = await recordRequest(page, { ...ASKED, request: { depth_mm: 3 }, parent_run_id: run.run_id });
  await related
    .getByRole("button", { name: new RegExp(`^${child.run_number}`) })
    .first()
    .click();
  await expect(page.locator(".verdict-run")).toContainText(child.run_number);
  await expect(page.locator("#run-related")).toContainText("Based on");
  await expect(page.locator("#run-related")).toContainText("Last finished run of this tool on this machine");
});

test("the runs of a batch are a tree that is walked with the keys", async ({ launch }) => {
  const { page } = await launch();
  const { spec, plan, decision, bad } = await recordBatch(page);
  await openRun(page, plan.run_number);
  await page.getByRole("button", { name: /^Batch lot-7 \s*5 runs$/ }).click();
  const tree = page.getByRole("treegrid", { name: "Runs of batch lot-7" });
  // The names of the columns are a row as well where there is room for them.
  const rows = tree.locator("tr[aria-level]");
  await expect(rows).toHaveCount(5);
  const row = (number: string) => rows.filter({ hasText: number });
  await expect(row(spec.run_number)).toHaveAttribute("aria-level", "1");
  await expect(row(bad.run_number)).toHaveAttribute("aria-level", "4");
  await expect(row(bad.run_number)).toHaveAttribute("aria-setsize", "2");
  // The specification alone is fine; with all below it is not.
  await expect(row(spec.run_number).locator(".batch-cell-own")).toHaveText(/Checks passed.*Finished/);
  await expect(row(spec.run_number).locator(".batch-cell-all")).toHaveText(/With 4 runs below.*Checks failed.*Blocked/);
  await expect(page.locator(".batch-together")).toHaveText(/Checks failed.*Blocked/);
  await tree.focus();
  const active = tree.locator('[data-active="true"]');
  await expect(active).toContainText(spec.run_number);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(active).toContainText(decision.run_number);
  await page.keyboard.press("ArrowLeft");
  await expect(row(decision.run_number)).toHaveAttribute("aria-expanded", "false");
  await expect(rows).toHaveCount(3);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await expect(active).toContainText(bad.run_number);
  await expectNoFindings(page);
  await page.keyboard.press("Enter");
  await expect(page.locator(".verdict-run")).toContainText(bad.run_number);
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(active).toContainText(bad.run_number);
});

test("the runs of a session are a tree as well", async ({ launch }) => {
  const { page } = await launch();
  await recordBatch(page);
  await recordRequest(page, { ...ASKED, workflow_session_id: "s-1" });
  await page.reload();
  await page.locator("tr.run-row[data-index]").first().click();
  await page.getByRole("button", { name: /^Session s-1 \s*1 run$/ }).click();
  await expect(page.getByRole("treegrid", { name: "Runs of session s-1" }).locator("tr[aria-level]")).toHaveCount(1);
  await expectNoFindings(page);
});
