import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TAMPERS, TamperRounds } from "../support/tampering/tamper-rounds.ts";

const CASES = Number(process.env.RMOS_TAMPER_CASES ?? 20);
const SEED = Number(process.env.RMOS_TAMPER_SEED ?? 20_261_121);

let rounds: TamperRounds;
const told: string[] = [];

beforeAll(async () => {
  rounds = new TamperRounds();
  await rounds.prepare();
});

afterAll(() => {
  rounds.remove();
  process.stdout.write(`tampering of seed ${SEED}: ${told.length} classes, ${CASES} cases each\n${told.join("\n")}\n`);
});

describe("a folder that someone tampered with", () => {
  it.each(Object.entries(TAMPERS))(
    "is told of by its right name: %s",
    async (name, tamper) => {
      const problems = await rounds.play(tamper, CASES, SEED);
      told.push(`  ${name}: ${CASES - problems.length} of ${CASES} told as they should be`);
      expect(CASES).toBeGreaterThan(0);
      expect(problems.slice(0, 5)).toEqual([]);
    },
    600_000,
  );

  it("is tried in more than twenty ways", () => {
    expect(Object.keys(TAMPERS).length).toBeGreaterThanOrEqual(25);
  });

  it("would be found to be told of wrongly, were nothing found", async () => {
    const wanted = [{ codes: ["ROLLED_BACK"] as const, path: null }];
    expect(await rounds.play(() => wanted, 2, SEED)).toHaveLength(2);
  });
});
