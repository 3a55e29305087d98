import type { Page } from "playwright-core";

/** Where the files in the page's array of this global name lie; empty for one that lies nowhere. */
export async function pathsOfFiles(page: Page, globalName: string): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const name = JSON.stringify(globalName);
    const { result } = await session.send("Runtime.evaluate", { expression: `globalThis[${name}].length` });
    const paths: string[] = [];
    for (let index = 0; index < Number(result.value); index += 1) {
      const file = await session.send("Runtime.evaluate", { expression: `globalThis[${name}][${index}]` });
      const { objectId } = file.result;
      paths.push(objectId === undefined ? "" : (await session.send("DOM.getFileInfo", { objectId })).path);
    }
    return paths;
  } finally {
    await session.detach();
  }
}
