import type { Page } from "@playwright/test";

const STEPS = ["dragEnter", "dragOver", "drop"] as const;

/** Drops files and folders on the middle of the page as the system does: with their paths. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of STEPS) await session.send("Input.dispatchDragEvent", { type, x, y, data });
  await session.detach();
}
