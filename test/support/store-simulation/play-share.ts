import type { Fs } from "../../../src/main/system/fs.ts";
import { seedOf } from "../simulated-fs/seeded-random.ts";
import { makeBaseStores } from "./base-stores.ts";
import type { BrokenFs } from "./broken-fs.ts";
import { addCoverage, newCoverage } from "./coverage.ts";
import { type Plan, planOf } from "./plan.ts";
import { anywhere, type Focus } from "./plan-focus.ts";
import { type PlayResult, playPlan, type Stage } from "./play-plan.ts";
import type { Failure, SimulationShare, SimulationTally } from "./run-simulation.ts";
import { shrinkPlan } from "./shrink-plan.ts";
import type { Mutant } from "./store-mutants.ts";
import { sweepPlans } from "./sweep-plans.ts";

/** Failures that are shrunk and told; the others are counted. */
const TOLD_FAILURES = 3;

/** Errors that nobody waited for: each is a bug of the store. */
const stray: unknown[] = [];
process.on("unhandledRejection", (reason) => stray.push(reason));

async function play(plan: Plan, stage: Stage): Promise<PlayResult> {
  const result = await playPlan(plan, stage);
  // Where nobody waits, Node says so one turn later.
  await new Promise((resolve) => setImmediate(resolve));
  const problems = stray
    .splice(0)
    .map((reason) => `nobody waited for: ${reason instanceof Error ? reason.stack : String(reason)}`);
  return { ...result, problems: [...result.problems, ...problems] };
}

/** Plays every scenario of a share, or until the first failure when that is all one wants to know. */
export async function playShare(share: SimulationShare, mutant: Mutant | null): Promise<SimulationTally> {
  Error.stackTraceLimit = 12;
  const broken = breakageOf(mutant);
  const bases = await makeBaseStores(broken.alter).catch(asText);
  if (typeof bases === "string") return stillborn(bases);
  const stage: Stage = { bases, alter: broken.alter };
  const tally = { scenarios: 0, acknowledged: 0, refused: 0, unknown: 0, failed: 0, losses: 0 };
  const coverage = newCoverage();
  const failures: Failure[] = [];
  const planAt = await plansOf(share, stage, mutant?.focus ?? anywhere);
  for (let index = share.first; index < share.end; index += share.every) {
    const plan = planAt(index);
    if (plan === null) break;
    const result = await play(plan, stage);
    tally.scenarios += 1;
    tally.acknowledged += result.acknowledged;
    tally.refused += result.refused;
    tally.unknown += result.unknown;
    tally.losses += result.problems.filter((problem) => problem.startsWith("LOST")).length;
    addCoverage(coverage, result.coverage);
    if (result.problems.length === 0) continue;
    tally.failed += 1;
    if (share.stopsAtFirst) failures.push({ seed: plan.seed, index, problems: result.problems, plan });
    else if (failures.length < TOLD_FAILURES) failures.push(await shrunkFailure({ plan, index, stage }, result));
    if (share.stopsAtFirst) break;
  }
  if (broken.timesBroken() === 0) throw new Error(`mutant "${mutant?.name}" has broken nothing`);
  return { ...tally, coverage, failures };
}

/** The scenarios of a share by their number; null after the last. */
async function plansOf(share: SimulationShare, stage: Stage, focus: Focus): Promise<(index: number) => Plan | null> {
  if (share.kind === "random") return (index) => focus(planOf(seedOf(share.seed, index)));
  const plans = await sweepPlans(stage);
  return (index) => plans[index] ?? null;
}

function asText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A mutant so broken that not even a store to start from could be made. */
function stillborn(problem: string): SimulationTally {
  const counts = { scenarios: 0, acknowledged: 0, refused: 0, unknown: 0, failed: 1, losses: 0 };
  return {
    ...counts,
    coverage: newCoverage(),
    failures: [{ seed: 0, index: 0, problems: [problem], plan: planOf(0) }],
  };
}

/** The file layer of a mutant, and how often it broke anything: an edit of the source has, once it is loaded. */
function breakageOf(mutant: Mutant | null): { alter(fs: Fs): Fs; timesBroken(): number } {
  const breakage = mutant?.breakage ?? null;
  if (breakage === null) return { alter: (fs) => fs, timesBroken: () => 1 };
  const made: BrokenFs[] = [];
  return {
    alter(fs) {
      const broken = breakage(fs);
      made.push(broken);
      return broken.fs;
    },
    timesBroken: () => made.reduce((sum, broken) => sum + broken.timesBroken(), 0),
  };
}

async function shrunkFailure(
  { plan, index, stage }: { readonly plan: Plan; readonly index: number; readonly stage: Stage },
  result: PlayResult,
): Promise<Failure> {
  const fails = async (smaller: Plan): Promise<boolean> => (await play(smaller, stage)).problems.length > 0;
  return { seed: plan.seed, index, problems: result.problems, plan: await shrinkPlan(plan, fails) };
}
