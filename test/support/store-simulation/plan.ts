import type { Survival } from "../simulated-fs/crash-survival.ts";
import { createSeededRandom, type SeededRandom } from "../simulated-fs/seeded-random.ts";
import { type DiskTraits, PLAIN_TRAITS } from "../simulated-fs/simulated-disk.ts";

/** How a second program comes to take the folder from one that still runs. */
export type Takeover =
  /** The first is suspended while it waits for the device to take its change. */
  | "in-flush"
  /** The first is suspended after it asked whether the folder is still its own, and before it writes. */
  | "before-write"
  /** The same, and it wakes while the second is still starting. */
  | "while-opening"
  /** The first is suspended after the same question, before it empties its journal. */
  | "before-emptying";

/** One piece of work in a scenario. */
export type Step =
  | { readonly do: "commit"; readonly files: number; readonly sizeBytes: number }
  | { readonly do: "group"; readonly changes: number; readonly sizeBytes: number }
  /** `again` stores bytes that are there already. */
  | { readonly do: "attach"; readonly sizeBytes: number; readonly again: boolean }
  | { readonly do: "checkpoint" }
  | { readonly do: "settle" }
  | { readonly do: "reopen" }
  | { readonly do: "wait" }
  /** Changes that arrive while a checkpoint is on its way. */
  | { readonly do: "overlap"; readonly changes: number }
  /** A name that is taken, and one that two want at once. */
  | { readonly do: "clash" }
  /** Another program puts a file where an acknowledged record is about to be put. */
  | { readonly do: "obstruct"; readonly sizeBytes: number }
  | { readonly do: "take-over"; readonly how: Takeover; readonly after: number }
  /** Someone sets the clock. */
  | { readonly do: "set-clock"; readonly byMs: number };

/** What goes wrong without a crash: from the `after`th effect of a step on, `lasting` effects long. */
export interface PlannedFault {
  readonly step: number;
  readonly after: number;
  readonly lasting: number;
  readonly kind: "ENOSPC" | "EIO" | "EROFS" | "EMFILE" | "EACCES" | "short" | "lie";
}

/** A crash at the `after`th effect of a step, or when all is done. Step -1 is opening the folder. */
export interface PlannedCrash {
  readonly step: number;
  readonly after: number;
  /** Null for a program that is killed while the machine runs on. */
  readonly survival: Survival | null;
}

/** From one start of the program to its end. */
export interface Round {
  /** Whether the private key is lost before the start, as when a workstation is replaced. */
  readonly losesKey: boolean;
  readonly steps: readonly Step[];
  readonly fault: PlannedFault | null;
  readonly crash: PlannedCrash;
}

/** A whole scenario: the same plan plays the same way. */
export interface Plan {
  readonly seed: number;
  /** Which store it starts from: 0 is an empty disk. */
  readonly base: number;
  readonly traits: DiskTraits;
  /** Disk space the store keeps back. */
  readonly reserveBytes: number;
  readonly rounds: readonly Round[];
  /** What the last power cut leaves, after the store was closed in order. */
  readonly ending: Survival;
}

/** How many stores `base` can choose from. */
export const BASES = 3;

const FAULTS = ["ENOSPC", "ENOSPC", "EIO", "EROFS", "EMFILE", "EACCES", "short", "lie"] as const;
const SIZES = [0, 60, 300, 480, 900, 1_800, 5_000] as const;
/** Effects of an opening and of a piece of work, about: a crash falls anywhere in them. */
const OPENING_EFFECTS = 75;
const WORK_EFFECTS = 40;

/** The plan of a seed. */
export function planOf(seed: number): Plan {
  const random = createSeededRandom(seed);
  const base = random.chance(0.08) ? 0 : 1 + random.below(BASES - 1);
  const roundCount = 1 + random.below(3);
  return {
    seed,
    base,
    traits: traitsOf(random),
    reserveBytes: random.chance(0.1) ? 2_000 : 0,
    rounds: Array.from({ length: roundCount }, () => roundOf(random)),
    ending: survivalOf(random),
  };
}

function traitsOf(random: SeededRandom): DiskTraits {
  return {
    ...PLAIN_TRAITS,
    lost: random.chance(0.25) ? "junk" : "zeros",
    hasLinks: !random.chance(0.1),
    hasWholeFlush: !random.chance(0.3),
  };
}

function roundOf(random: SeededRandom): Round {
  const steps = Array.from({ length: 1 + random.below(5) }, () => stepOf(random));
  const step = random.chance(0.3) ? -1 : random.below(steps.length);
  return {
    losesKey: random.chance(0.04),
    steps,
    fault: random.chance(0.25) ? faultOf(random, steps.length) : null,
    crash: {
      step,
      after: random.chance(0.05) ? 1_000 : random.below(step === -1 ? OPENING_EFFECTS : WORK_EFFECTS),
      survival: random.chance(0.2) ? null : survivalOf(random),
    },
  };
}

/** A device that fails may fail again at once, while the writer lets go of what it did not take. */
function faultOf(random: SeededRandom, stepCount: number): PlannedFault {
  const kind = random.pick(FAULTS);
  return {
    step: random.below(stepCount + 1) - 1,
    after: random.below(WORK_EFFECTS),
    lasting: random.chance(0.5) ? 1 : 1 + random.below(kind === "EIO" ? 3 : 30),
    kind,
  };
}

function survivalOf(random: SeededRandom): Survival {
  const seed = random.seed();
  const kind = random.pick([
    "none",
    "none",
    "all",
    "some",
    "some",
    "ordered",
    "only-one",
    "all-but-one",
    "all-but-one",
  ] as const);
  if (kind === "none" || kind === "all") return { kind };
  if (kind === "ordered") return { kind, share: seed % 101 };
  return kind === "some" ? { kind, share: random.pick([15, 50, 85]), seed } : { kind, seed };
}

function stepOf(random: SeededRandom): Step {
  const roll = random.below(100);
  const sizeBytes = random.pick(SIZES);
  if (roll < 28) return { do: "commit", files: random.pick([0, 1, 1, 1, 2]), sizeBytes };
  if (roll < 43) return { do: "group", changes: 2 + random.below(4), sizeBytes };
  if (roll < 55) return { do: "attach", sizeBytes, again: random.chance(0.3) };
  if (roll < 67) return { do: "checkpoint" };
  if (roll < 69) return { do: "settle" };
  if (roll < 75) return { do: "reopen" };
  if (roll < 78) return { do: "wait" };
  if (roll < 83) return { do: "overlap", changes: 1 + random.below(3) };
  if (roll < 85) return { do: "clash" };
  if (roll < 88) return { do: "obstruct", sizeBytes };
  if (roll < 91) return { do: "commit", files: 26, sizeBytes: 40 };
  if (roll < 98) return takeOverOf(random);
  return { do: "set-clock", byMs: random.pick([-3_600_000, 90_000, 86_400_000]) };
}

function takeOverOf(random: SeededRandom): Step {
  const how = random.pick(["in-flush", "before-write", "while-opening", "while-opening", "before-emptying"] as const);
  return { do: "take-over", how, after: random.below(OPENING_EFFECTS) };
}
