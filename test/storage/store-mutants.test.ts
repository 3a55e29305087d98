import { describe, expect, it } from "vitest";
import { makeBaseStores } from "../support/store-simulation/base-stores.ts";
import { playPlan } from "../support/store-simulation/play-plan.ts";
import { type Failure, playInWorker } from "../support/store-simulation/run-simulation.ts";
import { type Mutant, STORE_MUTANTS } from "../support/store-simulation/store-mutants.ts";

/** Scenarios a mutant may live through before it counts as unnoticed. */
const MAX_SCENARIOS = 3_000;
const SEED = 1;
const WORKERS = 2;

interface Kill {
  readonly mutant: Mutant;
  readonly scenarios: number;
  /** Null for a mutant that lived. */
  readonly failure: Failure | null;
}

async function hunt(mutant: Mutant): Promise<Kill> {
  const share = {
    kind: "random" as const,
    seed: SEED,
    first: 0,
    end: MAX_SCENARIOS,
    every: 1,
    stopsAtFirst: true,
    mutant: mutant.name,
  };
  const { scenarios, failures } = await playInWorker(share);
  return { mutant, scenarios, failure: failures[0] ?? null };
}

async function huntAll(): Promise<readonly Kill[]> {
  const waiting = [...STORE_MUTANTS];
  const kills: Kill[] = [];
  const hunter = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) kills.push(await hunt(mutant));
  };
  await Promise.all(Array.from({ length: WORKERS }, hunter));
  return kills;
}

function row({ mutant, scenarios, failure }: Kill): string {
  const [problem = ""] = failure?.problems[0]?.split("\n") ?? [];
  return `| ${mutant.name} | ${scenarios} | ${failure?.seed ?? "-"} | ${failure === null ? "LIVED" : problem.slice(0, 110)} |`;
}

describe("the simulation", { timeout: 600_000 }, () => {
  it("notices every broken variant of the writer, and by what only that variant does", async () => {
    const kills = await huntAll();
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
