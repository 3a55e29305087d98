import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BurstKey,
  type BurstState,
  NO_BURST,
  type ScanLimits,
  takeKey,
  USUAL_LIMITS,
} from "../../../../src/renderer/state/scan-burst.ts";

interface Typed {
  readonly key: BurstKey;
  readonly gapMs: number;
}

/** A field and the bursts that were recognised while keys came; foreign bursts are handed to the field. */
function play(keys: readonly Typed[], options: { readonly passFirst?: number; readonly limits?: ScanLimits } = {}) {
  const { passFirst = 3, limits = USUAL_LIMITS } = options;
  let state: BurstState = NO_BURST;
  let field = "";
  let atMs = 1000;
  const bursts: string[] = [];
  const passed: BurstKey["kind"][] = [];
  for (const { key, gapMs } of keys) {
    atMs += gapMs;
    const step = takeKey(state, key, { atMs, limits, passFirst });
    field += step.release;
    if (step.key === "pass") {
      passed.push(key.kind);
      if (key.kind === "character") field += key.text;
    }
    if (step.burst !== null) {
      bursts.push(step.burst.text);
      field += step.burst.held;
    }
    state = step.state;
  }
  return { field: field + state.held, bursts, passed, state };
}

function fast(text: string, gapMs = 5): readonly Typed[] {
  return [...text].map((character, index) => ({
    key: { kind: "character", text: character },
    gapMs: index === 0 ? 500 : gapMs,
  }));
}

const ENTER = { key: { kind: "end" }, gapMs: 5 } as const;

const anyKey: fc.Arbitrary<BurstKey> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 1 })
      .map((text) => ({ kind: "character" as const, text })),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "end" as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: "control" as const }, { kind: "other" as const }) },
);
const anyTyping = fc.array(
  fc.record({ key: anyKey, gapMs: fc.oneof(fc.integer({ min: 0, max: 35 }), fc.integer({ min: 0, max: 400 })) }),
  {
    maxLength: 60,
  },
);

describe("scan burst", () => {
  it("fast characters with Enter at their end are a burst, and nobody sees that Enter", () => {
    const { bursts, passed } = play([...fast("RN57223054"), ENTER]);
    expect(bursts).toEqual(["RN57223054"]);
    expect(passed).toEqual(["character", "character", "character"]);
  });

  it("what a person types passes at once, key by key, Enter too", () => {
    const { bursts, passed, field } = play([...fast("RN57223054", 90), { ...ENTER, gapMs: 90 }]);
    expect([bursts, field]).toEqual([[], "RN57223054"]);
    expect(passed.at(-1)).toBe("end");
  });

  it("two keys that roll over each other are a person, and so is a short word", () => {
    const { bursts, passed, field } = play([...fast("edge", 20), ENTER]);
    expect([bursts, field, passed.at(-1)]).toEqual([[], "edge", "end"]);
  });

  it("a burst that a slow Enter follows is text, and the Enter acts", () => {
    const { bursts, field, passed } = play([...fast("RN57223054"), { ...ENTER, gapMs: 36 }]);
    expect([bursts, field, passed.at(-1)]).toEqual([[], "RN57223054", "end"]);
  });

  it("a gap as long as the limit still belongs to the burst", () => {
    expect(play([...fast("RN57223054", 35), { ...ENTER, gapMs: 35 }]).bursts).toEqual(["RN57223054"]);
    expect(play([...fast("RN57223054", 36), ENTER]).bursts).toEqual([]);
  });

  it("limits can be set: a slow scanner is heard when the gap is longer", () => {
    const limits = { leastCharacters: 8, longestGapMs: 80 };
    expect(play([...fast("RN57223054", 70), ENTER], { limits }).bursts).toEqual(["RN57223054"]);
    expect(play([...fast("1234567", 70), ENTER], { limits }).bursts).toEqual([]);
  });

  it("an F-key or a Ctrl combination inside a burst never acts", () => {
    const { bursts, passed } = play([
      ...fast("RN5"),
      { key: { kind: "control" }, gapMs: 5 },
      ...fast("7223054").map((one) => ({ ...one, gapMs: 5 })),
      ENTER,
    ]);
    expect(bursts).toEqual(["RN57223054"]);
    expect(passed).not.toContain("control");
    expect(play([{ key: { kind: "control" }, gapMs: 5 }]).passed).toEqual(["control"]);
  });

  it("a key that is none of a burst puts what was held before it", () => {
    const { bursts, field } = play([
      ...fast("RN5722"),
      { key: { kind: "other" }, gapMs: 5 },
      ...fast("3054", 500),
      ENTER,
    ]);
    expect([bursts, field]).toEqual([[], "RN57223054"]);
  });

  it("holds from the second character where the first is all that a page may see, and never where text cannot be handed over", () => {
    expect(play(fast("RN5722"), { passFirst: 1 }).passed).toHaveLength(1);
    expect(play(fast("RN5722"), { passFirst: Number.POSITIVE_INFINITY }).passed).toHaveLength(6);
  });

  it("loses no character, doubles none and changes no order, whatever is typed and scanned", () => {
    fc.assert(
      fc.property(anyTyping, fc.constantFrom(1, 3, Number.POSITIVE_INFINITY), (keys, passFirst) => {
        const typed = keys.map(({ key }) => (key.kind === "character" ? key.text : "")).join("");
        expect(play(keys, { passFirst }).field).toBe(typed);
      }),
      { numRuns: 2000 },
    );
  });

  it("no end key of a burst passes, and every other one does", () => {
    fc.assert(
      fc.property(anyTyping, (keys) => {
        const { bursts, passed } = play(keys);
        const ends = keys.filter(({ key }) => key.kind === "end").length;
        expect(passed.filter((kind) => kind === "end").length + bursts.length).toBe(ends);
      }),
      { numRuns: 1000 },
    );
  });

  it("every burst has enough characters, all in time", () => {
    fc.assert(
      fc.property(anyTyping, (keys) => {
        for (const burst of play(keys).bursts)
          expect([...burst].length).toBeGreaterThanOrEqual(USUAL_LIMITS.leastCharacters);
      }),
    );
  });
});
