import type { Survival } from "../simulated-fs/crash-survival.ts";
import { createSeededRandom, type SeededRandom } from "../simulated-fs/seeded-random.ts";
import type { Plan, PlannedFault, Round, Step } from "./plan.ts";

/** Turns the plan of any seed into one that goes where something may be broken. */
export type Focus = (plan: Plan) => Plan;

const COMMIT: Step = { do: "commit", files: 1, sizeBytes: 1_800 };
const ATTACH: Step = { do: "attach", sizeBytes: 900, again: false };
const CHECKPOINT: Step = { do: "checkpoint" };
/** More effects than any round has: the crash comes at its end. */
const AT_END = 1_000;

/** Anything at all. */
export const anywhere: Focus = (plan) => plan;

/** Stores whose first start crashes. */
export const inNewStores: Focus = (plan) => ({ ...plan, base: 0 });

/** The same where the file system has no links. */
export const inNewStoresWithoutLinks: Focus = (plan) => ({
  ...plan,
  base: 0,
  traits: { ...plan.traits, hasLinks: false },
});

/** Attachments where the file system has no links. */
export const attachmentsWithoutLinks: Focus = (plan) => {
  const round = roundOf([ATTACH], { step: 0, after: randomOf(plan).below(16), survival: survivalOf(plan) });
  return { ...plan, traits: { ...plan.traits, hasLinks: false }, rounds: [round] };
};

/** Programs of which other programs take names, or the folder. */
export const amongOthers: Focus = (plan) => {
  const steps: Step[] = [
    { do: "obstruct", sizeBytes: 60 },
    { do: "checkpoint" },
    { do: "take-over", how: "before-write", after: 0 },
  ];
  const crash = { step: 0, after: randomOf(plan).below(60), survival: survivalOf(plan) };
  return { ...plan, rounds: [roundOf(steps, crash), ...plan.rounds] };
};

/** A program that is killed while it records, and then a power cut while the next one starts. */
export const killedThenCut: Focus = (plan) => {
  const random = randomOf(plan);
  const killed = roundOf([COMMIT], { step: 0, after: random.below(3), survival: null });
  const cut = roundOf([{ do: "settle" }], { step: -1, after: random.below(60), survival: survivalOf(plan) });
  return { ...plan, rounds: [killed, cut] };
};

/** Two power cuts: one while a change is recorded, one while what it tore is put away. */
export const tornThenCut: Focus = (plan) => {
  const random = randomOf(plan);
  const torn = roundOf([COMMIT], { step: 0, after: 1, survival: { kind: "some", share: 50, seed: random.seed() } });
  const cut = roundOf([COMMIT], { step: -1, after: 15 + random.below(40), survival: survivalOf(plan) });
  return { ...plan, rounds: [torn, cut, cut] };
};

/** An attachment whose program is killed before its name is durable, and which is then stored again. */
export const attachedAgain: Focus = (plan) => {
  const killed = roundOf([ATTACH], { step: 0, after: 3 + randomOf(plan).below(8), survival: null });
  const again = roundOf([{ ...ATTACH, again: true }], { step: 0, after: AT_END, survival: { kind: "none" } });
  return { ...plan, rounds: [killed, again] };
};

/** A fault of this kind while a change is recorded; the program goes on, until it is killed or the power goes. */
export function inCommit(kind: PlannedFault["kind"]): Focus {
  return (plan) => {
    const random = randomOf(plan);
    const fault: PlannedFault = { step: 1, after: random.below(4), lasting: 1, kind };
    const after = random.chance(0.5) ? AT_END : random.below(80);
    const round = roundOf([{ do: "settle" }, COMMIT], {
      step: 1,
      after,
      survival: random.chance(0.3) ? null : survivalOf(plan),
    });
    return { ...plan, rounds: [{ ...round, fault }] };
  };
}

/** A fault of this kind while a checkpoint flushes; the program goes on, to another checkpoint and an orderly end. */
export function inCheckpoint(kind: PlannedFault["kind"]): Focus {
  return (plan) => {
    const random = randomOf(plan);
    const fault: PlannedFault = { step: 2, after: random.below(7), lasting: 1, kind };
    const steps: Step[] = [COMMIT, { do: "settle" }, CHECKPOINT, CHECKPOINT];
    const round = roundOf(steps, { step: 3, after: AT_END, survival: random.chance(0.5) ? null : survivalOf(plan) });
    return { ...plan, rounds: [{ ...round, fault }], ending: { kind: "none" } };
  };
}

/** Writes that go wrong in this way, anywhere in the work of a day. */
export function inAnyWrite(kind: "short" | "lie"): Focus {
  return (plan) => {
    const random = randomOf(plan);
    const fault: PlannedFault = { step: random.below(3), after: random.below(12), lasting: 2, kind };
    const round = roundOf([COMMIT, ATTACH, CHECKPOINT], {
      step: 2,
      after: random.below(40),
      survival: survivalOf(plan),
    });
    return { ...plan, rounds: [{ ...round, fault }] };
  };
}

function randomOf(plan: Plan): SeededRandom {
  return createSeededRandom(plan.seed ^ 0x5eed);
}

/** The survival of the plan's first power cut. */
function survivalOf(plan: Plan): Survival {
  return plan.rounds.find(({ crash }) => crash.survival !== null)?.crash.survival ?? { kind: "none" };
}

function roundOf(steps: readonly Step[], crash: Round["crash"]): Round {
  return { losesKey: false, steps, fault: null, crash };
}
