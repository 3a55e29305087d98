import type { Plan } from "./plan.ts";

/** The smallest plans in which a promise was once broken, by what it was. */
export const REGRESSIONS: Readonly<Record<string, Plan>> = {
  "a suspended program adds a change to its journal between being flushed and being read": {
    seed: 3_901_430_748,
    base: 2,
    traits: { lost: "zeros", hasLinks: true, hasWholeFlush: true },
    reserveBytes: 0,
    rounds: [
      {
        losesKey: false,
        steps: [{ do: "take-over", how: "while-opening", after: 26 }],
        fault: null,
        crash: { step: 0, after: 32, survival: { kind: "some", share: 85, seed: 2_861_482_967 } },
      },
    ],
    ending: { kind: "none" },
  },
  "the first start of a store is cut off between its key and its identity": {
    seed: 1_823_201_170,
    base: 0,
    traits: { lost: "zeros", hasLinks: true, hasWholeFlush: true },
    reserveBytes: 0,
    rounds: [
      {
        losesKey: false,
        steps: [{ do: "commit", files: 1, sizeBytes: 0 }],
        fault: null,
        crash: { step: -1, after: 67, survival: { kind: "none" } },
      },
    ],
    ending: { kind: "none" },
  },
  "the first key is lost before the first entry stands": {
    seed: 1_132_988_520,
    base: 0,
    traits: { lost: "zeros", hasLinks: true, hasWholeFlush: true },
    reserveBytes: 0,
    rounds: [
      {
        losesKey: false,
        steps: [{ do: "commit", files: 1, sizeBytes: 0 }],
        fault: null,
        crash: { step: -1, after: 73, survival: { kind: "none" } },
      },
      {
        losesKey: true,
        steps: [{ do: "take-over", how: "before-write", after: 33 }],
        fault: null,
        crash: { step: 0, after: 32, survival: { kind: "none" } },
      },
    ],
    ending: { kind: "none" },
  },
  "the space kept back has its size on the disk and not its bytes": {
    seed: 3_045_818_610,
    base: 1,
    traits: { lost: "junk", hasLinks: true, hasWholeFlush: true },
    reserveBytes: 2_000,
    rounds: [
      {
        losesKey: false,
        steps: [{ do: "commit", files: 1, sizeBytes: 0 }],
        fault: null,
        crash: { step: 0, after: 10, survival: null },
      },
    ],
    ending: { kind: "some", share: 50, seed: 3_234_107_855 },
  },
};
