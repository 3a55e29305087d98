import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { COVERAGE_KEYS } from "../support/store-simulation/coverage.ts";
import {
  playInWorker,
  runSimulation,
  runSweep,
  type SimulationTally,
} from "../support/store-simulation/run-simulation.ts";
import { mutantPart, powerCutPart, tamperPart } from "./evidence-parts.ts";
import { killRounds, noticesLoss } from "./kill-rounds.ts";
import { clockStepRounds, crashedClockRounds, exitRounds, herdRounds, meddlingRounds } from "./ownership-rounds.ts";
import type { OwnershipTally } from "./ownership-stage.ts";
import type { SoakPart } from "./soak-part.ts";
import { noticesUnfencedWriter, splitBrainRounds } from "./split-brain-rounds.ts";

/** What one night does. */
const NIGHTLY = {
  ...{ simulation: 1_000_000, kills: 2_000, tampering: 10_000 },
  ...{ splitBrains: 1_000, herds: 500, clockSteps: 60, wrongClocks: 200, meddling: 160, exits: 200 },
};
/** What a broken writer may live through in the self-check: that many scenarios, or every so-manieth place of the sweep. */
const SELF_CHECK = { random: { end: 500, every: 1 }, sweep: { end: Number.POSITIVE_INFINITY, every: 37 } };
/** At each place of the sweep so many things happen in turn: a stride that shares a factor with it would always meet the same ones. */
const SWEEP_CYCLE = 5;

const { values } = parseArgs({
  options: {
    scale: { type: "string", default: process.env.RMOS_SOAK_SCALE ?? "1" },
    seed: { type: "string", default: process.env.RMOS_SOAK_SEED ?? String(Date.now() % 2 ** 31) },
    only: { type: "string", default: "simulation,sweep,mutants,cuts,tampering,kills,ownership" },
    workers: { type: "string", default: String(Math.min(availableParallelism(), 8)) },
  },
});
const scale = Number(values.scale);
const seed = Number(values.seed);
const workers = Number(values.workers);
if (!(scale > 0 && scale <= 1) || !Number.isSafeInteger(seed) || !(workers >= 1)) {
  process.stderr.write("Say --scale above 0 and up to 1, --seed as a whole number, --workers from 1.\n");
  process.exit(2);
}

function scaled(nightly: number): number {
  return Math.max(1, Math.round(nightly * scale));
}

function strideOf(share: number): number {
  const stride = Math.max(1, Math.round(1 / share));
  return stride > 1 && stride % SWEEP_CYCLE === 0 ? stride + 1 : stride;
}

/** The journal is not flushed: whoever does not notice that notices nothing. */
async function noticesBrokenWriter(kind: "random" | "sweep"): Promise<boolean> {
  const share = { kind, seed, first: 0, ...SELF_CHECK[kind], stopsAtFirst: true };
  return (await playInWorker({ ...share, mutant: "the journal is not flushed" })).failed > 0;
}

function partOf(name: string, tally: SimulationTally, selfCheck: boolean): SoakPart {
  const { scenarios: cases, acknowledged, losses, failed, coverage, failures } = tally;
  const details = [
    `met: ${COVERAGE_KEYS.map((key) => `${key} ${coverage[key]}`).join(", ")}`,
    ...failures.map((failure) => `FAILED ${failure.problems[0]}: ${JSON.stringify(failure.plan)}`),
  ];
  return { name, cases, acknowledged, losses, failed, selfCheck, details };
}

const PARTS: Readonly<Record<string, () => Promise<SoakPart>>> = {
  async simulation() {
    const selfCheck = await noticesBrokenWriter("random");
    const tally = await runSimulation({ scenarios: scaled(NIGHTLY.simulation), seed, workers });
    return partOf("simulated crashes", tally, selfCheck);
  },
  async sweep() {
    const selfCheck = await noticesBrokenWriter("sweep");
    const tally = await runSweep({ stride: strideOf(scale), workers });
    return partOf(scale === 1 ? "every place, each crash and fault" : "places, each crash and fault", tally, selfCheck);
  },
  mutants: () => mutantPart(seed, workers),
  cuts: () => powerCutPart(),
  tampering: () => tamperPart(scaled(NIGHTLY.tampering), seed),
  async kills() {
    const selfCheck = await noticesLoss();
    const { kills, acknowledged, problems, longestRestartMs } = await killRounds(scaled(NIGHTLY.kills), seed);
    const losses = problems.filter((problem) => problem.startsWith("LOST")).length;
    const details = [`longest restart ${Math.round(longestRestartMs)} ms`, ...problems];
    return {
      name: "processes killed",
      cases: kills,
      acknowledged,
      losses,
      failed: problems.length,
      selfCheck,
      details,
    };
  },
  async ownership() {
    const selfCheck = await noticesUnfencedWriter(seed);
    const tallies = await ownershipTallies();
    const problems = tallies.flatMap((tally) => tally.problems);
    const sum = (count: (tally: OwnershipTally) => number): number => tallies.reduce((all, one) => all + count(one), 0);
    return {
      name: "programs that want one folder",
      cases: sum(({ rounds }) => rounds),
      acknowledged: sum(({ acknowledged }) => acknowledged),
      losses: problems.filter((problem) => problem.startsWith("LOST")).length,
      failed: problems.length,
      selfCheck,
      details: [
        ...tallies.map(({ name, rounds, late }) => `${name}: ${rounds} rounds, ${late} late entries, all shown`),
        ...problems,
      ],
    };
  },
};

/** Two and more programs on one folder, of every kind in turn. */
async function ownershipTallies(): Promise<readonly OwnershipTally[]> {
  const tallies = [await splitBrainRounds(scaled(NIGHTLY.splitBrains), seed)];
  for (const size of [2, 4, 8]) tallies.push(await herdRounds(scaled(NIGHTLY.herds), size));
  tallies.push(
    await clockStepRounds(scaled(NIGHTLY.clockSteps)),
    await crashedClockRounds(scaled(NIGHTLY.wrongClocks)),
  );
  tallies.push(await meddlingRounds(scaled(NIGHTLY.meddling)), await exitRounds(scaled(NIGHTLY.exits)));
  return tallies;
}

function isPassed({ cases, losses, failed, selfCheck }: SoakPart): boolean {
  return cases > 0 && losses === 0 && failed === 0 && selfCheck;
}

/** A part that could not be played to its end has failed, and the others are played all the same. */
function brokenPart(name: string, error: unknown): SoakPart {
  const details = [`FAILED ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  return { name, cases: 0, acknowledged: null, losses: 0, failed: 1, selfCheck: false, details };
}

const names = values.only.split(",");
const unknown = names.filter((name) => PARTS[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`No such part: ${unknown.join(", ")}. There are: ${Object.keys(PARTS).join(", ")}.\n`);
  process.exit(2);
}

process.stdout.write(`soak: seed ${seed}, scale ${scale}, ${workers} workers, Node ${process.version}\n\n`);
process.stdout.write(
  "| part | cases | acknowledged | lost | failed | broken one noticed | s |\n| --- | --- | --- | --- | --- | --- | --- |\n",
);
const parts: SoakPart[] = [];
for (const name of names) {
  const start = performance.now();
  const part = await PARTS[name]?.().catch((error: unknown) => brokenPart(name, error));
  if (part === undefined) continue;
  parts.push(part);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const cells = [
    part.name,
    part.cases,
    part.acknowledged ?? "-",
    part.losses,
    part.failed,
    part.selfCheck ? "yes" : "NO",
    seconds,
  ];
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}
process.stdout.write(
  `\n${parts.flatMap(({ name, details }) => details.map((detail) => `${name}: ${detail}`)).join("\n")}\n`,
);
mkdirSync("test-results", { recursive: true });
writeFileSync("test-results/soak.json", `${JSON.stringify({ seed, scale, parts }, null, 2)}\n`);
process.exit(parts.length > 0 && parts.every(isPassed) ? 0 : 1);
