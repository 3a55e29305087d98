import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import type { Change } from "../../src/main/store/change.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { AppError } from "../../src/shared/app-error.ts";
import { falseAlarmsIn } from "../support/alarms.ts";
import { checkFolder } from "../support/check-folder.ts";
import { createFailingFs, type FailingFs, type Fault, type FsCall } from "../support/failing-fs.ts";
import { openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";
import { verifyLedger } from "../support/verify-ledger.ts";

/** What can go wrong at a call, and at which calls it makes sense. */
const FAULTS: readonly { readonly name: string; readonly fault: Fault; readonly at: (call: FsCall) => boolean }[] = [
  { name: "ENOSPC", fault: { kind: "refuse", code: "ENOSPC" }, at: (call) => call.isChange || isSync(call) },
  { name: "ENOSPC lasting", fault: { kind: "refuse", code: "ENOSPC", lasting: true }, at: (call) => call.isChange },
  { name: "EIO", fault: { kind: "refuse", code: "EIO" }, at: () => true },
  { name: "EROFS lasting", fault: { kind: "refuse", code: "EROFS", lasting: true }, at: (call) => call.isChange },
  {
    name: "EMFILE",
    fault: { kind: "refuse", code: "EMFILE" },
    at: (call) => call.name === "open" || call.name === "list",
  },
  { name: "crash", fault: { kind: "crash" }, at: () => true },
  { name: "short write", fault: { kind: "short" }, at: (call) => call.name === "write" },
  { name: "lying write", fault: { kind: "lie" }, at: (call) => call.name === "write" },
];

const ATTACHMENT = Buffer.from("G90\nG21\nM30\n".repeat(40));
const FURTHER = 90;
const RESERVE_BYTES = 100_000;

function isSync(call: FsCall): boolean {
  return call.name.startsWith("sync");
}

/** How each change of a play ended. */
interface Play {
  readonly acknowledged: Set<number>;
  readonly refused: Set<number>;
  isAttachmentAcknowledged: boolean;
  /** Stacks of errors that should have been coded. */
  readonly bugs: string[];
}

function newPlay(): Play {
  return { acknowledged: new Set(), refused: new Set(), isAttachmentAcknowledged: false, bugs: [] };
}

function asProblem(error: unknown): string[] {
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

/** Null when it was refused. A refusal that is not coded is a bug. */
async function attempt<Result>(play: Play, attempted: () => Promise<Result>): Promise<Result | null> {
  try {
    return await attempted();
  } catch (error) {
    if (!(error instanceof AppError)) play.bugs.push(...asProblem(error));
    return null;
  }
}

async function commitOne(store: RunStore, play: Play, number: number): Promise<void> {
  const isDone = (await attempt(play, () => store.commit(sized(number)))) !== null;
  (isDone ? play.acknowledged : play.refused).add(number);
}

/** Records of different lengths, some longer than a page. */
function sized(number: number): Change & { readonly path: string } {
  return recordChange(number, `{"n":${number},"text":"${"x".repeat((number % 3) * 5_000)}"}\n`);
}

/** The work of a day, with whatever goes wrong in it. */
async function work(folders: TestFolders, fs: FailingFs, play: Play): Promise<void> {
  const store = await attempt(play, () => openTestStore(folders, { fs, reserveBytes: RESERVE_BYTES }));
  if (store === null) return;
  for (const number of [1, 2, 3]) await commitOne(store, play, number);
  await Promise.all([4, 5, 6, 7].map((number) => commitOne(store, play, number)));
  play.isAttachmentAcknowledged = (await attempt(play, () => store.putAttachment([ATTACHMENT]))) !== null;
  await attempt(play, () => store.checkpoint());
  await commitOne(store, play, 8);
  await attempt(play, () => store.close());
}

/**
 * What a power cut leaves before the checkpoint: a full journal with a torn frame at its end, a staged attachment, a record and a
 * ledger segment of which only a part came to the disk.
 */
async function leaveUnfinished(folders: TestFolders): Promise<Play> {
  const play = newPlay();
  const fs = createFailingFs({ sync: false });
  const store = await openTestStore(folders, { fs });
  for (const number of [1, 2, 3]) await commitOne(store, play, number);
  await store.settled();
  fs.failWhere((call) => call.name === "link" && call.path.includes("_attachments"), { kind: "crash" });
  await attempt(play, () => store.putAttachment([ATTACHMENT]));
  await attempt(play, () => store.close());
  fs.closeAll();
  const at = (path: string): string => join(folders.runsDir, path);
  appendFileSync(at("_integrity/journal/00000001.jnl"), "rmos-frame/1 000000004711 torn");
  truncateSync(at(sized(2).path), 100);
  const segment = readFileSync(at("_integrity/ledger/00000001.ndjson"));
  writeFileSync(at("_integrity/ledger/00000001.ndjson"), segment.fill(0, segment.byteLength - 700));
  return play;
}

function namesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => relative(folder, join(item.parentPath, item.name)));
}

/** Everything that is wrong with a folder after a healthy program has opened it again. */
async function problemsAfter(folders: TestFolders, play: Play, mayBeUnknown: boolean): Promise<string[]> {
  const problems: string[] = [];
  const store = await openTestStore(folders, { fs: createFailingFs({ sync: false }), reserveBytes: RESERVE_BYTES });
  if (store.state().mode !== "writable") return [`not writable: ${store.state().message}`];
  await store.settled();
  const named = new Map([...store.ledger.entries(0)].map(({ entry }) => [entry.path, entry]));
  for (const number of [...play.acknowledged, ...play.refused]) {
    const { path, entries } = sized(number);
    const isThere = existsSync(join(folders.runsDir, path));
    const isNamed = named.get(path)?.sha256 === entries[0]?.sha256;
    if (isThere !== isNamed) problems.push(`${number} is half there: file ${isThere}, entry ${isNamed}`);
    if (isThere && !store.readFile(path).equals(sized(number).files[0]?.bytes ?? Buffer.alloc(0)))
      problems.push(`${number} differs`);
    if (!isThere && play.acknowledged.has(number)) problems.push(`${number} was acknowledged and is gone`);
    if (isThere && play.refused.has(number) && !mayBeUnknown) problems.push(`${number} was refused and is there`);
  }
  problems.push(...attachmentProblems(folders, play), ...(await goOn(folders, store)));
  return problems;
}

function attachmentProblems(folders: TestFolders, play: Play): string[] {
  const stored = namesBelow(join(folders.runsDir, "_attachments"));
  if (play.isAttachmentAcknowledged && stored.length !== 1) return ["the attachment was acknowledged and is gone"];
  return stored
    .filter((name) => !readFileSync(join(folders.runsDir, "_attachments", name)).equals(ATTACHMENT))
    .map((name) => `attachment ${name} is not whole`);
}

/** A further change works, the ledger holds from end to end, and a clean close leaves nothing to do. */
async function goOn(folders: TestFolders, store: RunStore): Promise<string[]> {
  await store.commit(sized(FURTHER));
  await store.close();
  const { problems, entries } = verifyLedger(folders.runsDir);
  const journals = join(folders.runsDir, "_integrity", "journal");
  const isDone = readdirSync(journals).every((name) => readFileSync(join(journals, name)).byteLength === 0);
  const left = namesBelow(folders.runsDir).filter(
    (name) => /\.tmp$|\.stage-/.test(name) && !name.includes("quarantine"),
  );
  return [
    ...problems,
    ...(entries.at(-1)?.kind === "epoch.closed" ? [] : ["the ledger does not end with a clean close"]),
    ...(isDone ? [] : ["the journal is not empty after a clean close"]),
    ...left.map((name) => `left behind: ${name}`),
  ];
}

/**
 * True between the first journal byte of a change and its acknowledgement: nobody can know how that ended. The last of it are the
 * two looks at the epoch tokens that follow the flush of the journal.
 */
function isAroundCommit(calls: readonly FsCall[], number: number): boolean {
  const isJournal = (call: FsCall | undefined): boolean => call?.path.endsWith(".jnl") === true;
  const isFlush = (call: FsCall | undefined): boolean => isJournal(call) && call?.name === "syncData";
  return isJournal(calls[number]) || isFlush(calls[number - 1]) || isFlush(calls[number - 2]);
}

/** Looking at every byte costs as much as a case: so many cases share one look. */
const CASES_PER_CHECK = 5;

interface Case {
  readonly name: string;
  readonly problems: readonly string[];
}

interface Sweep {
  readonly run: (folders: TestFolders, fs: FailingFs) => Promise<Play>;
  readonly prepare: (folders: TestFolders) => void;
}

/** Plays the sweep once without a fault to learn its calls, then once for each call and fault. */
async function sweep(title: string, { run, prepare }: Sweep): Promise<readonly Case[]> {
  const plain = createFailingFs({ sync: false });
  await inFolders(async (folders) => {
    prepare(folders);
    await run(folders, plain);
  });
  const cases: Case[] = [];
  let checks = 0;
  const outcomes = { acknowledged: 0, refused: 0 };
  for (const { name, fault, at } of FAULTS) {
    for (const [number, call] of plain.calls.entries()) {
      if (!at(call)) continue;
      await inFolders(async (folders) => {
        prepare(folders);
        const fs = createFailingFs({ sync: false });
        fs.failAt(number, fault);
        const play = await run(folders, fs);
        if (fault.kind !== "crash") play.bugs.push(...fs.openFiles().map((path) => `left open: ${path}`));
        fs.closeAll();
        outcomes.acknowledged += play.acknowledged.size;
        outcomes.refused += play.refused.size;
        const problems = await problemsAfter(folders, play, isAroundCommit(fs.calls, number)).catch(asProblem);
        if (cases.length % CASES_PER_CHECK === 0) {
          checks += 1;
          problems.push(...falseAlarmsIn((await checkFolder(folders)).findings));
        }
        cases.push({
          name: `${name} at call ${number} (${call.name} ${call.path})`,
          problems: [...play.bugs, ...problems],
        });
      });
    }
  }
  process.stdout.write(
    `${title}: ${plain.calls.length} calls, ${cases.length} cases, changes ${outcomes.acknowledged} acknowledged, ${outcomes.refused} refused; ${checks} checks of everything\n`,
  );
  expect(checks).toBeGreaterThan(0);
  return cases;
}

/** Memory where the system has a folder of it: no case waits for a device, and there are thousands. */
const QUICK_FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

async function inFolders(use: (folders: TestFolders) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(QUICK_FOLDER, "rmos-runs-sweep-"));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  try {
    await use({ root, runsDir: join(root, "runs"), dataDir: join(root, "data"), remove });
  } finally {
    remove();
  }
}

function failed(cases: readonly Case[]): string[] {
  return cases
    .filter(({ problems }) => problems.length > 0)
    .map(({ name, problems }) => `${name}: ${problems.join("; ")}`);
}

describe("a store on which one call fails", () => {
  it("acknowledges and keeps, or refuses and leaves nothing, whichever call of a day's work it is", async () => {
    const cases = await sweep("a day's work", {
      prepare: () => undefined,
      async run(folders, fs) {
        const play = newPlay();
        await work(folders, fs, play);
        return play;
      },
    });
    expect(cases.length).toBeGreaterThan(500);
    expect(failed(cases)).toEqual([]);
  }, 300_000);

  it("recovers after a recovery that failed or was interrupted at any call", async () => {
    await inFolders(async (template) => {
      const left = await leaveUnfinished(template);
      expect(left.acknowledged.size).toBe(3);
      const cases = await sweep("a start after a crash", {
        prepare: (folders) => cpSync(template.root, folders.root, { recursive: true }),
        async run(folders, fs) {
          const play = { ...newPlay(), acknowledged: new Set(left.acknowledged) };
          const store = await attempt(play, () => openTestStore(folders, { fs, reserveBytes: RESERVE_BYTES }));
          if (store !== null) await commitOne(store, play, 4);
          if (store !== null) await attempt(play, () => store.close());
          return play;
        },
      });
      expect(cases.length).toBeGreaterThan(200);
      expect(failed(cases)).toEqual([]);
    });
  }, 300_000);
});
