import { describe, expect, it } from "vitest";
import { makeBaseStores } from "../support/store-simulation/base-stores.ts";
import { huntMutants, type Kill } from "../support/store-simulation/hunt-mutants.ts";
import { playPlan } from "../support/store-simulation/play-plan.ts";

const SEED = 1;
const WORKERS = 2;

function row({ mutant, scenarios, failure }: Kill): string {
  const [problem = ""] = failure?.problems[0]?.split("\n") ?? [];
  return `| ${mutant.name} | ${scenarios} | ${failure?.seed ?? "-"} | ${failure === null ? "LIVED" : problem.slice(0, 110)} |`;
}

describe("the simulation", { timeout: 600_000 }, () => {
  it("notices every broken variant of the writer, and by what only that variant does", async () => {
    const kills = await huntMutants(SEED, WORKERS);
    const table = kills.map(row).join("\n");
    const killed = kills.filter(({ failure }) => failure !== null);
    process.stdout.write(
      `mutants of the store, seed ${SEED}: ${killed.length} of ${kills.length} killed\n| mutant | scenarios | seed | noticed by |\n| --- | --- | --- | --- |\n${table}\n`,
    );
    expect(kills.length).toBeGreaterThanOrEqual(25);
    expect(kills.filter(({ failure }) => failure === null).map(({ mutant }) => mutant.name)).toEqual([]);

    const bases = await makeBaseStores();
    for (const { mutant, failure } of killed) {
      const { problems } = failure === null ? { problems: ["lived"] } : await playPlan(failure.plan, { bases });
      expect(problems, `the unbroken store in the scenario that killed "${mutant.name}"`).toEqual([]);
    }
  });
});
