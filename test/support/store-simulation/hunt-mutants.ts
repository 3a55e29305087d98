import { type Failure, playInWorker } from "./run-simulation.ts";
import { type Mutant, STORE_MUTANTS } from "./store-mutants.ts";

/** Scenarios a mutant may live through before it counts as unnoticed. */
const MAX_SCENARIOS = 3_000;

/** What became of a mutant. */
export interface Kill {
  readonly mutant: Mutant;
  readonly scenarios: number;
  /** Null for a mutant that lived. */
  readonly failure: Failure | null;
}

async function hunt(mutant: Mutant, seed: number): Promise<Kill> {
  const share = {
    kind: "random" as const,
    seed,
    first: 0,
    end: MAX_SCENARIOS,
    every: 1,
    stopsAtFirst: true,
    mutant: mutant.name,
  };
  const { scenarios, failures } = await playInWorker(share);
  return { mutant, scenarios, failure: failures[0] ?? null };
}

/** Plays scenarios with every broken variant of the store until one notices it. */
export async function huntMutants(seed: number, workers: number): Promise<readonly Kill[]> {
  const waiting = [...STORE_MUTANTS];
  const kills: Kill[] = [];
  const hunter = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift())
      kills.push(await hunt(mutant, seed));
  };
  await Promise.all(Array.from({ length: workers }, hunter));
  return kills;
}
