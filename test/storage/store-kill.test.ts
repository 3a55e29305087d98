import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { falseAlarmsIn } from "../support/alarms.ts";
import { checkFolder } from "../support/check-folder.ts";
import { attachmentText, randomFrom, recordText } from "../support/crash-child.ts";
import { type CrashChild, startCrashChild } from "../support/crash-child-process.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";
import { verifyLedger } from "../support/verify-ledger.ts";

const KILLS = 60;
/** Each folder has more in it than the one before: so many kills share one check of everything. */
const KILLS_PER_CHECK = 10;
/** Set it to play one failed test again. */
const SEED = Number(process.env.RMOS_TEST_SEED ?? Date.now() % 1_000_000);

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(() => folders.remove());

/** What children were told is recorded. */
interface Promised {
  readonly numbers: Set<number>;
  readonly attachments: Map<string, number>;
}

function note(promised: Promised, child: CrashChild): void {
  for (const { acknowledged, attached, sha256 } of child.said) {
    if (typeof acknowledged === "number") promised.numbers.add(acknowledged);
    if (typeof attached === "number" && typeof sha256 === "string") promised.attachments.set(sha256, attached);
  }
}

function recordNames(): string[] {
  const days = readdirSync(folders.runsDir).filter((name) => /^\d{4}-/.test(name));
  return days.flatMap((day) => readdirSync(join(folders.runsDir, day)).map((name) => `${day}/${name}`));
}

/** Everything wrong with the folder: half a record, a lost one, a file nobody wrote, a line without its file. */
function problemsWith(promised: Promised): string[] {
  const { entries, problems } = verifyLedger(folders.runsDir);
  const found = [...problems];
  const named = new Set(entries.filter((entry) => entry.kind === "run.recorded").map((entry) => entry.path ?? ""));
  const there = new Set(recordNames());
  for (const path of there) {
    const number = Number(/run_(\d+)\.json$/.exec(path)?.[1] ?? Number.NaN);
    if (!named.has(path)) found.push(`${path} has no entry`);
    if (readFileSync(join(folders.runsDir, path), "utf8") !== recordText(number))
      found.push(`${path} is not what was written`);
  }
  for (const path of named) if (!there.has(path)) found.push(`${path} has an entry and no file`);
  for (const number of promised.numbers)
    if (!there.has(recordChange(number).path)) found.push(`${number} was acknowledged and is gone`);
  for (const [sha256, number] of promised.attachments) {
    const path = join(folders.runsDir, "_attachments", sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    if (readFileSync(path, "utf8") !== attachmentText(number))
      found.push(`attachment ${number} is not what was stored`);
  }
  return found;
}

function journalBytes(): number {
  const journals = join(folders.runsDir, "_integrity", "journal");
  return readdirSync(journals).reduce((sum, name) => sum + readFileSync(join(journals, name)).byteLength, 0);
}

/** Opens the store, which finishes what the killed one began, looks at everything, and closes it. */
async function restart(promised: Promised): Promise<void> {
  const store = await openTestStore(folders);
  expect(store.state()).toMatchObject({ mode: "writable" });
  await store.close();
  expect(journalBytes()).toBe(0);
  expect(problemsWith(promised)).toEqual([]);
}

/** What the check of everything finds, in the folder as it is. */
async function alarms(): Promise<readonly string[]> {
  return falseAlarmsIn((await checkFolder(folders)).findings);
}

describe("a store whose process is killed", () => {
  it(`has every acknowledged run byte for byte and none half after each of ${KILLS} kills`, async () => {
    const random = randomFrom(SEED);
    const promised: Promised = { numbers: new Set(), attachments: new Map() };
    let first = 1;
    let early = 0;
    let checks = 1;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = startCrashChild(folders, String(SEED + kill), String(first));
      // Some are killed while they open, which is while they finish what the one before them began.
      const isEarly = kill % 4 === 3;
      if (!isEarly) await child.next("opened");
      await new Promise((resolve) => setTimeout(resolve, random() * (isEarly ? 250 : 120)));
      child.process.kill("SIGKILL");
      await child.ended;
      note(promised, child);
      if (child.said.length === 0) early += 1;
      first += 10_000;
      if (kill % 2 === 1) await restart(promised);
      if (kill % KILLS_PER_CHECK !== KILLS_PER_CHECK - 1) continue;
      expect(await alarms()).toEqual([]);
      checks += 1;
    }
    await restart(promised);
    expect(await alarms()).toEqual([]);
    process.stdout.write(
      `seed ${SEED}: ${KILLS} kills, ${early} before the store was open, ${promised.numbers.size} runs and ${promised.attachments.size} attachments acknowledged, 0 lost, ${recordNames().length} runs there, nothing found by ${checks} checks of everything\n`,
    );
    expect(promised.numbers.size).toBeGreaterThan(KILLS);
  }, 300_000);
});
