import { join } from "node:path";
import { makeTestFolders } from "../support/open-test-store.ts";
import { withoutFlush } from "../support/store-simulation/broken-fs.ts";
import { huntMutants } from "../support/store-simulation/hunt-mutants.ts";
import { type RecordedDay, recordDay } from "../support/store-simulation/recorded-day.ts";
import { problemsAfterCut, workADay, writeOlderStore } from "../support/store-simulation/working-day.ts";
import { TAMPERS, TamperRounds } from "../support/tampering/tamper-rounds.ts";
import type { SoakPart } from "./soak-part.ts";

/** Of so many cuts one is enough to notice that the journal is not flushed. */
const SELF_CHECK_STRIDE = 20;

/** Every broken variant of the writer, each until a scenario notices it. */
export async function mutantPart(seed: number, workers: number): Promise<SoakPart> {
  const kills = await huntMutants(seed, workers);
  const lived = kills.filter(({ failure }) => failure === null).map(({ mutant }) => `LIVED ${mutant.name}`);
  const details = [`${kills.length - lived.length} of ${kills.length} killed`, ...lived];
  const isNoticing = kills.length > lived.length;
  return {
    ...{ name: "broken writers", cases: kills.length, acknowledged: null, losses: 0 },
    ...{ failed: lived.length, selfCheck: isNoticing, details },
  };
}

/** The power cut before every call of a working day, in every way. */
export async function powerCutPart(): Promise<SoakPart> {
  const folders = makeTestFolders();
  const older = join(folders.root, "older");
  writeOlderStore(older);
  try {
    const broken = withoutFlush("syncData", /\/journal\//);
    const unflushed = await recordDay(
      (open) => workADay(open, older),
      (fs) => broken(fs).fs,
    );
    const noticed = await problemsOfCuts(unflushed, SELF_CHECK_STRIDE);
    const day = await recordDay((open) => workADay(open, older));
    const problems = await problemsOfCuts(day, 1);
    const losses = problems.filter((problem) => problem.includes("LOST")).length;
    const details = [`${day.effects} calls of a day, ${day.cuts.length} cuts`, ...problems.slice(0, 10)];
    return {
      ...{ name: "power cuts in a working day", cases: day.cuts.length, acknowledged: day.lines.length, losses },
      ...{ failed: problems.length, selfCheck: noticed.some((problem) => problem.includes("LOST")), details },
    };
  } finally {
    folders.remove();
  }
}

async function problemsOfCuts({ cuts, lines }: RecordedDay, stride: number): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const cut of cuts.filter((_, number) => number % stride === 0)) {
    const problems = await problemsAfterCut(cut, lines);
    if (problems.length > 0) failed.push(`${cut.at}, ${cut.keeps}: ${problems.join("; ")}`);
  }
  return failed;
}

/** Every way to tamper with a folder, so many times each. */
export async function tamperPart(casesOfEach: number, seed: number): Promise<SoakPart> {
  const rounds = new TamperRounds();
  try {
    await rounds.prepare();
    const unnoticed = await rounds.play(() => [{ codes: ["ROLLED_BACK"], path: null }], 1, seed);
    const problems: string[] = [];
    for (const [name, tamper] of Object.entries(TAMPERS)) {
      const wrong = await rounds.play(tamper, casesOfEach, seed);
      problems.push(...wrong.map((problem) => `${name}: ${problem}`));
    }
    const classes = Object.keys(TAMPERS).length;
    const details = [`${classes} classes, ${casesOfEach} cases each`, ...problems.slice(0, 10)];
    return {
      ...{ name: "folders tampered with", cases: classes * casesOfEach, acknowledged: null, losses: 0 },
      ...{ failed: problems.length, selfCheck: unnoticed.length === 1, details },
    };
  } finally {
    rounds.remove();
  }
}
