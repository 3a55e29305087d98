import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext } from "@playwright/test";
import { build } from "vite";
import { BENCH_FOLDER } from "./filled-catalog.ts";

const SOURCE = `import { createElement } from "react";
import { createRoot } from "react-dom/client";
createRoot(document.getElementById("root")).render(createElement("p", { id: "word" }, "Runs"));
`;

/** A page of React that shows one word: what any window of React costs. */
export interface BlankPage {
  /** From the beginning of the navigation to the word. */
  startMs(): Promise<number>;
  close(): Promise<void>;
}

/** Builds the page as the window is built and opens it in the same browser. */
export async function openBlankPage(context: BrowserContext): Promise<BlankPage> {
  const folder = join(BENCH_FOLDER, "blank");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "main.js"), SOURCE);
  await build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: join(folder, "out"),
      emptyOutDir: true,
      lib: { entry: join(folder, "main.js"), formats: ["iife"], name: "blank", fileName: () => "main.js" },
    },
  });
  const script = readFileSync(join(folder, "out", "main.js"), "utf8");
  const html = join(folder, "out", "index.html");
  writeFileSync(html, `<!doctype html><meta charset="utf-8"><div id="root"></div><script src="main.js"></script>`);
  if (script.length < 1000) throw new Error("The blank page holds no React");
  const page = await context.newPage();
  return {
    async startMs() {
      await page.goto(pathToFileURL(html).href, { waitUntil: "commit" });
      return page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const look = (): void => {
              if (document.getElementById("word") !== null) resolve(performance.now());
              else requestAnimationFrame(look);
            };
            look();
          }),
      );
    },
    close: () => page.close(),
  };
}
