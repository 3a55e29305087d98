import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { callMain, recordSamples } from "./support/seed-runs.ts";
import { anchorRuns, SPOILT_FILE, type SpoiltRuns, spoilStore } from "./support/spoil-store.ts";

/** What each run of the spoilt store comes to. */
const STATES = {
  intact: { chip: "Record intact", icon: "seal-tick", sentence: "No change found since it was recorded." },
  incomplete: { chip: "Record not complete", icon: "seal-gap", sentence: "The fingerprint of the check is missing." },
  missing: { chip: "Cannot check", icon: "seal-question", sentence: `One file is missing: “${SPOILT_FILE}”.` },
  fileChanged: {
    chip: "Record CHANGED",
    icon: "seal-broken",
    sentence: `“${SPOILT_FILE}” is not the file that was recorded. Do not use it. Tell your supervisor.`,
  },
  changed: {
    chip: "Record CHANGED",
    icon: "seal-broken",
    sentence: "The record is not the one that was recorded. Do not use it. Tell your supervisor.",
  },
} as const satisfies Readonly<Record<keyof SpoiltRuns, unknown>>;

const STATE_NAMES = Object.keys(STATES) as readonly (keyof SpoiltRuns)[];

const rowOf = (page: Page, number: string) =>
  page.locator("tr.run-row[data-index]").filter({ has: page.getByText(number, { exact: true }) });
const rowChip = (page: Page, number: string) => rowOf(page, number).locator(".row-check");
const popover = (page: Page) => page.getByRole("dialog", { name: /^Record check of run/ });
const pageChip = (page: Page) => page.locator('button.chip[data-fact="check"]');
const checkNow = (page: Page) => popover(page).getByRole("button", { name: "Check now" });

async function expectNoFindings(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map((node) => node.target).join(" | ")}`);
  expect(found).toEqual([]);
}

/** Remembers every text that the record chips of a page showed, however short. */
async function watchChips(page: Page) {
  await page.evaluate(() => {
    const seen = new Set<string>();
    Reflect.set(window, "seenChips", seen);
    const look = () => {
      for (const chip of document.querySelectorAll('[data-fact="check"]')) seen.add(chip.textContent ?? "");
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => [...(Reflect.get(window, "seenChips") as Set<string>)]);
}

test("a record check takes two taps from the list: the chip, then Check now", async ({ launch }) => {
  const { page } = await launch();
  const run = (await recordSamples(page)).get("01-saw-rosewood-binding.json");
  const number = run?.run_number ?? "";
  await expect(rowChip(page, number)).toContainText("Not checked yet");
  await expect(rowChip(page, number).locator("svg")).toHaveAttribute("data-icon", "seal-dotted");
  const seenChips = await watchChips(page);
  await rowChip(page, number).click();
  await checkNow(page).click();
  await expect(popover(page)).toContainText("Record intact");
  await expect(popover(page)).toContainText("Checked just now.");
  await expect(popover(page).getByRole("table", { name: "What was compared" })).toContainText("toolpaths.json");
  expect((await seenChips()).some((text) => text.startsWith("Checking…"))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(popover(page)).toHaveCount(0);
  await expect(rowChip(page, number)).toContainText("Record intact");
});

test("opening a run checks it: one tap, and the page says just now", async ({ launch }) => {
  const { page } = await launch();
  const run = (await recordSamples(page)).get("01-saw-rosewood-binding.json");
  await rowOf(page, run?.run_number ?? "").click();
  await expect(pageChip(page)).toContainText("Record intact");
  await expect(page.getByText("Checked just now.")).toBeVisible();
});

test("every state has its chip and its sentence, in the list, on the page and behind the chip", async ({ launch }) => {
  test.setTimeout(90_000);
  const app = await launch();
  const { page } = app;
  const runs = await spoilStore(app);
  for (const name of STATE_NAMES) {
    const { chip, icon, sentence } = STATES[name];
    const { run_number: number } = runs[name];
    await rowChip(page, number).click();
    await checkNow(page).click();
    await expect(popover(page).locator(".chip")).toHaveText(chip);
    await expect(popover(page).locator(".chip svg")).toHaveAttribute("data-icon", icon);
    await expect(popover(page)).toContainText(sentence);
    await expect(popover(page)).toContainText("It does not say the cut is safe.");
    await popover(page).getByRole("button", { name: "Open the run" }).click();
    await expect(popover(page)).toHaveCount(0);
    await expect(pageChip(page)).toContainText(chip);
    await pageChip(page).click();
    await expect(popover(page)).toContainText(sentence);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(rowChip(page, number)).toContainText(chip);
    await expect(rowChip(page, number).locator("svg")).toHaveAttribute("data-icon", icon);
  }
});

test("a run that the central audit has confirmed says so, with another drawing and another strength", async ({
  launch,
}) => {
  const app = await launch();
  const { page } = app;
  const run = (await recordSamples(page)).get("01-saw-rosewood-binding.json");
  const number = run?.run_number ?? "";
  await anchorRuns(app);
  await rowChip(page, number).click();
  await checkNow(page).click();
  await expect(popover(page).locator(".chip")).toHaveText("Intact, matches audit copy");
  await expect(popover(page).locator(".chip svg")).toHaveAttribute("data-icon", "seal-double");
  await expect(popover(page)).toContainText("It matches a copy outside this PC. That finds rewriting too.");
  await page.keyboard.press("Escape");
  await expect(rowChip(page, number)).toContainText("Intact, matches audit copy");
});

test("what was found by one look stays known for the next, also in another window", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const { changed } = await spoilStore(app);
  await rowOf(page, changed.run_number).click();
  await expect(pageChip(page)).toContainText("Record CHANGED");
  await page.reload();
  await expect(rowChip(page, changed.run_number)).toContainText("Record CHANGED");
  await expect(page.getByText("1 record CHANGED")).toBeVisible();
});

test("the popover works with keys alone, holds the focus and gives it back", async ({ launch }) => {
  const { page } = await launch();
  await recordSamples(page);
  await page.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F5");
  await expect(popover(page)).toBeVisible();
  await expect(checkNow(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(popover(page)).toContainText("Checked just now.");
  const isInside = () =>
    page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null);
  for (let turn = 0; turn < 12; turn += 1) {
    await page.keyboard.press("Tab");
    expect(await isInside()).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(popover(page)).toHaveCount(0);
  await expect(page.getByRole("grid")).toBeFocused();
});

test("fingerprints come short in groups of four, and whole when asked", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const { fileChanged } = await spoilStore(app);
  await rowOf(page, fileChanged.run_number).click();
  await expect(pageChip(page)).toContainText("Record CHANGED");
  await pageChip(page).click();
  const row = popover(page).getByRole("row").filter({ hasText: SPOILT_FILE });
  await expect(row).toContainText(/([0-9a-f]{4} ){4}…/);
  await popover(page).getByRole("button", { name: "Show whole fingerprints" }).click();
  await expect(row).toContainText(/([0-9a-f]{4} ){15}[0-9a-f]{4}/);
  await popover(page).getByRole("button", { name: "What does this mean?" }).click();
  await expect(popover(page)).toContainText("Someone with full rights on this PC could replace both together.");
});

test.describe("by touch", () => {
  for (const density of ["touch", "glove"] as const) {
    test(`in ${density} sizes the chip is as large as a finger needs, and a tap outside closes`, async ({ launch }) => {
      const { page } = await launch({ density });
      const run = (await recordSamples(page)).get("12-torn-transfer.json");
      const chip = rowChip(page, run?.run_number ?? "");
      const box = await chip.boundingBox();
      expect(box?.height ?? 0).toBeGreaterThanOrEqual({ touch: 48, glove: 75 }[density]);
      const session = await page.context().newCDPSession(page);
      const tap = async (x: number, y: number) => {
        await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
        await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
      };
      await tap((box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) / 2);
      await expect(popover(page)).toBeVisible();
      const inside = await popover(page).boundingBox();
      const view = page.viewportSize();
      expect((inside?.x ?? 0) + (inside?.width ?? 0)).toBeLessThanOrEqual(view?.width ?? 0);
      expect((inside?.y ?? 0) + (inside?.height ?? 0)).toBeLessThanOrEqual(view?.height ?? 0);
      await tap(3, 3);
      await expect(popover(page)).toHaveCount(0);
    });
  }
});

test("a passed run whose record changed shows the broken seal larger than its decision", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const { changed } = await spoilStore(app);
  const number = changed.run_number;
  await rowOf(page, number).click();
  await expect(page.getByRole("heading", { name: "Do not use – record changed" })).toBeVisible();
  const widthOf = async (selector: string) => (await page.locator(selector).first().boundingBox())?.width ?? 0;
  const onPage = await widthOf('.verdict [data-icon="seal-broken"]');
  expect(onPage).toBeGreaterThan(1.5 * (await widthOf('.fact-row [data-icon="circle-tick"]')));
  await page.keyboard.press("Escape");
  const inRow = async (icon: string) =>
    (await rowOf(page, number).locator(`[data-icon="${icon}"]`).boundingBox())?.width ?? 0;
  await expect(rowChip(page, number)).toContainText("Record CHANGED");
  expect(await inRow("seal-broken")).toBeGreaterThan(1.2 * (await inRow("circle-tick")));
});

test("a changed record is fenced on screen and says so across the paper; its bytes can still be read", async ({
  launch,
}) => {
  const app = await launch();
  const { page } = app;
  const { changed } = await spoilStore(app);
  await rowOf(page, changed.run_number).click();
  const article = page.locator(".run-page");
  await expect(article).toHaveAttribute("data-fenced", "true");
  for (const name of ["Note", "Tag", "Hide"]) {
    await expect(page.getByRole("button", { name: new RegExp(`^${name}`) })).toHaveAttribute("aria-disabled", "true");
  }
  await page.getByRole("button", { name: "Raw record" }).click();
  await expect(page.getByRole("region", { name: "Stored text of the record" })).toContainText("GREEM");
  const watermark = () => article.evaluate((element) => getComputedStyle(element, "::before").content);
  expect(await watermark()).toBe("none");
  await page.emulateMedia({ media: "print" });
  expect(await watermark()).toBe('"Record changed – do not use"');
  await expect(page.getByRole("navigation")).toBeHidden();
  await expect(page.getByRole("button", { name: "See what changed" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.keyboard.press("F5");
  await expect(article).toHaveAttribute("data-fenced", "true");
});

test("one bad file does not fence the record: the file says it, and the rest can be used", async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const { fileChanged, missing } = await spoilStore(app);
  await rowOf(page, fileChanged.run_number).click();
  await expect(page.getByRole("heading", { name: "Do not use – file changed" })).toBeVisible();
  await expect(page.locator(".run-page")).toHaveAttribute("data-fenced", "false");
  const files = page.getByRole("table", { name: "Files" });
  const bad = files.getByRole("row").filter({ hasText: SPOILT_FILE });
  await expect(bad).toContainText("File CHANGED");
  await expect(bad).toContainText(`${SPOILT_FILE} is not the file that was recorded.`);
  await expect(files.getByRole("row").filter({ hasText: "G-code" }).first()).toContainText("Same as recorded");
  await expect(page.getByRole("button", { name: /^Note/ })).not.toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Escape");
  await rowOf(page, missing.run_number).click();
  await expect(files.getByRole("row").filter({ hasText: SPOILT_FILE })).toContainText("File is missing");
});

test("a file too large to be checked at once is checked after the rest, and the chip says how far it is", async ({
  launch,
}) => {
  const app = await launch();
  const { page } = app;
  const run = (await recordSamples(page)).get("01-saw-rosewood-binding.json");
  const folder = mkdtempSync(join(tmpdir(), "rmos-large-"));
  const large = join(folder, "scan.bin");
  writeFileSync(large, Buffer.alloc(60_000_000, "scan"));
  const { grant } = await callMain<{ grant: string }>(page, "files.grant", { dropped_path: large });
  const put = { run_id: run?.run_id, source: { file: { grant } }, kind: "scan", mime: null };
  await callMain(page, "attachment.put", put);
  rmSync(folder, { recursive: true, force: true });
  await page.reload();
  const seenChips = await watchChips(page);
  await rowOf(page, run?.run_number ?? "").click();
  await expect(pageChip(page)).toContainText("Record intact");
  expect((await seenChips()).some((text) => /^Checking… \d of 3 files/.test(text))).toBe(true);
  const files = page.getByRole("table", { name: "Files" });
  await expect(files.getByRole("row").filter({ hasText: "scan.bin" })).toContainText("Same as recorded");
  await pageChip(page).click();
  await expect(popover(page)).toContainText("3 files, 60");
});

for (const theme of ["light", "dark", "contrast"] as const) {
  test(`nothing is found behind any chip in ${theme}`, async ({ launch }) => {
    test.setTimeout(90_000);
    const app = await launch({ size: { width: 1024, height: 768 } });
    const { page } = app;
    const runs = await spoilStore(app);
    await page.evaluate((chosen) => localStorage.setItem("rmos-runs.theme", chosen), theme);
    await page.reload();
    for (const name of STATE_NAMES) {
      await rowChip(page, runs[name].run_number).click();
      await checkNow(page).click();
      await expect(popover(page)).toContainText("Checked just now.");
      await expectNoFindings(page, `the record check, ${name}`);
      await popover(page).getByRole("button", { name: "Open the run" }).click();
      await expect(pageChip(page)).toContainText(STATES[name].chip);
      await expectNoFindings(page, `the page, ${name}`);
      await page.keyboard.press("Escape");
    }
    await expectNoFindings(page, "the list");
  });
}

test("in forced colours a changed record is the one chip that is filled, and every chip keeps its drawing", async ({
  launch,
}) => {
  const app = await launch({ forcedColors: "active" });
  const { page } = app;
  const runs = await spoilStore(app);
  const lookOf = async (name: keyof SpoiltRuns) => {
    await rowChip(page, runs[name].run_number).click();
    await checkNow(page).click();
    await expect(popover(page).locator(".chip")).toHaveText(STATES[name].chip);
    await page.keyboard.press("Escape");
    return rowChip(page, runs[name].run_number)
      .locator(".chip")
      .evaluate((chip) => ({
        back: getComputedStyle(chip).backgroundColor,
        edge: getComputedStyle(chip).borderTopStyle,
        icon: chip.querySelector("svg")?.dataset.icon,
      }));
  };
  const [intact, missing, changed] = [await lookOf("intact"), await lookOf("missing"), await lookOf("changed")];
  expect(changed.back).not.toBe(intact.back);
  expect(changed.back).not.toBe(missing.back);
  expect(missing.edge).toBe("dashed");
  expect([intact.icon, missing.icon, changed.icon]).toEqual(["seal-tick", "seal-question", "seal-broken"]);
});
