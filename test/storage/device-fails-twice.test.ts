import { describe, expect, it } from "vitest";
import type { Survival } from "../support/simulated-fs/crash-survival.ts";
import { PLAIN_TRAITS } from "../support/simulated-fs/simulated-disk.ts";
import { makeBaseStores } from "../support/store-simulation/base-stores.ts";
import type { Plan } from "../support/store-simulation/plan.ts";
import { playPlan } from "../support/store-simulation/play-plan.ts";

/** Where in a change the device begins to fail, how often in a row, and where in the next start the power goes. */
const FAULTS_AFTER = [3, 4, 5];
const IN_A_ROW = [2, 3];
const CUTS_AFTER = [20, 30, 36, 39, 44];

function survivals(): Survival[] {
  const seeds = Array.from({ length: 12 }, (_, index) => (index + 1) * 7_919);
  return seeds.flatMap((seed, index): Survival[] => [
    { kind: "all-but-one", seed },
    { kind: "only-one", seed },
    { kind: "some", share: 50, seed },
    { kind: "ordered", share: (index + 1) * 8 },
  ]);
}

function plans(): Plan[] {
  return survivals().flatMap((survival) =>
    FAULTS_AFTER.flatMap((faultAfter) =>
      IN_A_ROW.flatMap((lasting) =>
        CUTS_AFTER.map((cutAfter) => ({
          ...{ seed: 1, base: 1, traits: PLAIN_TRAITS, reserveBytes: 0, ending: { kind: "none" } as const },
          rounds: [
            {
              losesKey: false,
              steps: [{ do: "checkpoint" }, { do: "commit", files: 1, sizeBytes: 0 }],
              fault: { kind: "EIO", lasting, step: 1, after: faultAfter },
              crash: { step: 1, after: cutAfter, survival },
            },
          ],
        })),
      ),
    ),
  ) as Plan[];
}

describe("a device that fails several times in a row", () => {
  it("leaves nothing half when the power goes while the next start puts things in place", async () => {
    const stage = { bases: await makeBaseStores((fs) => fs) };
    const all = plans();
    const failed: string[] = [];
    for (const plan of all) {
      const { problems } = await playPlan(plan, stage);
      if (problems.length > 0) failed.push(`${problems[0]}: ${JSON.stringify(plan.rounds[0])}`);
    }
    process.stdout.write(
      `${all.length} times a device that failed twice or more, and a power cut; ${failed.length} left something\n`,
    );
    expect(all.length).toBeGreaterThan(1_000);
    expect(failed).toEqual([]);
  });
});
