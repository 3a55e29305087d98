import type { Page } from "@playwright/test";

/** How long the browser may take to hear that the page takes what is held over it. */
const SETTLE_MS = 100;
const ATTEMPTS = 50;

/** Drops files and folders on the middle of the page as the system does: with their paths, and not before the page answered. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  const send = (type: "dragEnter" | "dragOver" | "drop") =>
    session.send("Input.dispatchDragEvent", { type, x, y, data });
  await page.evaluate(() => {
    window.addEventListener("dragover", () => Reflect.set(window, "heardDrag", true), { once: true });
  });
  await send("dragEnter");
  // A busy page may miss the first word of it; a hand keeps moving too.
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await send("dragOver");
    await page.waitForTimeout(SETTLE_MS);
    if (await page.evaluate(() => Reflect.get(window, "heardDrag") === true)) break;
  }
  await send("dragOver");
  await send("drop");
  await session.detach();
}
