import { PLAIN_TRAITS } from "../simulated-fs/simulated-disk.ts";
import type { Plan, Round, Step } from "./plan.ts";

/** How many smaller plans are tried before the smallest so far is taken. */
const MAX_TRIES = 300;

/** A plan that fails like `plan` and has less in it. `fails` plays a plan. */
export async function shrinkPlan(plan: Plan, fails: (smaller: Plan) => Promise<boolean>): Promise<Plan> {
  let smallest = plan;
  let tries = 0;
  for (let found = true; found && tries < MAX_TRIES; ) {
    found = false;
    for (const smaller of smallerPlans(smallest)) {
      tries += 1;
      if (tries > MAX_TRIES) break;
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      found = true;
      break;
    }
  }
  return smallest;
}

/** Plans with one thing less, the largest things first. */
function* smallerPlans(plan: Plan): Iterable<Plan> {
  const { rounds } = plan;
  for (const index of rounds.keys())
    if (rounds.length > 1) yield { ...plan, rounds: rounds.filter((_, at) => at !== index) };
  for (const [index, round] of rounds.entries()) {
    for (const smaller of smallerRounds(round)) yield { ...plan, rounds: rounds.with(index, smaller) };
  }
  if (plan.base !== 1) yield { ...plan, base: 1 };
  if (plan.reserveBytes !== 0) yield { ...plan, reserveBytes: 0 };
  if (JSON.stringify(plan.traits) !== JSON.stringify(PLAIN_TRAITS)) yield { ...plan, traits: PLAIN_TRAITS };
  if (plan.ending.kind !== "none") yield { ...plan, ending: { kind: "none" } };
}

function* smallerRounds(round: Round): Iterable<Round> {
  const { steps, fault, crash } = round;
  if (fault !== null) yield { ...round, fault: null };
  if (round.losesKey) yield { ...round, losesKey: false };
  for (const index of steps.keys()) if (steps.length > 1) yield withoutStep(round, index);
  for (const [index, step] of steps.entries()) {
    for (const smaller of smallerSteps(step)) yield { ...round, steps: steps.with(index, smaller) };
  }
  if (crash.survival !== null && crash.survival.kind !== "none")
    yield { ...round, crash: { ...crash, survival: { kind: "none" } } };
  if (fault !== null && fault.lasting > 1) yield { ...round, fault: { ...fault, lasting: 1 } };
}

function withoutStep(round: Round, index: number): Round {
  const shifted = <At extends { readonly step: number }>(at: At): At => ({
    ...at,
    step: at.step > index ? at.step - 1 : at.step,
  });
  return {
    ...round,
    steps: round.steps.filter((_, at) => at !== index),
    fault: round.fault === null ? null : shifted(round.fault),
    crash: shifted(round.crash),
  };
}

function* smallerSteps(step: Step): Iterable<Step> {
  if (step.do === "group" && step.changes > 2) yield { ...step, changes: step.changes - 1 };
  if (step.do === "group") yield { do: "commit", files: 1, sizeBytes: step.sizeBytes };
  if (step.do === "overlap" && step.changes > 1) yield { ...step, changes: 1 };
  if (step.do === "commit" && step.files > 1) yield { ...step, files: 1 };
  if ("sizeBytes" in step && step.sizeBytes > 0) yield { ...step, sizeBytes: 0 };
}
