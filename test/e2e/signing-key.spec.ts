import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";
import { shellKind } from "./support/launch.ts";

// The keyring is the host's simulated one (test/chromium-host/main-side/safe-storage.ts): a real one belongs to the person who runs the tests.
test.skip(shellKind() === "electron", "needs a keyring that tests may take away");

let root: string;
let dataDir: string;
let keyring: string;

test.beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rmos-runs-key-"));
  dataDir = join(root, "data");
  keyring = join(root, "keyring");
  writeFileSync(keyring, "the password of the keyring");
});
test.afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

function environment() {
  return { RMOS_HOST_KEYRING: keyring };
}

async function openHealth(page: Page) {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+5");
  const card = page.getByRole("region", { name: "Signing key" });
  await expect(card.locator("code")).toHaveText(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  return card;
}

function keyFiles(): readonly string[] {
  const folder = join(dataDir, "keys");
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
}

test("a system without a keyring is told of, and offers nothing that it cannot do", async ({ launch }) => {
  const { page } = await launch();
  const card = await openHealth(page);
  await expect(card.getByText("This system has no keyring that could seal it.")).toBeVisible();
  await expect(page.getByText("Set up a keyring, then seal the key.")).toBeVisible();
  await expect(card.getByRole("button", { name: "Seal the signing key" })).toHaveCount(0);
});

test("the key is sealed from the start, moves to a file and back when a person confirms it", async ({ launch }) => {
  const { page } = await launch({ dataDir, env: environment() });
  const card = await openHealth(page);
  await expect(card.getByText("The operating system seals the signing key.")).toBeVisible();
  const fingerprint = await card.locator("code").innerText();
  expect(keyFiles().join()).not.toContain("private_key");

  await card.getByRole("button", { name: "Move the key to a file" }).click();
  const dialog = page.getByRole("dialog", { name: "Move the key to a file?" });
  await expect(dialog.getByText("Any program of this account can then use the key.")).toBeVisible();
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect(card.getByText("The operating system seals the signing key.")).toBeVisible();
  await card.getByRole("button", { name: "Move the key to a file" }).click();
  await dialog.getByRole("button", { name: "Move the key" }).click();
  await expect(card.getByText("The signing key lies in a file.", { exact: false })).toBeVisible();
  await expect(card.locator("code")).not.toHaveText(fingerprint);
  expect(keyFiles()).toHaveLength(1);
  expect(keyFiles().join()).toContain("private_key");

  await card.getByRole("button", { name: "Seal the signing key" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Seal the key" }).click();
  await expect(card.getByText("The operating system seals the signing key.")).toBeVisible();
  await expect(card.locator(".pairs dd").last()).toHaveText("2");
  expect(keyFiles().join()).not.toContain("private_key");
  await card.getByRole("button", { name: "Copy" }).click();
  await expect(card.getByRole("button", { name: "Copied" })).toBeVisible();
});

test("a sealed key that no longer opens is replaced only when a person says why", async ({ launch }) => {
  const first = await launch({ dataDir, env: environment() });
  const before = await (await openHealth(first.page)).locator("code").innerText();
  await first.close();
  writeFileSync(keyring, "the password of another account");
  const { page } = await launch({ dataDir, env: environment() });
  await expect(page.getByText("You can read. Recording is off.")).toBeVisible();
  const card = await openHealth(page);
  await expect(card.getByText("The signing key is sealed, and this system does not open it.")).toBeVisible();
  await expect(card.locator("code")).toHaveText(before);
  await card.getByRole("button", { name: "Make a new signing key" }).click();
  const dialog = page.getByRole("dialog", { name: "Make a new signing key?" });
  await expect(dialog.getByRole("button", { name: "Make a new key" })).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("Why it is needed").fill("The PC was set up anew.");
  await dialog.getByRole("button", { name: "Make a new key" }).click();
  await expect(page.getByText("You can read. Recording is off.")).toHaveCount(0);
  await expect(card.getByText("The operating system seals the signing key.")).toBeVisible();
  await expect(card.locator("code")).not.toHaveText(before);
});
