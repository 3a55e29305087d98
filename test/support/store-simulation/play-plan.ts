import { entryLine } from "../../../src/main/store/ledger-line.ts";
import type { RunStore } from "../../../src/main/store/run-store.ts";
import type { Fs } from "../../../src/main/system/fs.ts";
import type { BaseStore } from "./base-stores.ts";
import { falseAccusations, falseAlarms } from "./check-image.ts";
import { type Coverage, newCoverage } from "./coverage.ts";
import type { Expectations } from "./expectations.ts";
import { imageProblems, leftoverProblems } from "./image-problems.ts";
import type { Plan, Round } from "./plan.ts";
import { playStep } from "./play-step.ts";
import { Scene } from "./scene.ts";
import { SimulatedMachine } from "./simulated-machine.ts";

/** What became of a scenario. */
export interface PlayResult {
  /** Sentences; empty when every promise was kept. */
  readonly problems: readonly string[];
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  /** How many effects the rounds had, without the last start and end. */
  readonly effects: number;
  readonly coverage: Coverage;
}

/** What a play needs besides its plan. */
export interface Stage {
  readonly bases: readonly BaseStore[];
  /** A broken file layer, to see whether it is noticed. */
  readonly alter?: (fs: Fs) => Fs;
}

/** Reading through the store costs as much as playing: so many scenarios share one look. */
const SCENARIOS_PER_READING = 4;
/** The check of everything costs more than playing: so many scenarios share one. */
const SCENARIOS_PER_CHECK = 10;

/** Plays a scenario from its start to the check of what is left on the disk. */
export async function playPlan(plan: Plan, stage: Stage): Promise<PlayResult> {
  const base = stage.bases[plan.base];
  if (base === undefined) throw new RangeError(`there is no base ${plan.base}`);
  const machine = new SimulatedMachine({
    image: base.image,
    traits: plan.traits,
    reserveBytes: plan.reserveBytes,
    coverage: newCoverage(),
    alter: stage.alter ?? ((fs) => fs),
  });
  const expectations = base.expectations.copy();
  const before = expectations.count("acknowledged");
  const scene = new Scene(machine, expectations);
  let effects = 0;
  try {
    for (const round of plan.rounds) await playRound(scene, round);
    if (isLeftByKill(plan)) {
      machine.coverage.checksOfKilled += 1;
      expectations.problems.push(...(await falseAccusations(machine)));
    }
    effects = machine.effects;
    await finish(scene, plan);
  } catch (error) {
    scene.problem(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    machine.end();
  }
  return {
    problems: expectations.problems,
    acknowledged: expectations.count("acknowledged") - before,
    refused: expectations.count("refused"),
    unknown: expectations.count("unknown"),
    effects,
    coverage: machine.coverage,
  };
}

async function playRound(scene: Scene, round: Round): Promise<void> {
  const { machine } = scene;
  machine.newRound();
  machine.clock.advance(1_000);
  if (round.losesKey) machine.loseKeys();
  arm(scene, round, -1);
  await scene.open();
  for (const [index, step] of round.steps.entries()) {
    if (scene.isDown) break;
    arm(scene, round, index);
    await playStep(scene, step);
    await reopenIfLost(scene);
  }
  if (!scene.isDown) machine.crashNow(round.crash.survival);
  scene.program = null;
}

/**
 * True where nothing but unfinished work lies in the folder. Power cuts and faults garble bytes, and where there are no links a record is
 * copied to its place: only the next start puts those right.
 */
function isLeftByKill({ seed, rounds, traits }: Plan): boolean {
  const last = rounds.at(-1);
  if (seed % 2 === 0 || !traits.hasLinks || last === undefined || last.fault !== null) return false;
  return last.crash.survival === null && last.crash.step >= 0 && !last.steps.some((step) => step.do === "obstruct");
}

function arm({ machine }: Scene, { crash, fault }: Round, step: number): void {
  if (crash.step === step) machine.crashAfter(crash.after, crash.survival);
  if (fault?.step === step) machine.failAfter(fault);
}

/** What a person does whose folder became read-only: close it and open it again. */
async function reopenIfLost(scene: Scene): Promise<void> {
  const { program } = scene;
  if (program === null || scene.isDown || program.store.state().mode === "writable") return;
  scene.machine.heal();
  await scene.close(program);
  if (!scene.isDown) await scene.open();
}

/** A start without faults, one more change, an orderly end, a last power cut, and a look at every byte that is left. */
async function finish(scene: Scene, plan: Plan): Promise<void> {
  const { machine, expectations } = scene;
  machine.newRound();
  await scene.open();
  const { program } = scene;
  if (program === null) return;
  if (!(await scene.commit(scene.newRecords(1, 100, program.store), program)))
    scene.problem("a further change was refused");
  await program.store.settled();
  if (plan.seed % SCENARIOS_PER_READING === 0) compareReading(program.store, expectations);
  await scene.close(program);
  expectations.problems.push(...leftoverProblems(machine.disk.image()));
  machine.disk.powerCut(plan.ending);
  imageProblems(machine.disk.image(), expectations, machine.coverage);
  if (plan.seed % SCENARIOS_PER_CHECK !== 0) return;
  machine.coverage.checks += 1;
  expectations.problems.push(...(await falseAlarms(machine, plan)));
}

/** What the store gives to its readers is what it promised to its writers. */
function compareReading(store: RunStore, expectations: Expectations): void {
  const read = new Map([...store.ledger.entries(0)].map((placed) => [placed.entry.seq, placed]));
  for (const { change, outcome, lines } of expectations.changes.values()) {
    if (outcome !== "acknowledged") continue;
    for (const line of lines) {
      const placed = read.get(line.seq);
      if (
        placed === undefined ||
        entryLine(placed.entry).toString() !== line.text ||
        placed.place.offset !== line.offset
      ) {
        expectations.problems.push(`entry ${line.seq} of ${change.requestId} is not what readers are given`);
      }
    }
    for (const file of change.files) {
      if (!store.readFile(file.path).equals(file.bytes))
        expectations.problems.push(`${file.path} is not what readers are given`);
    }
  }
}
