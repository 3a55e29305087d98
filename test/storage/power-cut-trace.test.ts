import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeTestFolders } from "../support/open-test-store.ts";
import { withoutFlush } from "../support/store-simulation/broken-fs.ts";
import { recordDay } from "../support/store-simulation/recorded-day.ts";
import { problemsAfterCut, workADay, writeOlderStore } from "../support/store-simulation/working-day.ts";

describe("a power cut at any moment of a working day", () => {
  const folders = makeTestFolders();
  const older = join(folders.root, "older");
  writeOlderStore(older);
  afterAll(() => folders.remove());

  it("loses nothing that was acknowledged, and leaves a folder in which nothing is wrong once it is opened", async () => {
    const start = performance.now();
    const { cuts, effects, lines } = await recordDay((open) => workADay(open, older));
    const failed: string[] = [];
    for (const [number, cut] of cuts.entries()) {
      const problems = await problemsAfterCut(cut, lines);
      if (problems.length > 0) failed.push(`${number}, ${cut.at}, ${cut.keeps}: ${problems.join("; ")}`);
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    const torn = cuts.filter(({ keeps }) => keeps === "a torn write").length;
    process.stdout.write(
      `power cuts: ${effects} calls of a day with ${lines.length} entries, ${cuts.length} cuts (${torn} in a write), ${failed.length} failed, ${seconds} s\n`,
    );
    expect(failed.slice(0, 10)).toEqual([]);
    expect(cuts.length).toBeGreaterThan(3 * 300);
  }, 900_000);

  it("would be found to lose something, were the journal not flushed", async () => {
    const broken = withoutFlush("syncData", /\/journal\//);
    const { cuts, lines } = await recordDay(
      (open) => workADay(open, older),
      (fs) => broken(fs).fs,
    );
    const problems: string[] = [];
    for (const cut of cuts.filter((_, number) => number % 20 === 0))
      problems.push(...(await problemsAfterCut(cut, lines)));
    expect(problems.filter((problem) => problem.startsWith("LOST")).length).toBeGreaterThan(0);
  }, 120_000);
});
