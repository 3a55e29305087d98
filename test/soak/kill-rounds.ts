import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { falseAlarmsIn } from "../support/alarms.ts";
import { checkFolder } from "../support/check-folder.ts";
import { attachmentText, recordText } from "../support/crash-child.ts";
import { type CrashChild, startCrashChild } from "../support/crash-child-process.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";
import { createSeededRandom, type SeededRandom } from "../support/simulated-fs/seeded-random.ts";
import { verifyLedger } from "../support/verify-ledger.ts";

/** What killing writers came to. */
export interface KillTally {
  readonly kills: number;
  readonly acknowledged: number;
  readonly problems: readonly string[];
  /** From the start of the next program to a folder it can write to; the longest. */
  readonly longestRestartMs: number;
}

/** A folder gets a successor after so many kills: looking at every byte of it must not take longer and longer. */
const KILLS_PER_FOLDER = 40;
const NUMBERS_PER_CHILD = 10_000;
const LONGEST_LIFE_MS = 150;

/** What children said is recorded. */
export interface Promised {
  readonly numbers: Set<number>;
  readonly attachments: Map<string, number>;
}

/**
 * Kills writing processes with SIGKILL at random times, some while they finish what the one before them began, and looks at every byte
 * of the folder after each. Stops at the first folder with a problem and leaves it where it is.
 */
export async function killRounds(kills: number, seed: number): Promise<KillTally> {
  const random = createSeededRandom(seed);
  const total = { kills: 0, acknowledged: 0, longestRestartMs: 0 };
  while (total.kills < kills) {
    const folders = makeTestFolders();
    const promised: Promised = { numbers: new Set(), attachments: new Map() };
    for (let round = 0; round < KILLS_PER_FOLDER && total.kills < kills; round += 1) {
      note(promised, await killOne(folders, round * NUMBERS_PER_CHILD + 1, random));
      total.kills += 1;
      if (round % 3 === 2) continue;
      total.longestRestartMs = Math.max(total.longestRestartMs, await restart(folders));
      const isLast = round + 2 >= KILLS_PER_FOLDER || total.kills >= kills;
      const alarms = isLast ? falseAlarmsIn((await checkFolder(folders)).findings) : [];
      const problems = [...folderProblems(folders, promised), ...alarms];
      if (problems.length > 0) return { ...total, problems: [`see ${folders.root}`, ...problems] };
    }
    total.acknowledged += promised.numbers.size + promised.attachments.size;
    rmSync(folders.root, { recursive: true, force: true });
  }
  return { ...total, problems: [] };
}

async function killOne(folders: TestFolders, first: number, random: SeededRandom): Promise<CrashChild> {
  const child = startCrashChild(folders, String(random.seed()), String(first));
  // Some are killed while they open, which is while they finish what the one before them began.
  if (!random.chance(0.2)) await child.next("opened");
  await new Promise((resolve) => setTimeout(resolve, random.below(LONGEST_LIFE_MS)));
  child.process.kill("SIGKILL");
  await child.ended;
  return child;
}

function note(promised: Promised, child: CrashChild): void {
  for (const { acknowledged, attached, sha256 } of child.said) {
    if (typeof acknowledged === "number") promised.numbers.add(acknowledged);
    if (typeof attached === "number" && typeof sha256 === "string") promised.attachments.set(sha256, attached);
  }
}

async function restart(folders: TestFolders): Promise<number> {
  const start = performance.now();
  const store = await openTestStore(folders);
  const elapsedMs = performance.now() - start;
  if (store.state().mode !== "writable") throw new Error(`opened for reading only: ${store.state().message}`);
  await store.close();
  return elapsedMs;
}

/** Everything wrong with a closed folder: a lost record, half of one, a file nobody wrote, a line without its file. */
export function folderProblems({ runsDir }: Pick<TestFolders, "runsDir">, promised: Promised): string[] {
  const { entries, problems } = verifyLedger(runsDir);
  const named = new Set(entries.filter(({ kind }) => kind === "run.recorded").map(({ path }) => path ?? ""));
  const days = readdirSync(runsDir).filter((name) => /^\d{4}-/.test(name));
  const there = new Set(days.flatMap((day) => readdirSync(join(runsDir, day)).map((name) => `${day}/${name}`)));
  const altered = [...there].filter((path) => {
    const number = Number(/run_(\d+)\.json$/.exec(path)?.[1] ?? Number.NaN);
    return readFileSync(join(runsDir, path), "utf8") !== recordText(number);
  });
  const attachments = [...promised.attachments].filter(([sha256, number]) => {
    const path = join(runsDir, "_attachments", sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    return readFileSync(path, "utf8") !== attachmentText(number);
  });
  return [
    ...problems,
    ...altered.map((path) => `${path} is not what was written`),
    ...[...there].filter((path) => !named.has(path)).map((path) => `${path} is there and no line names it`),
    ...[...named].filter((path) => !there.has(path)).map((path) => `${path} is named and not there`),
    ...[...promised.numbers]
      .filter((number) => !there.has(recordChange(number).path))
      .map((number) => `LOST: ${number}`),
    ...attachments.map(([, number]) => `attachment ${number} is not what was stored`),
  ];
}

/** A known loss must be noticed: a record is taken away behind the store's back. True when it was. */
export async function noticesLoss(): Promise<boolean> {
  const folders = makeTestFolders();
  try {
    const store = await openTestStore(folders);
    const change = recordChange(1, recordText(1));
    await store.commit(change);
    await store.close();
    const promised: Promised = { numbers: new Set([1]), attachments: new Map() };
    const before = folderProblems(folders, promised);
    rmSync(join(folders.runsDir, change.path));
    return before.length === 0 && folderProblems(folders, promised).some((problem) => problem.startsWith("LOST"));
  } finally {
    folders.remove();
  }
}
