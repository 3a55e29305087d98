import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoreReport } from "../../src/shared/operations/check-operations.ts";
import { findingText } from "../support/alarms.ts";
import { type Finished, runCommand, startCommand } from "../support/command-process.ts";
import { checkerTrouble, runChecker } from "../support/independent-checker.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { createSeededRandom } from "../support/simulated-fs/seeded-random.ts";

const KILLS = 5;
const SEED = Number(process.env.RMOS_TEST_SEED ?? Date.now() % 1_000_000);
const REQUEST = '{"mode":"saw","tool_id":"T1","status":"OK","feasibility":{"risk_level":"GREEN"}}\n';
const LONGEST_LIFE_MS = 80;

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(() => folders.remove());

/** Records until it is killed; the ids of the runs that it said are recorded. */
async function killBatch(lifeMs: number): Promise<readonly string[]> {
  const batch = startCommand(folders, "run", "create", "--batch", "-");
  batch.write(REQUEST.repeat(80));
  await batch.untilLines(1);
  await new Promise((resolve) => setTimeout(resolve, lifeMs));
  batch.kill("SIGKILL");
  const { text } = await batch.finished;
  // A line that was cut in the middle was told to nobody.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return [...whole.matchAll(/^(run_[0-9a-f]{32}) OK/gm)].map((match) => match[1] ?? "");
}

function alarmsIn(checked: Finished): readonly string[] {
  const { findings } = checked.json<StoreReport>().value;
  return findings.filter(({ severity }) => severity !== "info").map(findingText);
}

describe("a folder whose program was killed", () => {
  it(`is blamed for nothing before the next start, and checks intact after it, ${KILLS} times over`, async () => {
    const random = createSeededRandom(SEED);
    const told = new Set<string>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (const runId of await killBatch(random.below(LONGEST_LIFE_MS))) told.add(runId);
      const unfinished = await runCommand(folders, ["check", "--store", "--json"]);
      // The catalog may have been left in the middle of a write: it is derived, and the next start puts it right.
      expect(alarmsIn(unfinished).filter((alarm) => !alarm.startsWith("warning CATALOG_DIFFERS "))).toEqual([]);
      const opened = await runCommand(folders, ["run", "create", "--input", "-"], REQUEST);
      expect([opened.exitCode, opened.stderr]).toEqual([0, ""]);
      const checked = await runCommand(folders, ["check", "--store", "--json"]);
      expect([alarmsIn(checked), checked.exitCode]).toEqual([[], 0]);
      expect(checked.json<StoreReport>().value.runs.total).toBeGreaterThanOrEqual(told.size + kill + 1);
    }
    const { rows } = (await runCommand(folders, ["run", "list", "--limit", "500", "--json"])).json<{
      rows: { run_id: string }[];
    }>().value;
    const missing = rows.length < 500 ? [...told].filter((id) => !rows.some(({ run_id: runId }) => runId === id)) : [];
    process.stdout.write(`seed ${SEED}: ${KILLS} commands killed, ${told.size} runs told of, ${missing.length} lost\n`);
    expect(missing).toEqual([]);
    expect(told.size).toBeGreaterThan(KILLS);
    if (checkerTrouble() === null) expect(runChecker("store", folders.runsDir).status).toBe(0);
  }, 300_000);
});
