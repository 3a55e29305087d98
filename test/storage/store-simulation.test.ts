import { describe, expect, it } from "vitest";
import { makeBaseStores } from "../support/store-simulation/base-stores.ts";
import { COVERAGE_KEYS } from "../support/store-simulation/coverage.ts";
import { playPlan } from "../support/store-simulation/play-plan.ts";
import { REGRESSIONS } from "../support/store-simulation/regressions.ts";
import { runSimulation, type SimulationTally } from "../support/store-simulation/run-simulation.ts";

const SCENARIOS = Number(process.env.RMOS_SIMULATION_SCENARIOS ?? 20_000);
const SEED = Number(process.env.RMOS_SIMULATION_SEED ?? 20_261_120);
const WORKERS = 2;
/** With all scenarios, each kind of event must have happened more often than this; with fewer, in proportion. */
const LEAST_COVERAGE = 100;

function told(tally: SimulationTally, seconds: number): string {
  const { scenarios, acknowledged, refused, unknown, losses, failed, coverage, failures } = tally;
  return [
    `simulation of seed ${SEED}: ${scenarios} scenarios in ${seconds.toFixed(0)} s, ${failed} failed`,
    `  changes: ${acknowledged} acknowledged, ${losses} lost, ${refused} refused, ${unknown} without an answer`,
    `  met: ${COVERAGE_KEYS.map((key) => `${key} ${coverage[key]}`).join(", ")}`,
    ...failures.flatMap(({ seed, problems, plan }) => [
      `  FAILED seed ${seed}: ${problems.join("; ")}`,
      `  smallest plan that fails: ${JSON.stringify(plan)}`,
    ]),
    "",
  ].join("\n");
}

describe("a store on a disk that promises as little as POSIX does", () => {
  it("loses no acknowledged change and leaves none half, whatever crashes, in recovery too", {
    timeout: 1_800_000,
  }, async () => {
    const start = performance.now();
    const tally = await runSimulation({ scenarios: SCENARIOS, seed: SEED, workers: WORKERS });
    process.stdout.write(told(tally, (performance.now() - start) / 1000));
    expect(tally.failures.map(({ seed, problems }) => `seed ${seed}: ${problems[0]}`)).toEqual([]);
    expect(tally).toMatchObject({ scenarios: SCENARIOS, failed: 0, losses: 0 });
    expect(tally.acknowledged).toBeGreaterThan(SCENARIOS);
    const least = (LEAST_COVERAGE * Math.min(SCENARIOS, 20_000)) / 20_000;
    expect(COVERAGE_KEYS.filter((key) => tally.coverage[key] <= least)).toEqual([]);
  });

  it.each(Object.entries(REGRESSIONS))("keeps its promises where one was once broken: %s", async (_what, plan) => {
    expect((await playPlan(plan, { bases: await makeBaseStores() })).problems).toEqual([]);
  });
});
