import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { timeToX } from "../../src/renderer/features/timeline/timeline-layout.ts";
import { wholeSpan } from "../../src/renderer/state/timeline-span.ts";
import { expect, test } from "./support/app-test.ts";
import { type DatedRun, writeDatedStore } from "./support/dated-store.ts";
import type { LaunchedApp } from "./support/launched-app.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-03-02T08:00:00Z");
const at = (hours: number): string => new Date(START + hours * HOUR).toISOString().replace(".000", "");

/** Ten runs of M1 through a week, three of them close together; four of M2; one without a machine. */
const RUNS: readonly DatedRun[] = [
  ...[0, 24, 48, 72, 72.2, 72.4, 96, 120, 144, 168].map((hours) => ({ at: at(hours), machine: "M1" })),
  ...[5, 29, 53, 77].map((hours) => ({ at: at(hours), machine: "M2", risk: hours === 53 ? "RED" : "YELLOW" }) as const),
  { at: at(100), machine: null },
];
const WHOLE = wholeSpan(START, START + 168 * HOUR);

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmos-timeline-"));
  writeDatedStore(folder, RUNS);
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function openTimeline({ page, main }: LaunchedApp): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+i");
  await main.pickAnswer(folder);
  await page.getByRole("button", { name: "Choose folder" }).click();
  await page.getByRole("button", { name: `Import ${RUNS.length} runs` }).click();
  await page.getByText(`${RUNS.length} runs imported.`).waitFor();
  await page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
  await page.getByRole("grid").waitFor();
  await page.keyboard.press("F8");
  await expect(lanes(page)).toHaveCount(3);
}

const canvas = (page: Page) => page.getByRole("application", { name: "Timeline of runs" });
const lanes = (page: Page) => page.locator(".timeline-label");
const sight = (page: Page) => page.locator(".timeline-line");
const readout = (page: Page) => page.getByRole("region", { name: "Where you are" }).getByRole("status");

/** Taps the lanes at an instant, while everything is shown. */
async function tap(page: Page, lane: number, atMs: number): Promise<void> {
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error("the lanes are not there");
  const y = (lane + 0.5) * (box.height / 3);
  await canvas(page).click({ position: { x: timeToX(atMs, WHOLE, box.width), y } });
}

async function expectNoFindings(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target).join(" | ")}`)).toEqual([]);
}

test("shows a lane for each machine, most runs first, and the same runs as a table", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  await openTimeline(app);
  await expect(lanes(page)).toHaveText([/^M1\s*10\b/, /^M2\s*4\b/, /^No machine\s*1\b/]);
  await expect(sight(page)).toContainText("15 runs");
  await expectNoFindings(page);
  await page.getByRole("button", { name: "Show as table" }).click();
  await expect(page.getByText(/^15 runs in \d+ blocks\./)).toBeVisible();
  const rows = page.getByRole("table", { name: "Blocks of the timeline" }).getByRole("row");
  const counts = await rows.locator("td.numeric").allTextContents();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(15);
  await expect(rows.filter({ hasText: "Checks failed" })).toHaveCount(1);
  await expectNoFindings(page);
  const first = rows.nth(1);
  const count = await first.locator("td.numeric").textContent();
  await first.getByRole("button", { name: /^Show as list: M1/ }).click();
  await expect(page.locator(".list-count")).toContainText(new RegExp(`^${count} runs?\\b`));
});

test("zooms by button, key and wheel, and goes through time by button, key, wheel and drag", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  await openTimeline(app);
  const seen = new Set<string>();
  const expectNew = async (): Promise<void> => {
    const known = new Set(seen);
    await expect.poll(async () => known.has((await sight(page).textContent()) ?? "")).toBe(false);
    seen.add((await sight(page).textContent()) ?? "");
  };
  await expectNew();
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expectNew();
  await canvas(page).focus();
  await page.keyboard.press("PageUp");
  await expectNew();
  await canvas(page).hover();
  await page.mouse.wheel(0, -400);
  await expectNew();
  await page.getByRole("button", { name: "Later" }).click();
  await expectNew();
  await canvas(page).focus();
  await page.keyboard.press("Shift+ArrowRight");
  await expectNew();
  await canvas(page).hover();
  await page.keyboard.down("Shift");
  await page.mouse.wheel(0, 300);
  await page.keyboard.up("Shift");
  await expectNew();
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error("the lanes are not there");
  await page.mouse.move(box.x + 100, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 350, box.y + 22, { steps: 5 });
  await page.mouse.up();
  await expectNew();
  await expect(canvas(page)).toBeVisible();
  await page.getByRole("button", { name: "Everything" }).click();
  await expect(sight(page)).toContainText("15 runs");
});

test("arrows go from run to run; a run opens with Enter, and back is where one was", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  await openTimeline(app);
  await canvas(page).focus();
  await page.keyboard.press("Home");
  await expect(readout(page).locator("time")).toHaveAttribute("datetime", /^2026-03-02T08:00:00/);
  await page.keyboard.press("ArrowRight");
  await expect(readout(page).locator("time")).toHaveAttribute("datetime", /^2026-03-03T08:00:00/);
  await page.keyboard.press("ArrowDown");
  await expect(readout(page).locator("time")).toHaveAttribute("datetime", /^2026-03-03T13:00:00/);
  await expect(readout(page)).toContainText("Passed with warnings");
  await page.keyboard.press("ArrowRight");
  await expect(readout(page)).toContainText("Checks failed");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("PageUp");
  const before = await readout(page).textContent();
  const span = await sight(page).locator("p").nth(1).textContent();
  await page.keyboard.press("Enter");
  await page.locator(".verdict").waitFor();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(canvas(page)).toBeFocused();
  await expect(readout(page)).toHaveText(before ?? "");
  await expect(sight(page).locator("p").nth(1)).toHaveText(span ?? "");
  await expect(page.locator('.timeline-label[aria-pressed="true"]')).toContainText("M2");
});

test("a tap opens the run of a block, or the runs of a block as a list with its lane and its span", async ({
  launch,
}) => {
  const app = await launch();
  const { page } = app;
  await openTimeline(app);
  await tap(page, 1, START + 53 * HOUR);
  await expect(page.locator(".verdict")).toContainText("Blocked");
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(lanes(page)).toHaveCount(3);
  await tap(page, 0, START + 72.2 * HOUR);
  await expect(page.locator(".list-count")).toContainText(/^3 runs/);
  const rows = page.locator("tr.run-row[data-index]");
  await expect(rows).toHaveCount(3);
  for (const row of await rows.all()) await expect(row).toContainText("M1");
  await page.keyboard.press("F8");
  await expect(lanes(page)).toHaveText([/^M1\s*3\b/]);
  await expect(sight(page)).toContainText("3 runs");
});

test("other lanes, and what they show, follow the choice", async ({ launch }) => {
  const app = await launch({ density: "touch" });
  const { page } = app;
  await openTimeline(app);
  await page.getByRole("combobox", { name: "Lanes" }).selectOption("All in one");
  await expect(lanes(page)).toHaveText([/^All runs\s*15\b/]);
  await page.getByRole("combobox", { name: "Lanes" }).selectOption("Tag");
  await expect(lanes(page)).toHaveText([/^No tag\s*15\b/]);
  await page.getByRole("button", { name: "Run after" }).click();
  await expect(readout(page)).toContainText("Checks passed");
  await page.getByRole("button", { name: "Today", exact: true }).click();
  await expect(sight(page)).toContainText("No runs in this span.");
  await page.getByRole("button", { name: "Show everything" }).click();
  await expect(sight(page)).toContainText("15 runs");
});

for (const theme of ["dark", "contrast"] as const) {
  test(`nothing is found on the timeline, and in the history of a run, in ${theme}`, async ({ launch }) => {
    const app = await launch({ size: { width: 1024, height: 768 } });
    const { page } = app;
    await page.evaluate((chosen) => localStorage.setItem("rmos-runs.theme", chosen), theme);
    await page.reload();
    await openTimeline(app);
    await canvas(page).focus();
    await page.keyboard.press("ArrowRight");
    await expect(readout(page)).toContainText("Checks passed");
    await expectNoFindings(page);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "History" }).click();
    const steps = page.getByRole("list", { name: "What happened, oldest first" }).getByRole("listitem");
    await expect(steps.last()).toContainText("Imported");
    await expectNoFindings(page);
    await page.getByRole("radio", { name: "All" }).check();
    await expectNoFindings(page);
  });
}
