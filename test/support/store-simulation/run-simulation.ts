import { Worker } from "node:worker_threads";
import { addCoverage, type Coverage, newCoverage } from "./coverage.ts";
import type { Plan } from "./plan.ts";

/** What one worker plays: every `every`th scenario from `first` to before `end`, or to the last one. */
export interface SimulationShare {
  /** Scenarios made up from a seed, or one for every single place of a few days' work. */
  readonly kind: "random" | "sweep";
  readonly seed: number;
  readonly first: number;
  readonly end: number;
  readonly every: number;
  readonly stopsAtFirst: boolean;
  /** The name of a broken variant of the store; null for the store as it is. */
  readonly mutant: string | null;
}

/** A scenario in which a promise was broken, and a smaller one in which one is. */
export interface Failure {
  readonly seed: number;
  /** Which scenario of the run it was. */
  readonly index: number;
  readonly problems: readonly string[];
  readonly plan: Plan;
}

/** What scenarios came to. */
export interface SimulationTally {
  readonly scenarios: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  /** Scenarios with a problem. */
  readonly failed: number;
  /** Acknowledged things that were gone or changed. */
  readonly losses: number;
  readonly coverage: Coverage;
  readonly failures: readonly Failure[];
}

/** Plays scenarios of one seed in as many workers as asked for. */
export async function runSimulation(options: {
  readonly scenarios: number;
  readonly seed: number;
  readonly workers: number;
}): Promise<SimulationTally> {
  const { seed, scenarios: end, workers: every } = options;
  const shares = Array.from({ length: every }, (_, first) =>
    playInWorker({ kind: "random", seed, first, end, every, stopsAtFirst: false, mutant: null }),
  );
  return joined(await Promise.all(shares));
}

/** Plays a crash and a fault at every single place of a few days' work, or at each `stride`th. */
export async function runSweep(options: {
  readonly stride: number;
  readonly workers: number;
}): Promise<SimulationTally> {
  const every = options.workers * options.stride;
  const shares = Array.from({ length: options.workers }, (_, worker) =>
    playInWorker({
      kind: "sweep",
      seed: 0,
      first: worker * options.stride,
      end: Number.POSITIVE_INFINITY,
      every,
      stopsAtFirst: false,
      mutant: null,
    }),
  );
  return joined(await Promise.all(shares));
}

/** Plays a share in a thread of its own, in which the store can be another than here. */
export function playInWorker(share: SimulationShare): Promise<SimulationTally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./simulation-worker.ts", import.meta.url), { workerData: share, execArgv: [] });
    worker.once("message", (tally: SimulationTally) => {
      resolve(tally);
      void worker.terminate();
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a worker of the simulation ended with ${code} and said nothing`)));
  });
}

function joined(tallies: readonly SimulationTally[]): SimulationTally {
  const coverage = newCoverage();
  for (const tally of tallies) addCoverage(coverage, tally.coverage);
  const sum = (count: (tally: SimulationTally) => number): number =>
    tallies.reduce((total, tally) => total + count(tally), 0);
  return {
    scenarios: sum((tally) => tally.scenarios),
    acknowledged: sum((tally) => tally.acknowledged),
    refused: sum((tally) => tally.refused),
    unknown: sum((tally) => tally.unknown),
    failed: sum((tally) => tally.failed),
    losses: sum((tally) => tally.losses),
    coverage,
    failures: tallies.flatMap(({ failures }) => failures),
  };
}
