import { describe, expect, it } from "vitest";
import {
  clockStepRounds,
  crashedClockRounds,
  exitRounds,
  herdRounds,
  meddlingRounds,
} from "../soak/ownership-rounds.ts";
import type { OwnershipTally } from "../soak/ownership-stage.ts";
import { noticesUnfencedWriter, splitBrainRounds } from "../soak/split-brain-rounds.ts";

/** How many times the usual number of rounds. */
const SCALE = Number(process.env.RMOS_OWNERSHIP_SCALE ?? "1");
const SEED = Number(process.env.RMOS_OWNERSHIP_SEED ?? String(Date.now() % 2 ** 31));

function expectKept({ name, rounds, acknowledged, late, problems }: OwnershipTally): void {
  process.stdout.write(
    `${name}: ${rounds} rounds, ${acknowledged} acknowledged, ${late} late, ${problems.length} problems\n`,
  );
  expect(problems).toEqual([]);
  expect(Math.min(rounds, acknowledged)).toBeGreaterThan(0);
}

describe("two programs on one folder", () => {
  it("never both write when the clock is set while one has it", async () => {
    expectKept(await clockStepRounds(6 * SCALE));
  });

  it("follow one another at once when the first was killed with a wrong clock", async () => {
    expectKept(await crashedClockRounds(6 * SCALE));
  });

  it("never both write when somebody meddles with lock, gate, card or folder", async () => {
    expectKept(await meddlingRounds(16 * SCALE));
  });

  it("keep their locks apart when the one who lost the folder ends", async () => {
    expectKept(await exitRounds(4 * SCALE));
  });

  it("lose nothing and hide nothing when one is stopped, overtaken and woken", async () => {
    process.stdout.write(`seed ${SEED}\n`);
    expect(await noticesUnfencedWriter(SEED)).toBe(true);
    expectKept(await splitBrainRounds(8 * SCALE, SEED));
  });
});

describe("programs that open one folder at the same moment", () => {
  it.each([2, 4, 8])("are %i, of whom one has it", async (size) => {
    expectKept(await herdRounds(20 * SCALE, size));
  });
});
