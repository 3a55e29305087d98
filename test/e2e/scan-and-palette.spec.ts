import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { CreatedRun } from "../../src/shared/operations/run-operations.ts";
import { makeScanCode } from "../../src/shared/scan-code.ts";
import { expect, test } from "./support/app-test.ts";
import { scan } from "./support/scan-keys.ts";
import { recordSamples } from "./support/seed-runs.ts";

/** A code that is right and belongs to no run. */
const UNKNOWN_CODE = "RN57223054";

function codeOf(run: CreatedRun | undefined): string {
  const code = run === undefined ? null : makeScanCode(run);
  if (code === null) throw new Error("this run has no code");
  return code;
}

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });

async function openSamples(page: Page) {
  const created = await recordSamples(page);
  await page.locator("tr.run-row[data-index]").first().waitFor();
  const [first, second] = [created.get("01-saw-rosewood-binding.json"), created.get("03-drill-bridge-pins.json")];
  return { first, second };
}

/** Opens a run by scanning its code. */
async function scanRun(page: Page, run: CreatedRun | undefined) {
  await scan(page, codeOf(run));
  await expect(heading(page, `Run ${run?.run_number}`)).toBeVisible();
  await page.locator(".verdict").waitFor();
}

async function expectNoFindings(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map((node) => node.target).join(" | ")}`)).toEqual(
    [],
  );
}

test.describe("a scan", () => {
  test("opens its run from any page, and back returns to where one was", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    for (const [key, title] of [
      ["Control+4", "Import runs"],
      ["Control+6", "Settings"],
      ["Control+2", "Runs"],
    ] as const) {
      await page.keyboard.press(key);
      await expect(heading(page, title)).toBeVisible();
      await scanRun(page, first);
      await page.keyboard.press("Alt+ArrowLeft");
      await expect(heading(page, title)).toBeVisible();
    }
  });

  test("in a dialog opens its run and loses nothing of what was typed", async ({ launch }) => {
    const { page } = await launch();
    const { first, second } = await openSamples(page);
    await scanRun(page, first);
    await page.keyboard.press("Control+n");
    const note = page.getByRole("dialog").getByRole("textbox");
    await note.fill("edge is rough");
    await scanRun(page, second);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("Alt+ArrowLeft");
    await page.locator(".verdict").waitFor();
    await page.keyboard.press("Control+n");
    await expect(note).toHaveValue("edge is rough");
  });

  test("leaves a half-typed text, its selection and its caret as they were", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    const search = page.getByRole("main").getByRole("searchbox");
    await search.pressSequentially("rosewood", { delay: 60 });
    await search.evaluate((field: HTMLInputElement) => field.setSelectionRange(2, 5));
    // On this page a code that is not here changes nothing at all.
    await scan(page, UNKNOWN_CODE);
    await expect(page.getByText("Code not known. No run in this folder has it.")).toBeVisible();
    await expect(heading(page, "Runs")).toBeVisible();
    await expect(search).toHaveValue("rosewood");
    expect(
      await search.evaluate(({ selectionStart, selectionEnd }: HTMLInputElement) => [selectionStart, selectionEnd]),
    ).toEqual([2, 5]);
    await expect(search).toBeFocused();
    await page.getByRole("button", { name: "Put away" }).click();
    await expect(page.getByText("Code not known.")).toHaveCount(0);
    await search.focus();
    await scanRun(page, first);
  });

  test("that is not ours is text for the field, whole, and its Enter does nothing", async ({ launch }) => {
    const { page } = await launch();
    await openSamples(page);
    const search = page.getByRole("main").getByRole("searchbox");
    await search.pressSequentially("no ", { delay: 60 });
    await scan(page, "4006381333931");
    await expect(search).toHaveValue("no 4006381333931");
    await expect(search).toBeFocused();
    await scan(page, "ABC-12345", { end: ["Tab"] });
    await expect(search).toHaveValue("no 4006381333931ABC-12345");
    await expect(search).not.toBeFocused();
  });

  test("typed text is never taken for one, however fast two keys come", async ({ launch }) => {
    const { page } = await launch();
    await openSamples(page);
    const search = page.getByRole("main").getByRole("searchbox");
    await search.focus();
    await scan(page, "rose", { gapMs: 20, end: [] });
    await scan(page, "wood and brass", { gapMs: 60, end: [] });
    await expect(search).toHaveValue("rosewood and brass");
  });

  test("never presses the button that has the focus, not even with a blank in its code", async ({ launch }) => {
    const { page } = await launch();
    await openSamples(page);
    await page.keyboard.press("Control+Enter");
    await expect(heading(page, "Record a run")).toBeVisible();
    const main = page.locator('main [data-kind="main"]');
    await main.focus();
    for (const text of [UNKNOWN_CODE, "4006381333931", "AB 12345 C", " 12345678"]) {
      await scan(page, text.trimStart(), { end: ["Enter", "Enter"] });
      await expect(page.getByText("Code not known.")).toBeVisible();
      await expect(page.locator("main .field-error")).toHaveCount(0);
      await page.getByRole("button", { name: "Put away" }).click();
      await main.focus();
    }
    // The key of a person still does.
    await page.keyboard.press("Enter");
    await expect(page.locator("main .field-error").first()).toBeVisible();
  });

  test("is left alone in a field for a PIN, and where it is switched off", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    await page.evaluate(() => {
      const pin = Object.assign(document.createElement("input"), { type: "password", id: "pin" });
      const off = Object.assign(document.createElement("input"), { id: "off" });
      off.dataset.scan = "off";
      document.querySelector("main")?.prepend(pin, off);
    });
    for (const id of ["pin", "off"]) {
      await page.locator(`#${id}`).focus();
      await scan(page, codeOf(first));
      await expect(page.locator(`#${id}`)).toHaveValue(codeOf(first));
      await expect(heading(page, "Runs")).toBeVisible();
    }
  });

  test("leaves a choice and a date as they were", async ({ launch }) => {
    const { page } = await launch();
    await openSamples(page);
    await page.evaluate(() => {
      const date = Object.assign(document.createElement("input"), { type: "date", id: "date" });
      const choice = Object.assign(document.createElement("select"), { id: "choice" });
      choice.append(new Option("apple"), new Option("nut"), new Option("rose"));
      document.querySelector("main")?.prepend(date, choice);
    });
    for (const id of ["date", "choice"]) {
      await page.locator(`#${id}`).focus();
      await scan(page, UNKNOWN_CODE);
      await expect(page.getByText("Code not known.")).toBeVisible();
      await page.getByRole("button", { name: "Put away" }).click();
    }
    const date = page.locator("#date");
    expect(await date.evaluate(({ value, validity }: HTMLInputElement) => [value, validity.badInput])).toEqual([
      "",
      false,
    ]);
    await expect(page.locator("#choice")).toHaveValue("apple");
  });

  test("fills the field that asks for a code, and opens nothing", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    await page.evaluate(() => {
      const field = Object.assign(document.createElement("input"), { id: "asking", value: "old" });
      field.dataset.scan = "take";
      document.querySelector("main")?.prepend(field);
    });
    await page.locator("#asking").focus();
    await scan(page, codeOf(first).toLowerCase());
    await expect(page.locator("#asking")).toHaveValue(codeOf(first));
    await expect(heading(page, "Runs")).toBeVisible();
  });

  test("through a French keyboard is read, and says so", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    const french: Readonly<Record<string, string>> = {
      1: "&",
      2: "é",
      3: '"',
      4: "'",
      5: "(",
      6: "-",
      7: "è",
      8: "_",
      9: "ç",
      0: "à",
    };
    await scan(page, [...codeOf(first)].map((character) => french[character] ?? character).join(""));
    await expect(heading(page, `Run ${first?.run_number}`)).toBeVisible();
    await expect(page.getByText("Read through keyboard layout French.")).toBeVisible();
  });

  test("twice at once, or again at once, is one scan", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    await scan(page, codeOf(first) + codeOf(first));
    await scan(page, codeOf(first));
    await expect(heading(page, `Run ${first?.run_number}`)).toBeVisible();
    await page.keyboard.press("Alt+ArrowLeft");
    await expect(heading(page, "Runs")).toBeVisible();
  });

  test("unknown in a dialog says so in the dialog, which stays", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    await scanRun(page, first);
    await page.keyboard.press("Control+n");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("worn");
    await scan(page, UNKNOWN_CODE);
    await expect(dialog.getByText("Code not known. No run in this folder has it.")).toBeVisible();
    await expect(dialog.getByRole("textbox")).toHaveValue("worn");
    await expectNoFindings(page, "an unknown code in a dialog");
    await dialog.getByRole("button", { name: "Put away" }).click();
    await expect(dialog.getByText("Code not known.")).toHaveCount(0);
    await expect(dialog).toBeVisible();
  });
});

test.describe("the scanner test", () => {
  test("shows what arrived and what was understood, and acts on nothing", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    await page.keyboard.press("Control+6");
    await page.getByRole("button", { name: "Test the scanner" }).click();
    await expect(page.getByText("Ready. Scan a code now.")).toBeVisible();
    await scan(page, codeOf(first), { gapMs: 7 });
    await expect(page.getByText(`This is the code of run ${first?.run_number}.`)).toBeVisible();
    await expect(page.getByText("Longest gap", { exact: true })).toBeVisible();
    await expect(page.getByRole("row")).toHaveCount(codeOf(first).length + 2);
    await expect(heading(page, "Scanner test")).toBeVisible();
    await expectNoFindings(page, "the scanner test");
  });

  test("says why keys were no scan, and its limits are kept for the next start", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("scanner", { delay: 60 });
    await page.keyboard.press("Enter");
    await expect(heading(page, "Scanner test")).toBeVisible();
    await scan(page, codeOf(first), { gapMs: 50 });
    await expect(page.getByText("Too slow for a scan: a gap of 50 ms, the limit is 35 ms.")).toBeVisible();
    for (let press = 0; press < 4; press += 1) await page.getByRole("button", { name: "Longer" }).click();
    await page.reload();
    await page.locator("tr.run-row[data-index]").first().waitFor();
    await scan(page, codeOf(first), { gapMs: 50 });
    await expect(heading(page, `Run ${first?.run_number}`)).toBeVisible();
  });
});

test.describe("the palette", () => {
  test("finds a command, a setting and a run, with the keyboard alone", async ({ launch }) => {
    const { page } = await launch();
    const { second } = await openSamples(page);
    const type = async (text: string) => {
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("combobox")).toBeFocused();
      await page.keyboard.type(text, { delay: 60 });
    };
    await type("health");
    await expect(page.getByRole("option", { selected: true })).toContainText("Go to Health");
    await expect(page.getByRole("option", { selected: true })).toContainText("Ctrl+5");
    await page.keyboard.press("Enter");
    await expect(heading(page, "Health")).toBeVisible();
    await type("colours high");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "contrast");
    await type(second?.run_number ?? "");
    await page.keyboard.press("Enter");
    await expect(heading(page, `Run ${second?.run_number}`)).toBeVisible();
    await type("kerf");
    await page.getByRole("option", { name: /^Run / }).first().waitFor();
    await page.keyboard.press("Enter");
    await expect(page.locator(".verdict")).toBeVisible();
  });

  test("shows what was used last first, moves with the arrows and closes with Esc", async ({ launch }) => {
    const { page } = await launch();
    await openSamples(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("dark", { delay: 60 });
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.keyboard.press("Control+k");
    const chosen = page.getByRole("option", { selected: true });
    await expect(chosen).toContainText("Colours: Dark");
    await page.keyboard.press("ArrowDown");
    await expect(chosen).not.toContainText("Colours: Dark");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await expect(chosen).toBeInViewport();
    await expectNoFindings(page, "the palette");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("combobox")).toHaveCount(0);
    await expect(heading(page, "Runs")).toBeVisible();
  });

  test("gives way to a scan", async ({ launch }) => {
    const { page } = await launch();
    const { first } = await openSamples(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("dar", { delay: 60 });
    await scanRun(page, first);
    await expect(page.getByRole("combobox")).toHaveCount(0);
  });
});

test("F1 lists the keys, those of the page one came from first, and Esc goes back", async ({ launch }) => {
  const { page } = await launch();
  const { first } = await openSamples(page);
  await scanRun(page, first);
  await page.keyboard.press("F1");
  await expect(heading(page, "Help")).toBeVisible();
  const own = page.getByRole("table", { name: "Keys on the page Run" });
  await expect(own.getByRole("row").filter({ hasText: "Write a note" })).toContainText("Ctrl+N");
  await expect(page.getByRole("row").filter({ hasText: "Go to Import" })).toContainText("Ctrl+4");
  await expectNoFindings(page, "help");
  await page.keyboard.press("Escape");
  await expect(heading(page, `Run ${first?.run_number}`)).toBeVisible();
});

test("Ctrl+Shift+F goes to the search of the list from anywhere", async ({ launch }) => {
  const { page } = await launch();
  await openSamples(page);
  await page.keyboard.press("Control+5");
  await page.keyboard.press("Control+Shift+F");
  await expect(heading(page, "Runs")).toBeVisible();
  await expect(page.getByRole("main").getByRole("searchbox")).toBeFocused();
});
