import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findingText } from "../alarms.ts";
import { checkFolder } from "../check-folder.ts";
import type { TestFolders } from "../open-test-store.ts";
import { createSeededRandom, seedOf } from "../simulated-fs/seeded-random.ts";
import { FILE_TAMPERS } from "./tamper-files.ts";
import { EARLIER, LEDGER_TAMPERS } from "./tamper-ledger.ts";
import { makeWholeStore, type Tamper } from "./tampered-folder.ts";

/** Every way to tamper. */
export const TAMPERS: Readonly<Record<string, Tamper>> = { ...FILE_TAMPERS, ...LEDGER_TAMPERS };

/** Longer than any check here: one that takes it hangs. */
const PATIENCE_MS = 10_000;
/** Memory where the system has a folder of it: thousands of folders are made. */
const QUICK_FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A store that is tampered with, time after time. */
export class TamperRounds {
  readonly #root = mkdtempSync(join(QUICK_FOLDER, "rmos-runs-tampering-"));

  /** Makes the whole store that every case starts from. */
  async prepare(): Promise<void> {
    const folders = this.#foldersIn("whole");
    await makeWholeStore(folders, join(folders.root, EARLIER));
  }

  /** Tampers so many times in one way. Gives back what was not told of as it should be, as sentences. */
  async play(tamper: Tamper, cases: number, seed: number): Promise<readonly string[]> {
    const problems: string[] = [];
    for (let number = 0; number < cases; number += 1) {
      const problem = await this.#problemOf(tamper, seedOf(seed, number));
      if (problem !== null) problems.push(problem);
    }
    return problems;
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #foldersIn(name: string): TestFolders {
    const home = join(this.#root, name);
    const remove = (): void => rmSync(home, { recursive: true, force: true });
    return { root: home, runsDir: join(home, "runs"), dataDir: join(home, "data"), remove };
  }

  /** What is wrong with how a tampered folder was told of; null where nothing is. */
  async #problemOf(tamper: Tamper, seed: number): Promise<string | null> {
    const folders = this.#foldersIn("tampered");
    folders.remove();
    cpSync(join(this.#root, "whole"), folders.root, { recursive: true });
    const wanted = tamper({ folders, random: createSeededRandom(seed) });
    const patience = Promise.withResolvers<never>();
    const timer = setTimeout(() => patience.reject(new Error("the check hangs")), PATIENCE_MS);
    try {
      const { findings, verdict } = await Promise.race([checkFolder(folders), patience.promise]);
      const told = `seed ${seed}, ${verdict}: ${findings.map(findingText).join("; ")}`;
      if (wanted.length === 0) return findings.length === 0 && verdict === "intact" ? null : `false alarm, ${told}`;
      const missed = wanted.filter(
        ({ codes, path }) =>
          !findings.some(
            (one) => codes.includes(one.code) && (path === null || [one.path, one.subject].includes(path)),
          ),
      );
      if (missed.length === 0) return verdict === "intact" ? `called intact, ${told}` : null;
      return `${missed.map(({ codes, path }) => `no ${codes.join(" or ")} at ${path}`).join(", ")}, ${told}`;
    } catch (error) {
      return `seed ${seed} failed: ${error instanceof Error ? error.stack : String(error)}`;
    } finally {
      clearTimeout(timer);
    }
  }
}
