import { describe, expect, it } from "vitest";
import type { Change } from "../../src/main/store/change.ts";
import { parseVerifier } from "../../src/main/store/signed-note.ts";
import { AppError } from "../../src/shared/app-error.ts";
import { checkFolder } from "../support/check-folder.ts";
import type { Survival } from "../support/simulated-fs/crash-survival.ts";
import { type DiskImage, filesOf, PLAIN_TRAITS } from "../support/simulated-fs/simulated-disk.ts";
import { newCoverage } from "../support/store-simulation/coverage.ts";
import { type Program, RUNS_DIR, SimulatedMachine } from "../support/store-simulation/simulated-machine.ts";

const DATA_DIR = "/disk/data";
const ROTATION = { to: "file", actor: { uid: "ada", role: "admin", sid: "s" }, requestId: "rotate" } as const;
/** Null kills the program and keeps the cache; the others cut the power. */
const SURVIVALS: readonly (Survival | null)[] = [
  null,
  { kind: "none" },
  { kind: "all" },
  { kind: "some", share: 50, seed: 1 },
  { kind: "some", share: 30, seed: 2 },
];

function startMachine(image: DiskImage): SimulatedMachine {
  return new SimulatedMachine({
    image,
    traits: PLAIN_TRAITS,
    reserveBytes: 0,
    coverage: newCoverage(),
    alter: (fs) => fs,
  });
}

/** A change of which only its number matters. */
function change(number: number): Change {
  const entry = { kind: "policy.changed", subject: "store", body: { number } } as const;
  return { files: [], entries: [entry], actor: ROTATION.actor, requestId: `r${number}` };
}

/** A store that was closed in order after a change and a rotation. */
async function makeBase(): Promise<DiskImage> {
  const machine = startMachine(new Map());
  try {
    const { store } = await machine.start();
    await store.commit(change(1));
    await store.rotateKey(ROTATION);
    await store.close();
    return machine.disk.image();
  } finally {
    machine.end();
  }
}

/** Whether it was done; a refusal that is not coded, of a program that is still alive, is a bug. */
async function isDone({ process }: Program, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!process.isDead && !(error instanceof AppError)) throw error;
    return false;
  }
}

/** Changes on both sides of a rotation, and beside it. Gives the numbers of those that were acknowledged. */
async function rotateAmongRuns(program: Program): Promise<readonly number[]> {
  const { store } = program;
  const acknowledged: number[] = [];
  const record = async (number: number): Promise<void> => {
    if (await isDone(program, () => store.commit(change(number)))) acknowledged.push(number);
  };
  await record(2);
  await Promise.all([record(3), isDone(program, () => store.rotateKey(ROTATION)), record(4)]);
  await record(5);
  await isDone(program, () => store.close());
  return acknowledged;
}

/** Everything wrong with the store when a healthy program has opened it, recorded a change and closed it. */
async function problemsAfter(machine: SimulatedMachine, acknowledged: readonly number[]): Promise<readonly string[]> {
  machine.newRound();
  const { store, process } = await machine.start();
  if (store.state().mode !== "writable") return [`not writable: ${store.state().message}`];
  const notices = store.notices().filter((text) => text.includes("key"));
  await store.commit(change(90));
  const entries = [...store.ledger.entries(0)].map(({ entry }) => entry);
  const current = store.keyId;
  await store.close();
  const recorded = new Set(entries.map(({ body }) => body.number));
  const resets = entries.filter(({ kind }) => kind === "key.reset").length;
  const lost = acknowledged.filter((number) => !recorded.has(number));
  const report = await checkFolder({ runsDir: RUNS_DIR, dataDir: DATA_DIR }, { fs: process.fs });
  const found = report.findings.filter(({ severity }) => severity !== "info");
  const secrets = machine.disk.image();
  return [
    ...notices,
    ...(resets > 0 ? [`${resets} resets`] : []),
    ...lost.map((number) => `${number} was acknowledged and is gone`),
    ...found.map(({ code, path }) => `${code}: ${path}`),
    ...(report.verdict === "intact" ? [] : [`verdict ${report.verdict}`]),
    ...replacedKeysLeft(
      secrets,
      entries.flatMap(({ body }) => (typeof body.replaces === "string" ? [body.replaces] : [])),
    ),
    ...(namesIn(secrets, "keys").includes(`${current}.json`) ? [] : ["the key that signs has no private half"]),
  ];
}

function namesIn(image: DiskImage, folder: string): readonly string[] {
  return [...filesOf(image).keys()].flatMap((path) => {
    const parts = path.split("/");
    return parts.at(-2) === folder && path.includes("/data/") ? [parts.at(-1) ?? ""] : [];
  });
}

function replacedKeysLeft(image: DiskImage, replaced: readonly string[]): readonly string[] {
  const left = namesIn(image, "keys").filter((name) => replaced.includes(name.replace(".json", "")));
  return left.map((name) => `the private half of ${name} was replaced and is still there`);
}

async function play(
  base: DiskImage,
  arm: (machine: SimulatedMachine) => void,
): Promise<{ readonly effects: number; readonly problems: readonly string[] }> {
  const machine = startMachine(base);
  try {
    const program = await machine.start();
    const before = machine.effects;
    arm(machine);
    const acknowledged = await rotateAmongRuns(program);
    const effects = machine.effects - before;
    if (!program.process.isDead) machine.crashNow(null);
    return { effects, problems: await problemsAfter(machine, acknowledged) };
  } finally {
    machine.end();
  }
}

describe("a rotation of the signing key", () => {
  it("leaves a store that opens, verifies and signs, wherever it is killed or the power is cut", async () => {
    const base = await makeBase();
    const { effects, problems } = await play(base, () => undefined);
    expect(problems).toEqual([]);
    const wrong: string[] = [];
    let cases = 0;
    for (let at = 0; at < effects; at += 1) {
      for (const survival of SURVIVALS) {
        cases += 1;
        const played = await play(base, (machine) => machine.crashAfter(at, survival));
        wrong.push(...played.problems.map((problem) => `at ${at}, ${JSON.stringify(survival)}: ${problem}`));
      }
    }
    process.stdout.write(`rotation: ${effects} effects, ${cases} crashes, ${wrong.length} problems\n`);
    expect(cases).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  }, 300_000);

  it("leaves such a store whichever of its calls the system refuses or spoils", async () => {
    const base = await makeBase();
    const { effects } = await play(base, () => undefined);
    const wrong: string[] = [];
    let cases = 0;
    for (const kind of ["EIO", "ENOSPC", "short", "lie"] as const) {
      for (let after = 1; after < effects; after += 1) {
        cases += 1;
        const fault = { kind, after, lasting: 1, step: 0 };
        const { problems } = await play(base, (machine) => machine.failAfter(fault));
        wrong.push(...problems.map((problem) => `${kind} after ${after}: ${problem}`));
      }
    }
    process.stdout.write(`rotation: ${cases} faults, ${wrong.length} problems\n`);
    expect(cases).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  }, 300_000);

  it("has the public key of every rotation in the folder", async () => {
    const files = filesOf(await makeBase());
    const keys = [...files].filter(([path]) => path.endsWith(".vkey"));
    expect(keys).toHaveLength(2);
    for (const [, bytes] of keys) expect(parseVerifier(bytes.toString())).not.toBeNull();
  });
});
