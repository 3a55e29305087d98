import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { launchApp } from "../e2e/support/launch.ts";
import type { LaunchedApp, LaunchOptions } from "../e2e/support/launched-app.ts";
import { makeStoreOf } from "../support/many-runs.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import type { BenchTable } from "./bench-table.ts";
import { openBlankPage } from "./blank-page.ts";
import { BENCH_FOLDER, filledCatalog, SIZES } from "./filled-catalog.ts";
import { figure, median, quantile } from "./median.ts";

const [SMALL = 100_000, LARGE = 1_000_000] = SIZES;
const FRAMES = 300;
const STEP_PX = 260;
const JUMPS = 30;
const STARTS = 9;
/** A row at touch size is 56 px; with this zoom it takes as much of the screen as 84 px. */
const ZOOM = 1.5;

interface Scrolling {
  readonly frameMs: readonly number[];
  readonly blankFrames: number;
  readonly placeholderFrames: number;
  readonly framesToData: readonly number[];
  readonly lastReached: boolean;
  readonly most: number;
}

async function withStore<Result>(
  size: number,
  options: LaunchOptions,
  work: (app: LaunchedApp, folders: TestFolders) => Promise<Result>,
): Promise<Result> {
  const { path } = await filledCatalog(size);
  const folders = makeTestFolders(BENCH_FOLDER);
  try {
    await makeStoreOf(folders, path);
    const app = await launchApp({ ...options, runsDir: folders.runsDir, dataDir: folders.dataDir });
    try {
      return await work(app, folders);
    } finally {
      await app.close();
    }
  } finally {
    folders.remove();
  }
}

/** Scrolls as a wheel does, then jumps about. Runs in the page. */
async function scroll(page: Page): Promise<Scrolling> {
  return page.evaluate(
    async ({ frames, jumps, step, size, zoom }) => {
      document.documentElement.style.zoom = String(zoom);
      const scroller = document.querySelector<HTMLElement>(".run-grid");
      if (scroller === null) throw new Error("There is no list");
      const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const rows = (): HTMLElement[] => [...scroller.querySelectorAll<HTMLElement>("tr[data-index]")];
      const inSight = (): HTMLElement[] => {
        const box = scroller.getBoundingClientRect();
        return rows().filter((row) => {
          const own = row.getBoundingClientRect();
          return own.bottom > box.top && own.top < box.bottom;
        });
      };
      const filled = (row: HTMLElement): boolean => (row.textContent ?? "").trim().length > 3;
      for (let frame = 0; frame < 30; frame++) await nextFrame();
      const times: number[] = [];
      let [blank, placeholders, most] = [0, 0, 0];
      let before = await nextFrame();
      for (let frame = 0; frame < frames; frame++) {
        scroller.scrollTop += step;
        const now = await nextFrame();
        times.push(now - before);
        before = now;
        if (frame % 5 !== 0) continue;
        const seen = inSight();
        most = Math.max(most, rows().length);
        if (seen.length === 0) blank++;
        if (!seen.some(filled)) placeholders++;
      }
      const framesToData: number[] = [];
      for (let jump = 0; jump < jumps; jump++) {
        scroller.scrollTop = ((jump * 0.618) % 1) * scroller.scrollHeight;
        let waited = 0;
        do {
          await nextFrame();
          waited++;
        } while (!inSight().some(filled) && waited < 200);
        framesToData.push(waited);
      }
      scroller.scrollTop = scroller.scrollHeight;
      for (let frame = 0; frame < 60; frame++) await nextFrame();
      const lastReached = inSight().some((row) => Number(row.dataset.index) === size - 1);
      document.documentElement.style.zoom = "1";
      return { frameMs: times, blankFrames: blank, placeholderFrames: placeholders, framesToData, lastReached, most };
    },
    { frames: FRAMES, jumps: JUMPS, step: STEP_PX, size: LARGE, zoom: ZOOM },
  );
}

/** S13: scrolling through the list in the window. The frames are kept as JSON beside the figures. */
export async function scrollBench(): Promise<BenchTable> {
  const measured = await withStore(LARGE, { density: "touch" }, async ({ page }) => {
    await page.locator("tr.run-row[data-index]").first().waitFor({ timeout: 120_000 });
    return scroll(page);
  });
  mkdirSync(BENCH_FOLDER, { recursive: true });
  writeFileSync(join(BENCH_FOLDER, "scroll-frames.json"), `${JSON.stringify(measured, null, 2)}\n`);
  const p95 = quantile(measured.frameMs, 0.95);
  return {
    id: "S13",
    title: `List of ${LARGE.toLocaleString("en-US")} runs in the window, touch rows, ${ZOOM * 100} % zoom; ${FRAMES} frames of ${STEP_PX} px, ${JUMPS} jumps`,
    columns: [
      "frame p50 ms",
      "frame p95 ms",
      "blank frames",
      "frames without data",
      "frames to data after a jump, median",
      "last row reached",
      "row elements at most",
    ],
    rows: [
      [
        figure(median(measured.frameMs)),
        figure(p95),
        String(measured.blankFrames),
        String(measured.placeholderFrames),
        String(median(measured.framesToData)),
        measured.lastReached ? "yes" : "NO",
        String(measured.most),
      ],
    ],
    target: "p95 <= 20 ms, 0 blank frames, last row reachable",
    met: p95 <= 20 && measured.blankFrames === 0 && measured.lastReached,
  };
}

/** From the beginning of the navigation to the first row on the page. */
async function startMs(page: Page): Promise<number> {
  await page.reload({ waitUntil: "commit" });
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const row = document.querySelector("tr.run-row[data-index]");
          if (row !== null && (row.textContent ?? "").trim().length > 3) resolve(performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** S14: how soon the window can be used, against a page of React that shows one word, in the same browser, by turns. */
export async function startBench(): Promise<BenchTable> {
  const { ours, blank } = await withStore(SMALL, {}, async ({ page }) => {
    await page.locator("tr.run-row[data-index]").first().waitFor({ timeout: 120_000 });
    const blankPage = await openBlankPage(page.context());
    const figures = { ours: [] as number[], blank: [] as number[] };
    for (let start = -1; start < STARTS; start++) {
      const [own, other] = [await startMs(page), await blankPage.startMs()];
      if (start < 0) continue;
      figures.ours.push(own);
      figures.blank.push(other);
    }
    await blankPage.close();
    return figures;
  });
  const ratio = median(ours) / median(blank);
  return {
    id: "S14",
    title: `Window usable after start, ${SMALL.toLocaleString("en-US")} runs, catalog present; median of ${STARTS} starts, by turns`,
    columns: ["Page", "navigation to first content, median ms", "ratio"],
    rows: [
      ["the list with its first rows", figure(median(ours)), figure(ratio)],
      ["a page of React with one word, same browser", figure(median(blank)), "1"],
    ],
    target: "<= 1.5 x",
    met: ratio <= 1.5,
  };
}
