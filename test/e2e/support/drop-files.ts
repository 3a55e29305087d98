import type { Page } from "@playwright/test";

/** How long the browser may take to hear that the page takes what is held over it. */
const SETTLE_MS = 100;

/** Drops files and folders on the middle of the page as the system does: with their paths, and not before the page answered. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  const send = (type: "dragEnter" | "dragOver" | "drop") =>
    session.send("Input.dispatchDragEvent", { type, x, y, data });
  await page.evaluate(() => {
    const heard = new Promise((resolve) => window.addEventListener("dragover", resolve, { once: true }));
    Reflect.set(
      window,
      "heardDrag",
      heard.then(() => true),
    );
  });
  await send("dragEnter");
  await send("dragOver");
  await page.evaluate(() => Reflect.get(window, "heardDrag"));
  await page.waitForTimeout(SETTLE_MS);
  await send("dragOver");
  await send("drop");
  await session.detach();
}
