import type { Survival } from "../simulated-fs/crash-survival.ts";
import { PLAIN_TRAITS } from "../simulated-fs/simulated-disk.ts";
import type { Plan, PlannedFault, Round, Step } from "./plan.ts";
import { playPlan, type Stage } from "./play-plan.ts";

/** More effects than any day has. */
const NEVER = 100_000;

const DAY: readonly Step[] = [
  { do: "commit", files: 2, sizeBytes: 900 },
  { do: "group", changes: 3, sizeBytes: 300 },
  { do: "attach", sizeBytes: 900, again: false },
  { do: "attach", sizeBytes: 900, again: true },
  { do: "obstruct", sizeBytes: 60 },
  { do: "checkpoint" },
  { do: "overlap", changes: 2 },
  { do: "clash" },
  { do: "reopen" },
  { do: "commit", files: 26, sizeBytes: 40 },
  { do: "wait" },
  { do: "take-over", how: "before-write", after: 0 },
  { do: "commit", files: 1, sizeBytes: 1_800 },
];

/** What a day leaves that ends without a checkpoint. */
const UNFINISHED: readonly Step[] = [
  { do: "commit", files: 2, sizeBytes: 900 },
  { do: "group", changes: 3, sizeBytes: 300 },
  { do: "obstruct", sizeBytes: 60 },
  { do: "commit", files: 1, sizeBytes: 1_800 },
];

/** Null is a kill. */
const SURVIVALS: readonly (Survival | null)[] = [
  null,
  { kind: "none" },
  { kind: "all" },
  { kind: "ordered", share: 50 },
  { kind: "some", share: 50, seed: 1 },
  { kind: "some", share: 50, seed: 2 },
  ...[1, 2, 3].flatMap((seed): Survival[] => [
    { kind: "only-one", seed },
    { kind: "all-but-one", seed },
  ]),
];

const FAULTS: readonly Pick<PlannedFault, "kind" | "lasting">[] = [
  { kind: "EIO", lasting: 1 },
  ...(["ENOSPC", "EROFS", "EMFILE", "EACCES", "short", "lie"] as const).flatMap((kind) => [
    { kind, lasting: 1 },
    { kind, lasting: 20 },
  ]),
];

const TRAITS = [PLAIN_TRAITS, { lost: "junk", hasLinks: false, hasWholeFlush: false }] as const;

function roundOf(steps: readonly Step[], after: number, survival: Survival | null): Round {
  return { losesKey: false, steps, fault: null, crash: { step: -1, after, survival } };
}

/** Each place of a day, of a start after an unfinished day, and of the first start of a store: with each crash and each fault. */
export async function sweepPlans(stage: Stage): Promise<readonly Plan[]> {
  const plans: Plan[] = [];
  for (const traits of TRAITS) {
    const common = { seed: 0, traits, reserveBytes: 2_000, ending: { kind: "none" } as const };
    plans.push(...(await everywhereIn({ ...common, base: 2, rounds: [] }, DAY, stage)));
    plans.push(
      ...(await everywhereIn({ ...common, base: 0, rounds: [] }, [{ do: "commit", files: 1, sizeBytes: 60 }], stage)),
    );
    for (const survival of SURVIVALS.slice(0, 3)) {
      const rounds = [roundOf(UNFINISHED, NEVER, survival)];
      plans.push(...(await everywhereIn({ ...common, base: 1, rounds }, [{ do: "settle" }], stage)));
    }
  }
  return plans;
}

/** The plan with one more round of these steps, once for each of its effects and each thing that can happen there. */
async function everywhereIn(before: Plan, steps: readonly Step[], stage: Stage): Promise<readonly Plan[]> {
  const effectsBefore = (await playPlan(before, stage)).effects;
  const whole = roundOf(steps, NEVER, null);
  const { effects } = await playPlan({ ...before, rounds: [...before.rounds, whole] }, stage);
  return Array.from({ length: effects - effectsBefore }, (_, after) => [
    ...SURVIVALS.map((survival) => roundOf(steps, after, survival)),
    ...FAULTS.map((fault) => ({ ...whole, fault: { ...fault, step: -1, after } })),
  ]).flatMap((rounds) => rounds.map((round) => ({ ...before, rounds: [...before.rounds, round] })));
}
