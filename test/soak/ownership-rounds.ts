import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CrashChild } from "../support/crash-child-process.ts";
import { OwnershipStage, type OwnershipTally, pause, THIS_HOST, tell } from "./ownership-stage.ts";

const HOUR_MS = 3_600_000;
/** How far a clock is set, ahead and back. */
const CLOCK_STEPS_MS = [1, -1, 24, -24, 24 * 3_650, -24 * 3_650].map((hours) => hours * HOUR_MS);

async function tallied(name: string, rounds: number, stage: OwnershipStage): Promise<OwnershipTally> {
  stage.expect(stage.ended() === 0, `${stage.ended()} programs ended by themselves`);
  const problems = await stage.finish();
  return { name, rounds, acknowledged: stage.acknowledged().size, late: 0, problems };
}

/** The clock is set while the folder is held: its holder stops writing, nobody else begins, and all is well once it was given back. */
export async function clockStepRounds(rounds: number): Promise<OwnershipTally> {
  const stage = new OwnershipStage();
  let [holder, other] = [await stage.start(), await stage.start()];
  for (let round = 0; round < rounds; round += 1) {
    const step = CLOCK_STEPS_MS[round % CLOCK_STEPS_MS.length] ?? 0;
    const at = `clock set by ${step / HOUR_MS} h`;
    for (const child of [holder, other]) await tell(child, "clock 0", "clock");
    stage.expect(await stage.open(holder), `${at}: not opened`);
    stage.expect(await stage.commit(holder), `${at}: nothing recorded before`);
    for (const child of [holder, other]) await tell(child, `clock ${step}`, "clock");
    stage.expect(!(await stage.open(other)), `${at}: two have the folder`);
    await holder.next("changed");
    stage.expect(!(await stage.commit(holder)), `${at}: recorded after the lock was lost`);
    for (const child of [holder, other]) await stage.close(child);
    stage.expect(await stage.open(other), `${at}: not opened by the next`);
    stage.expect(await stage.commit(other), `${at}: nothing recorded by the next`);
    await stage.close(other);
    [holder, other] = [other, holder];
  }
  return await tallied("clock set while held", rounds, stage);
}

/** The clock was wrong when the holder was killed: the next one on this machine has the folder at once. */
export async function crashedClockRounds(rounds: number): Promise<OwnershipTally> {
  const problems: string[] = [];
  let acknowledged = 0;
  let longestMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    const stage = new OwnershipStage();
    const step = CLOCK_STEPS_MS[round % CLOCK_STEPS_MS.length] ?? 0;
    const [dead, next] = [await stage.start(), await stage.start()];
    await tell(dead, `clock ${step}`, "clock");
    stage.expect(await stage.open(dead), "not opened");
    stage.expect(await stage.commit(dead), "nothing recorded");
    dead.process.kill("SIGKILL");
    await dead.ended;
    const start = performance.now();
    stage.expect(await stage.open(next), `${step / HOUR_MS} h off: the next one has to wait`);
    longestMs = Math.max(longestMs, performance.now() - start);
    stage.expect(await stage.commit(next), `${step / HOUR_MS} h off: nothing recorded by the next`);
    await stage.close(next);
    problems.push(...(await stage.finish()));
    acknowledged += stage.acknowledged().size;
  }
  const name = `clock wrong at a crash, taken over in ${Math.round(longestMs)} ms at most`;
  return { name, rounds, acknowledged, late: 0, problems };
}

interface Trouble {
  readonly what: string;
  readonly make: (stage: OwnershipStage) => void;
  /** Undone before the next round. */
  readonly mend?: (stage: OwnershipStage) => void;
  /** Nobody can tell who has the folder any more: the second takes it, and the first must notice. */
  readonly letsSecondIn?: true;
  /** The folder is not there for a second. */
  readonly isAway?: true;
}

function replaceLock(stage: OwnershipStage): void {
  rmSync(stage.own("lock"), { recursive: true, force: true });
}

const TROUBLES: readonly Trouble[] = [
  { what: "lock folder removed", make: replaceLock },
  {
    what: "a file in place of the lock folder",
    make(stage) {
      replaceLock(stage);
      writeFileSync(stage.own("lock"), "x");
    },
  },
  {
    what: "a foreign file in the lock folder",
    make: (stage) => writeFileSync(join(stage.own("lock"), "Thumbs.db"), "x"),
  },
  { what: "gate deleted", make: (stage) => rmSync(stage.own("gate.db")), letsSecondIn: true },
  {
    what: "gate and lock deleted",
    make(stage) {
      rmSync(stage.own("gate.db"));
      replaceLock(stage);
    },
    letsSecondIn: true,
  },
  { what: "the card of another machine", make: (stage) => stage.leaveLock("press-2", Date.now()) },
  {
    what: "gate deleted, and the card of another machine",
    make(stage) {
      rmSync(stage.own("gate.db"));
      stage.leaveLock("press-2", Date.now());
    },
    mend: (stage) => rmSync(stage.own("owner.json"), { force: true }),
  },
  {
    what: "runs folder moved away and back",
    make: ({ folders }) => renameSync(folders.runsDir, `${folders.runsDir}-moved`),
    mend: ({ folders }) => renameSync(`${folders.runsDir}-moved`, folders.runsDir),
    isAway: true,
  },
];

/** Somebody meddles with the files that say who has the folder: two never write at once, nobody ends, and it goes on afterwards. */
export async function meddlingRounds(rounds: number): Promise<OwnershipTally> {
  const stage = new OwnershipStage();
  const pair = [await stage.start(), await stage.start()] as const;
  for (let round = 0; round < rounds; round += 1) {
    const trouble = TROUBLES[round % TROUBLES.length];
    if (trouble === undefined) continue;
    // The one who was first is second the next time.
    await meddle(stage, trouble, round % 2 === 0 ? pair : [pair[1], pair[0]]);
  }
  return await tallied("somebody meddles", rounds, stage);
}

async function meddle(
  stage: OwnershipStage,
  trouble: Trouble,
  [first, second]: readonly [CrashChild, CrashChild],
): Promise<void> {
  const { what } = trouble;
  stage.expect(await stage.open(first), `${what}: not opened before`);
  stage.expect(await stage.commit(first), `${what}: nothing recorded before`);
  trouble.make(stage);
  if (trouble.isAway === true) {
    stage.expect(!(await stage.commit(first)), `${what}: recorded in a folder that is not there`);
  } else {
    const isIn = await stage.open(second);
    stage.expect(isIn === (trouble.letsSecondIn === true), `${what}: the second ${isIn ? "writes" : "does not write"}`);
    if (isIn) stage.expect(await stage.commit(second), `${what}: the second records nothing`);
    const isStillOurs = await stage.commit(first);
    stage.expect(isStillOurs !== isIn, `${what}: ${isStillOurs ? "both write" : "nobody writes"}`);
    await stage.close(second);
  }
  await stage.close(first);
  trouble.mend?.(stage);
  stage.expect(await stage.open(second), `${what}: not opened after`);
  stage.expect(await stage.commit(second), `${what}: nothing recorded after`);
  await stage.close(second);
}

/** Programs that open one folder at the same moment, on a stale lock every other time: one has it, the others are told. */
export async function herdRounds(rounds: number, size: number): Promise<OwnershipTally> {
  const stage = new OwnershipStage();
  const herd = await Promise.all(Array.from({ length: size }, () => stage.start()));
  await stage.open(herd[0] as CrashChild);
  await stage.close(herd[0] as CrashChild);
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 1) stage.leaveLock(THIS_HOST, 0);
    for (const child of herd) child.tell("open");
    const states = await Promise.all(herd.map((child) => child.next("opened")));
    const writers = herd.filter((_, index) => JSON.stringify(states[index]).includes('"mode":"writable"'));
    stage.expect(writers.length === 1, `${writers.length} of ${size} have the folder`);
    for (const writer of writers) stage.expect(await stage.commit(writer), "the one who has it records nothing");
    await Promise.all(herd.map((child) => stage.close(child)));
  }
  return await tallied(`${size} at the same moment`, rounds, stage);
}

/** A program that lost the folder ends: the lock of the one who has it stays. */
export async function exitRounds(rounds: number): Promise<OwnershipTally> {
  const problems: string[] = [];
  let acknowledged = 0;
  for (let round = 0; round < rounds; round += 1) {
    const stage = new OwnershipStage();
    const [first, second] = [await stage.start(), await stage.start()];
    stage.expect(await stage.open(first), "not opened");
    rmSync(stage.own("gate.db"));
    stage.expect(await stage.open(second), "not taken over");
    const lock = statSync(stage.own("lock")).ino;
    if (round % 2 === 0) first.tell("exit");
    else first.process.kill("SIGTERM");
    await first.ended;
    const after = statSync(stage.own("lock"), { throwIfNoEntry: false })?.ino;
    stage.expect(after === lock, "the lock went with the one who had lost it");
    stage.expect(await stage.commit(second), "nothing recorded afterwards");
    await pause(5);
    await stage.close(second);
    problems.push(...(await stage.finish()));
    acknowledged += stage.acknowledged().size;
  }
  return { name: "the one who lost it ends", rounds, acknowledged, late: 0, problems };
}
