import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { CreatedRun } from "../../src/shared/operations/run-operations.ts";
import { expect, test } from "./support/app-test.ts";
import { attachLargeFile, goToCheck, recordDamagedStore } from "./support/check-store.ts";
import { recordSamples } from "./support/seed-runs.ts";

/** Large enough that a person, or a test, can stop its check. */
const LARGE_BYTES = 160_000_000;

const region = (page: Page, name: "What to check" | "Now" | "Past checks") => page.getByRole("region", { name });
const checkNow = (page: Page) => page.getByRole("button", { name: "Check now" });
const report = (page: Page) => page.getByRole("article");
const found = (page: Page) => page.getByRole("table", { name: "What was found" });
const pastRows = (page: Page) => page.getByRole("table", { name: "Past checks" }).locator("tbody tr");

/** Presses what a person would touch, and counts it. */
function countTaps(page: Page) {
  let taps = 0;
  const tap = async (name: string, role: "button" | "radio" = "button") => {
    taps += 1;
    const within = name === "Record check" ? page.getByRole("navigation") : page.getByRole("main");
    await within.getByRole(role, { name, exact: true }).click();
  };
  return { tap, count: () => taps };
}

async function openRun(page: Page, { run_number: number }: CreatedRun) {
  await page
    .locator("tr.run-row")
    .filter({ has: page.getByText(number, { exact: true }) })
    .click();
  await page.getByRole("heading", { name: `Run ${number}` }).waitFor();
}

async function checkEverything(page: Page) {
  await goToCheck(page);
  await checkNow(page).click();
  await report(page).waitFor();
}

test("everything is checked in two taps; what is bad comes first, with its reason and its run", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const { changed, missing } = await recordDamagedStore(app);
  const { tap, count } = countTaps(page);
  await tap("Record check");
  await expect(region(page, "Past checks")).toContainText("No check is in the log yet.");
  await tap("Check now");
  await expect(report(page)).toContainText(/^Result: Everything/);
  expect(count()).toBe(2);
  await expect(report(page).locator(".check-sentence")).toHaveText(/^\d+ runs checked\. \d+ are not intact\./);
  const rows = found(page).locator("tbody tr");
  await expect(rows.nth(0)).toContainText("Not as recorded");
  await expect(rows.nth(0)).toContainText(`Run ${changed.run_number}`);
  await expect(rows.nth(0)).toContainText("The record is not the one that was recorded. Do not use it.");
  await expect(rows.nth(0)).toContainText("Record CHANGED");
  const gone = rows.filter({ hasText: "op20.nc" });
  await expect(gone).toContainText(`Run ${missing.run_number}`);
  await expect(gone).toContainText("One file is missing: “op20.nc”. Look for it in a backup copy.");
  await expect(region(page, "Now")).toContainText("It does not say a cut is safe.");
  await rows
    .nth(0)
    .getByRole("button", { name: `Run ${changed.run_number}` })
    .click();
  await expect(page.getByRole("heading", { name: "Do not use – record changed" })).toBeVisible();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(report(page)).toContainText(/^Result: Everything/);
  await expect(page.getByRole("radio", { name: "Everything" })).toBeChecked();
});

test("an intact store says so in one sentence, and details show the raw bytes", async ({ launch }) => {
  const { page } = await launch();
  await recordSamples(page);
  await checkEverything(page);
  await expect(report(page)).not.toContainText("In the folder");
  await page.getByRole("button", { name: "Show details" }).click();
  await expect(report(page)).toContainText(/Fingerprint of the whole log[0-9a-f]{64}/);
  await expect(report(page)).toContainText(/Fingerprint of this report[0-9a-f]{64}/);
});

test("a month is checked in three taps, and says which days", async ({ launch }) => {
  const { page } = await launch();
  await recordSamples(page);
  const { tap, count } = countTaps(page);
  await tap("Record check");
  await tap("This month", "radio");
  await expect(region(page, "What to check")).toContainText(/Runs recorded (on|from) .*, with all their files\./);
  await tap("Check now");
  await expect(report(page)).toContainText(/^Result: Runs (on|from)/);
  expect(count()).toBe(3);
  await page.getByRole("radio", { name: "Last month" }).check();
  await checkNow(page).click();
  await expect(report(page)).toContainText("No run is recorded in what you chose.");
});

test("a run is checked in two taps from its page, and the past tells of it", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const { changed } = await recordDamagedStore(app);
  await openRun(page, changed);
  const { tap, count } = countTaps(page);
  await tap("Record check");
  await expect(page.getByRole("radio", { name: `This run (${changed.run_number})` })).toBeChecked();
  await tap("Check now");
  await expect(report(page)).toContainText("1 run checked. It is not intact.");
  expect(count()).toBe(2);
  await expect(pastRows(page).nth(0)).toContainText(`Run ${changed.run_number}`);
  await expect(page.getByRole("button", { name: "Save report" })).toBeVisible();
  await page.getByRole("button", { name: "Show details" }).click();
  await expect(page.getByRole("table", { name: "What was compared" })).toContainText("Different");
});

test("the runs that the list shows are checked, and no others", async ({ launch }) => {
  const { page } = await launch();
  await recordSamples(page);
  await page
    .getByRole("region", { name: "Filters" })
    .getByRole("button", { name: /^Status/ })
    .click();
  await page.getByRole("checkbox", { name: /^Blocked/ }).check();
  await page.keyboard.press("Escape");
  const count = page.getByText(/^(\d+) runs? · \1 blocked/);
  const listed = Number.parseInt((await count.textContent()) ?? "", 10);
  expect(listed).toBeGreaterThan(1);
  await goToCheck(page);
  await page.getByRole("radio", { name: `Runs in the list (${listed})` }).check();
  await checkNow(page).click();
  await expect(report(page)).toContainText(`Result: ${listed} chosen runs`);
  await expect(report(page)).toContainText(`${listed} runs checked.`);
});

test("days that make no sense are told before anything is checked", async ({ launch }) => {
  const { page } = await launch();
  await recordSamples(page);
  await goToCheck(page);
  await page.getByRole("radio", { name: "From … to" }).check();
  await checkNow(page).click();
  await expect(page.getByRole("alert")).toHaveText("Choose a first or a last day.");
  await page.getByLabel("First day").fill("2026-03-02");
  await page.getByLabel("Last day").fill("2026-03-01");
  await checkNow(page).click();
  await expect(page.getByRole("alert")).toHaveText("The first day is after the last day.");
  await expect(report(page)).toHaveCount(0);
});

test("a check is stopped, says how far it was, goes on, and can begin again", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const folder = mkdtempSync(join(tmpdir(), "rmos-large-"));
  try {
    const runs = [...(await recordSamples(page)).values()];
    await attachLargeFile(app, { runId: runs[4]?.run_id ?? "", folder, bytes: LARGE_BYTES });
    await goToCheck(page);
    await stopAtOnce(page);
    const now = region(page, "Now");
    await expect(now).toContainText(/A check was stopped today \d\d:\d\d\. Everything/);
    await expect(now).toContainText(/\d+ of \d+ runs were looked at\./);
    await page.getByRole("button", { name: "Go on" }).click();
    await expect(report(page)).toContainText(`${runs.length} runs checked.`);
    await expect(now.getByRole("button", { name: "Go on" })).toHaveCount(0);
    await stopAtOnce(page);
    await page.reload();
    await goToCheck(page);
    await page.getByRole("button", { name: "Begin again" }).click();
    await expect(report(page)).toContainText(`${runs.length} runs checked.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Starts a check and presses Cancel as soon as the first runs are looked at, faster than any hand. */
async function stopAtOnce(page: Page) {
  await page.evaluate(() => {
    const find = (name: string) => [...document.querySelectorAll("button")].find((one) => one.textContent === name);
    const observer = new MutationObserver(() => {
      const numbers = document.querySelector(".check-running .progress-numbers")?.textContent ?? "";
      // Before the first run there is nothing to go on from.
      if (!/(^|\D)[1-9]\d* of /.test(numbers)) return;
      observer.disconnect();
      find("Cancel")?.click();
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    find("Check now")?.click();
  });
  await expect(page.getByText("A check was stopped")).toBeVisible();
}

test("past checks are listed newest first; a report opens as it was, and a copy of it is saved", async ({ launch }) => {
  const app = await launch();
  const { page, main } = app;
  const folder = mkdtempSync(join(tmpdir(), "rmos-report-"));
  try {
    await recordDamagedStore(app);
    await checkEverything(page);
    await page.getByRole("radio", { name: "Today" }).check();
    await page.keyboard.press("F5");
    await expect(pastRows(page)).toHaveCount(2);
    await expect(pastRows(page).nth(0)).toContainText("Runs on");
    await expect(pastRows(page).nth(1)).toContainText("Everything");
    await expect(pastRows(page).nth(1)).toContainText("Record CHANGED");
    await pastRows(page).nth(1).getByRole("button").click();
    await expect(report(page)).toContainText(/^Report as it was on \d+ \w+ 20\d\d, .*: Everything/);
    await expect(found(page)).toContainText("op20.nc");
    await main.pickAnswer(folder);
    await page.getByRole("button", { name: "Save report" }).click();
    await expect(page.getByText(/^Saved as record-check-.*\.json\.$/)).toBeVisible();
    const [name] = readdirSync(folder);
    expect(readFileSync(join(folder, name ?? ""), "utf8")).toContain("op20.nc");
    await page.getByRole("button", { name: "Close report" }).click();
    await expect(report(page)).toContainText(/^Result/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("on paper there is the report alone, whole, with who printed it and when", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  await recordDamagedStore(app);
  await checkEverything(page);
  await page.evaluate(() => {
    window.print = () => {
      window.dispatchEvent(new Event("beforeprint"));
      document.documentElement.dataset.printed = "yes";
    };
  });
  await page.getByRole("button", { name: "Print report" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-printed", "yes");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(/^Printed \d+ \w+ 20\d\d, .* by .+ \(.+\)\. Workstation/)).toBeVisible();
  await expect(found(page)).toBeVisible();
  await expect(page.getByText("It does not say a cut is safe.")).toBeVisible();
  for (const hidden of [checkNow(page), page.getByRole("navigation"), region(page, "Past checks")]) {
    await expect(hidden).toBeHidden();
  }
});

test("a folder that can only be read says that no entry is left, and leaves none", async ({ launch }) => {
  const first = await launch();
  await recordSamples(first.page);
  const { page } = await launch({ runsDir: first.runsDir });
  await goToCheck(page);
  await expect(region(page, "What to check")).toContainText("This check leaves no entry in the log.");
  await checkNow(page).click();
  await report(page).waitFor();
  await expect(region(page, "Past checks")).toContainText("No check is in the log yet.");
  await expect(page.getByRole("button", { name: "Save report" })).toHaveCount(0);
});

test("the whole page by keyboard: choose, check, read the result, open a report", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  await recordDamagedStore(app);
  const status = page.locator('.check-page > [role="status"]');
  await goToCheck(page);
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "Everything" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: "Last month" })).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("checkbox", { name: "Only the files of runs" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(checkNow(page)).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(status).toHaveText(/runs checked\. \d+ are not intact\./);
  await page.keyboard.press("Tab");
  await expect(found(page).getByRole("button").first()).toBeFocused();
  await pastRows(page).nth(0).getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(report(page)).toContainText(/^Report as it was on/);
  expect(await page.evaluate(() => document.activeElement?.classList.contains("check-opened"))).toBe(true);
});

for (const theme of ["light", "dark", "contrast"] as const) {
  test(`nothing is found in ${theme}`, async ({ launch }) => {
    const app = await launch();
    const { page } = app;
    await page.evaluate((chosen) => localStorage.setItem("rmos-runs.theme", chosen), theme);
    await recordDamagedStore(app);
    await goToCheck(page);
    await expectNoFindings(page, "nothing checked");
    await page.getByRole("radio", { name: "From … to" }).check();
    await checkNow(page).click();
    await expectNoFindings(page, "a fault");
    await page.getByRole("radio", { name: "Everything" }).check();
    await checkNow(page).click();
    await report(page).waitFor();
    await page.getByRole("button", { name: "Show details" }).click();
    await expectNoFindings(page, "a result");
    await pastRows(page).nth(0).getByRole("button").click();
    await expect(report(page)).toContainText(/^Report as it was on/);
    await expectNoFindings(page, "a past report");
  });
}

async function expectNoFindings(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map((node) => node.target).join(" | ")}`)).toEqual(
    [],
  );
}
