import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findingText } from "../support/alarms.ts";
import { checkFolder } from "../support/check-folder.ts";
import type { TestFolders } from "../support/open-test-store.ts";
import { createSeededRandom, seedOf } from "../support/simulated-fs/seeded-random.ts";
import { FILE_TAMPERS } from "../support/tampering/tamper-files.ts";
import { EARLIER, LEDGER_TAMPERS } from "../support/tampering/tamper-ledger.ts";
import { makeWholeStore, type Tamper } from "../support/tampering/tampered-folder.ts";

const CASES = Number(process.env.RMOS_TAMPER_CASES ?? 20);
const SEED = Number(process.env.RMOS_TAMPER_SEED ?? 20_261_121);
const TAMPERS = { ...FILE_TAMPERS, ...LEDGER_TAMPERS };
/** Longer than any check here: one that takes it hangs. */
const PATIENCE_MS = 10_000;
/** Memory where the system has a folder of it: thousands of folders are made. */
const QUICK_FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

let root: string;
const counts = new Map<string, { tried: number; found: number }>();

beforeAll(async () => {
  root = mkdtempSync(join(QUICK_FOLDER, "rmos-runs-tampering-"));
  const folders = foldersIn("whole");
  await makeWholeStore(folders, join(folders.root, EARLIER));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  const classes = [...counts].map(
    ([name, { tried, found }]) => `  ${name}: ${found} of ${tried} told as they should be`,
  );
  process.stdout.write(
    `tampering of seed ${SEED}: ${counts.size} classes, ${CASES} cases each\n${classes.join("\n")}\n`,
  );
});

function foldersIn(name: string): TestFolders {
  const home = join(root, name);
  const remove = (): void => rmSync(home, { recursive: true, force: true });
  return { root: home, runsDir: join(home, "runs"), dataDir: join(home, "data"), remove };
}

/** What is wrong with how a tampered folder was told of; null where nothing is. */
async function problemOf(tamper: Tamper, seed: number): Promise<string | null> {
  const folders = foldersIn("tampered");
  folders.remove();
  cpSync(join(root, "whole"), folders.root, { recursive: true });
  const wanted = tamper({ folders, random: createSeededRandom(seed) });
  const patience = Promise.withResolvers<never>();
  const timer = setTimeout(() => patience.reject(new Error("the check hangs")), PATIENCE_MS);
  try {
    const { findings, verdict } = await Promise.race([checkFolder(folders), patience.promise]);
    const told = `seed ${seed}, ${verdict}: ${findings.map(findingText).join("; ")}`;
    if (wanted.length === 0) return findings.length === 0 && verdict === "intact" ? null : `false alarm, ${told}`;
    const missed = wanted.filter(
      ({ codes, path }) =>
        !findings.some((one) => codes.includes(one.code) && (path === null || [one.path, one.subject].includes(path))),
    );
    if (missed.length > 0)
      return `${missed.map(({ codes, path }) => `no ${codes.join(" or ")} at ${path}`).join(", ")}, ${told}`;
    return verdict === "intact" && findings.every(({ severity }) => severity !== "info")
      ? `called intact, ${told}`
      : null;
  } catch (error) {
    return `seed ${seed} failed: ${error instanceof Error ? error.stack : String(error)}`;
  } finally {
    clearTimeout(timer);
  }
}

describe("a folder that someone tampered with", () => {
  it.each(Object.entries(TAMPERS))(
    "is told of by its right name: %s",
    async (name, tamper) => {
      const problems: string[] = [];
      for (let number = 0; number < CASES; number += 1) {
        const problem = await problemOf(tamper, seedOf(SEED, number));
        if (problem !== null) problems.push(problem);
      }
      counts.set(name, { tried: CASES, found: CASES - problems.length });
      expect(CASES).toBeGreaterThan(0);
      expect(problems.slice(0, 5)).toEqual([]);
    },
    600_000,
  );

  it("is tried in more than twenty ways", () => {
    expect(Object.keys(TAMPERS).length).toBeGreaterThanOrEqual(25);
  });
});
