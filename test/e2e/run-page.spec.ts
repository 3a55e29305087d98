import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { CreatedRun } from "../../src/shared/operations/run-operations.ts";
import { expect, test } from "./support/app-test.ts";
import { callMain, recordSamples } from "./support/seed-runs.ts";

const band = (page: Page) => page.getByRole("region", { name: "Can I run this?" });
const checkChip = (page: Page) => page.locator('button.chip[data-fact="check"]');
const section = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: false }).and(page.locator(".section-toggle"));

/** Records the samples and opens one of them from the list. */
async function openSample(page: Page, file: string): Promise<CreatedRun> {
  const created = (await recordSamples(page)).get(file);
  if (created === undefined) throw new Error(`There is no sample ${file}`);
  await openRun(page, created.run_number);
  return created;
}

async function openRun(page: Page, number: string) {
  await page
    .locator("tr.run-row")
    .filter({ has: page.getByText(number, { exact: true }) })
    .click();
  await expect(page.getByRole("heading", { name: `Run ${number}` })).toBeVisible();
}

test("passed checks: one sees at once that it may run, why, and what to do next", async ({ launch }) => {
  const { page } = await launch();
  await openSample(page, "01-saw-rosewood-binding.json");
  await expect(band(page).getByRole("heading", { name: "Checks passed" })).toBeVisible();
  await expect(band(page)).toContainText("Compare tool and material with the machine, then run.");
  await expect(checkChip(page)).toContainText("Record intact");
});

test("a blocked run says why in words, and its warnings come with limit and unit", async ({ launch }) => {
  const { page } = await launch();
  await openSample(page, "06-saw-overspeed-blocked.json");
  await expect(band(page).getByRole("heading", { name: "Blocked – do not run" })).toBeVisible();
  await expect(band(page)).toContainText("Spindle 6500 rpm is above the blade's limit of 5200 rpm");
  await expect(page.getByText("Over the limit")).toHaveCount(2);
  await expect(page.getByText("Limit 5200 rpm")).toBeVisible();
});

test("a record without a check says what is missing, not which field", async ({ launch }) => {
  const { page } = await launch();
  await openSample(page, "09-cam-without-feasibility.json");
  await expect(band(page)).toContainText("The fingerprint of the check is missing.");
  await expect(band(page)).toContainText("The decision is missing.");
  await expect(page.getByText("No G-code was made because the run was blocked.")).toBeVisible();
});

test("the record check runs on opening, says what it compared and what that does not mean", async ({ launch }) => {
  const { page } = await launch();
  await openSample(page, "01-saw-rosewood-binding.json");
  await expect(page.getByText("Checked just now.")).toBeVisible();
  await checkChip(page).click();
  const popover = page.getByRole("dialog", { name: /^Record check of run/ });
  await expect(popover).toContainText("This says the record has not changed. It does not say the cut is safe.");
  await expect(popover).toContainText("No change found since it was recorded.");
  await expect(popover).toContainText("Checked just now.");
  await expect(popover.getByRole("row").filter({ hasText: "Same" }).first()).toBeVisible();
  await expect(checkChip(page)).not.toHaveAttribute("data-tone", "action");
});

test("a changed record is fenced: nothing can be added, no file is opened, the finding has a name", async ({
  launch,
}) => {
  const { page, runsDir } = await launch();
  const created = (await recordSamples(page)).get("01-saw-rosewood-binding.json");
  const path = join(runsDir, created?.path ?? "");
  writeFileSync(path, readFileSync(path, "utf8").replace("rosewood", "roseWood"));
  await openRun(page, created?.run_number ?? "");
  await expect(band(page).getByRole("heading", { name: "Do not use – record changed" })).toBeVisible();
  await expect(checkChip(page)).toContainText("Record CHANGED");
  await expect(page.getByText("This record has changed since it was made. You can only look.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Note/ })).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Control+n");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Open text of/ })).toHaveCount(0);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog", { name: /^Record check of run/ })).toContainText("Code RECORD_CHANGED");
  await page.keyboard.press("Escape");
  await page.keyboard.press("F5");
  await expect(checkChip(page)).toContainText("Record CHANGED");
});

test("a note takes three taps, can be taken back, and only then goes on record", async ({ launch }) => {
  const { page } = await launch();
  const { run_id } = await openSample(page, "01-saw-rosewood-binding.json");
  const history = () => callMain<{ entries: readonly { kind: string }[] }>(page, "run.history", { run_id });
  const before = (await history()).entries.length;
  const addNote = async () => {
    await page.getByRole("button", { name: "Note", exact: true }).click();
    await page.getByRole("button", { name: "Tool worn" }).click();
    await page.getByRole("button", { name: "Save note" }).click();
  };
  await addNote();
  await expect(page.getByText("Not on record yet")).toBeVisible();
  expect((await history()).entries).toHaveLength(before);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Tool worn")).toHaveCount(0);
  await addNote();
  await page.getByRole("button", { name: "Save now" }).click();
  await expect(page.getByRole("region", { name: "Notes and tags" })).toContainText("Tool worn");
  await expect(page.getByText("Not on record yet")).toHaveCount(0);
  expect((await history()).entries).toHaveLength(before + 1);
});

test("what was typed stays when the dialog is left with Esc", async ({ launch }) => {
  const { page } = await launch();
  await openSample(page, "01-saw-rosewood-binding.json");
  await page.keyboard.press("Control+n");
  await page.getByRole("textbox", { name: "Note" }).fill("Chips in the slot");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+n");
  await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("Chips in the slot");
});

test("a tag and hiding go on record and show on the page", async ({ launch }) => {
  const { page } = await launch();
  await openSample(page, "01-saw-rosewood-binding.json");
  await page.getByRole("button", { name: "Tag", exact: true }).click();
  await page.getByRole("button", { name: "first article" }).click();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Hide" }).click();
  await page.getByRole("button", { name: "Save now" }).click();
  const notes = page.getByRole("region", { name: "Notes and tags" });
  await expect(notes).toContainText("first article");
  await expect(notes).toContainText("This run is hidden from the list.");
  await expect(page.getByRole("button", { name: "Show again" })).toBeVisible();
});

test("G-code opens as text, line by line", async ({ launch }) => {
  const { page } = await launch();
  await openSample(page, "05-router-thin-wall-unicode.json");
  await page.getByRole("button", { name: "Open text of G-code" }).click();
  const text = page.getByRole("region", { name: "Text of G-code" });
  await expect(text).toContainText("(Nußbaum-Kästchen, Tasche)");
  await expect(text).toContainText("M30");
  await page.getByRole("button", { name: "Close the text of G-code" }).click();
  await expect(text).toHaveCount(0);
});

test("a file that changed since the page was opened is told of first, and shown only after one more tap", async ({
  launch,
}) => {
  const { page, runsDir } = await launch();
  const { run_id, run_number } = (await recordSamples(page)).get("05-router-thin-wall-unicode.json") ?? {};
  const source = { bytes: [...new TextEncoder().encode("G21\nG90\n")], name: "op30.nc" };
  const request = { run_id, source, kind: "gcode", mime: null };
  const { attachment } = await callMain<{ attachment: { sha256: string } }>(page, "attachment.put", request);
  await openRun(page, run_number ?? "");
  const open = page.getByRole("button", { name: "Open text of op30.nc" });
  await open.click();
  const text = page.getByRole("region", { name: "Text of op30.nc" });
  await expect(text).toContainText("G90");
  await page.getByRole("button", { name: "Close the text of op30.nc" }).click();
  const { sha256 } = attachment;
  const path = join(runsDir, "_attachments", sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  chmodSync(path, 0o644);
  writeFileSync(path, "G20\nG91\n");
  await open.click();
  await expect(page.getByRole("alert")).toContainText("op30.nc is not the file that was recorded.");
  await expect(page.getByText("Nothing of it is shown here.")).toBeVisible();
  await expect(text).toHaveCount(0);
  await page.getByRole("button", { name: "Open anyway: text of op30.nc" }).click();
  await expect(text).toContainText("G91");
  await expect(page.getByRole("alert")).toContainText("Do not use it.");
});

test("the raw record is the stored text, digit for digit, and the history names every entry", async ({ launch }) => {
  const { page, runsDir } = await launch();
  const { path } = await openSample(page, "01-saw-rosewood-binding.json");
  const stored = readFileSync(join(runsDir, path), "utf8").split("\n");
  await section(page, "Raw record").click();
  const raw = page.getByRole("region", { name: "Stored text of the record" });
  await expect(raw.locator(".line bdi").nth(1)).toHaveText(stored[1] ?? "", { useInnerText: true });
  const shown = await raw.locator(".line bdi").allTextContents();
  expect(shown).toEqual(stored.slice(0, shown.length));
  await section(page, "History").click();
  const steps = page.getByRole("list", { name: "What happened, oldest first" }).getByRole("listitem");
  await expect(steps.first()).toContainText("Made");
  await expect(steps.filter({ hasText: "Decided" })).toContainText("Checks passed");
  await page.getByRole("radio", { name: "All" }).check();
  await expect(page.getByRole("table", { name: "History" })).toContainText("Recorded");
  await page.getByRole("radio", { name: "Raw" }).check();
  await expect(page.getByRole("region", { name: "Log lines about this run" })).toContainText('"kind":"run.recorded"');
});

test("a request that cannot be read leaves a run that says so and keeps the bytes", async ({ launch }) => {
  const { page } = await launch();
  await openSample(page, "12-torn-transfer.json");
  await expect(band(page).getByRole("heading", { name: "Check did not finish – do not run" })).toBeVisible();
  await expect(band(page)).toContainText("The request could not be read.");
  await page.getByRole("button", { name: /^Open text of/ }).click();
  await expect(page.getByRole("region", { name: /^Text of/ })).toContainText('"mode"');
});

test("a name that tries to deceive is shown with what it hides", async ({ launch }) => {
  const { page } = await launch();
  const bytes = [...new TextEncoder().encode(JSON.stringify({ mode: "saw", tool_id: "T\u202e201", status: "OK" }))];
  await callMain(page, "run.create", { source: { bytes, name: null } });
  await expect(page.locator("tr.run-row").filter({ hasText: "‹U+202E›" })).toHaveCount(1);
});

test("Ctrl+Shift+C copies the run number", async ({ launch }) => {
  const { page } = await launch();
  const { run_number } = await openSample(page, "01-saw-rosewood-binding.json");
  await page.keyboard.press("Control+Shift+C");
  await expect(page.getByText("Run number copied")).toBeVisible();
  await page.keyboard.press("Control+n");
  await page.getByRole("textbox", { name: "Note" }).focus();
  await page.keyboard.press("Control+v");
  await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue(run_number);
});
