import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { decodeFrames } from "../../src/main/store/journal-frame.ts";
import { sealedSegments } from "../../src/main/store/ledger-reader.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { checkFolder } from "../support/check-folder.ts";
import type { CrashChild } from "../support/crash-child-process.ts";
import type { TestFolders } from "../support/open-test-store.ts";
import { createSeededRandom } from "../support/simulated-fs/seeded-random.ts";
import { verifyLedger } from "../support/verify-ledger.ts";
import { OwnershipStage, type OwnershipTally, pause, tell } from "./ownership-stage.ts";

const LONGEST_LIFE_MS = 120;
/** So many calls of the file layer are a few changes. */
const CALLS = 150;
/** Where the numbers of the first and of the second begin, far from those of single changes. */
const FIRST_NUMBERS = [1_000_000, 2_000_000] as const;
/** A program that was overtaken notices with its next change. One that cannot notice is not waited for that long. */
const PATIENCE_MS = { fenced: 60_000, unfenced: 500 };

/** What a program wrote after it had lost the folder, as it lies there. */
interface LateWriting {
  readonly frames: number;
  /** Names of segments that go on behind where they were sealed. */
  readonly segments: readonly string[];
}

function lateWriting({ runsDir }: TestFolders): LateWriting {
  const segments = sealedSegments(nodeFs, runsDir);
  const seals = new Map(segments.map(({ epoch, endOffset }) => [epoch, endOffset ?? Number.POSITIVE_INFINITY]));
  const journals = join(runsDir, "_integrity", "journal");
  const frames = readdirSync(journals).flatMap((name) => decodeFrames(readFileSync(join(journals, name))).frames);
  const lateFrames = frames.filter(
    ({ epoch, ledgerOffset }) => ledgerOffset >= (seals.get(epoch) ?? Number.POSITIVE_INFINITY),
  );
  const names = segments.map(({ epoch, endOffset }) => ({
    name: `${String(epoch).padStart(8, "0")}.ndjson`,
    endOffset,
  }));
  const late = names.filter(({ name, endOffset }) => {
    const path = join(runsDir, "_integrity", "ledger", name);
    return endOffset !== null && existsSync(path) && readFileSync(path).byteLength > endOffset;
  });
  return { frames: lateFrames.length, segments: late.map(({ name }) => name) };
}

/**
 * A program is stopped while it writes, another takes the folder meanwhile (with the gate gone, as where two machines share a drive),
 * and the first wakes up: it ends nothing, acknowledges nothing that is not there, and what it wrote too late is shown.
 */
export async function splitBrainRounds(
  rounds: number,
  seed: number,
  env: Readonly<Record<string, string>> = {},
): Promise<OwnershipTally> {
  const random = createSeededRandom(seed);
  const problems: string[] = [];
  const total = { acknowledged: 0, late: 0 };
  for (let round = 0; round < rounds && problems.length === 0; round += 1) {
    const stage = new OwnershipStage();
    // Every other one stops at a place of its own making, between any two calls; the others wherever the signal finds them.
    const stop: Stop =
      round % 2 === 0 ? { afterMs: random.below(LONGEST_LIFE_MS) } : { afterCalls: 1 + random.below(CALLS) };
    await splitBrain(stage, stop, env);
    const { late, missed } = await showLate(stage);
    total.late += late;
    stage.problems.push(...missed);
    problems.push(...(await stage.finish()));
    total.acknowledged += stage.acknowledged().size;
  }
  return { name: "stopped, overtaken, woken", rounds, ...total, problems };
}

/** Where the first program is stopped. */
type Stop = { readonly afterMs: number } | { readonly afterCalls: number };

async function splitBrain(stage: OwnershipStage, stop: Stop, env: Readonly<Record<string, string>>): Promise<void> {
  const stopEnv: Record<string, string> = "afterCalls" in stop ? { RMOS_TEST_STOP_AFTER: String(stop.afterCalls) } : {};
  const [sleeper, taker] = [await stage.start({ ...env, ...stopEnv }), await stage.start()];
  stage.expect(await stage.open(sleeper), "not opened");
  sleeper.tell(`stream ${FIRST_NUMBERS[0]}`);
  if ("afterMs" in stop) {
    await sleeper.next("acknowledged");
    await pause(stop.afterMs);
    sleeper.process.kill("SIGSTOP");
  }
  await untilStopped(sleeper);
  rmSync(stage.own("gate.db"));
  stage.expect(await stage.open(taker), "not taken over");
  taker.tell(`stream ${FIRST_NUMBERS[1]}`);
  await taker.next("acknowledged");
  sleeper.process.kill("SIGCONT");
  const patienceMs = PATIENCE_MS[Object.keys(env).length === 0 ? "fenced" : "unfenced"];
  const stopped = await Promise.race([sleeper.next("stopped"), pause(patienceMs).then(() => null)]);
  stage.expect(stopped?.stopped === "LOCK_LOST", "the one who was overtaken goes on");
  stage.expect(sleeper.process.exitCode === null, "the one who was overtaken ended");
  if (stopped === null) sleeper.process.kill("SIGKILL");
  else await tell(sleeper, "close", "closed");
  taker.process.kill("SIGKILL");
  await taker.ended;
}

/** The system's own word for it: a signal is on its way for a moment. */
async function untilStopped({ process: { pid } }: CrashChild): Promise<void> {
  while (!/\) T /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) await pause(1);
}

/** Opens the folder once more, as the next program does, and looks whether all that was written too late is shown then. */
async function showLate(stage: OwnershipStage): Promise<{ readonly late: number; readonly missed: readonly string[] }> {
  const written = lateWriting(stage.folders);
  const next = await stage.start();
  stage.expect(await stage.open(next), "not opened afterwards");
  stage.expect(await stage.commit(next), "nothing recorded afterwards");
  await stage.close(next);
  const adopted = verifyLedger(stage.folders.runsDir).entries.filter(({ kind }) => kind === "late.adopted").length;
  const { findings } = await checkFolder(stage.folders);
  const shown = findings.filter(({ code }) => code === "LEDGER_LATE").map(({ path }) => path ?? "");
  const missed = [
    ...(adopted < written.frames ? [`${written.frames - adopted} late frames are not shown`] : []),
    ...written.segments
      .filter((name) => !shown.some((path) => path.endsWith(name)))
      .map((name) => `what was added late to ${name} is not shown`),
  ];
  return { late: written.frames + written.segments.length, missed };
}

/** A writer that does not see that it was overtaken must be noticed. */
export async function noticesUnfencedWriter(seed: number): Promise<boolean> {
  const tally = await splitBrainRounds(5, seed, { RMOS_TEST_UNFENCED: "1" });
  const root = /^see (.+)$/.exec(tally.problems[0] ?? "")?.[1];
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
  return tally.problems.some((problem) => problem.startsWith("LOST") || problem.includes("no line names it"));
}
