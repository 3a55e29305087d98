import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type CrashChild, type Said, startCrashChild, startOddChild } from "../support/crash-child-process.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { folderProblems } from "./kill-rounds.ts";

/** What rounds of two programs on one folder came to. */
export interface OwnershipTally {
  readonly name: string;
  readonly rounds: number;
  readonly acknowledged: number;
  /** Entries that a program wrote after it had lost the folder, and that are shown. */
  readonly late: number;
  /** Sentences; one that begins with LOST is an acknowledged change that is not there. */
  readonly problems: readonly string[];
}

/** A folder, and programs that want it. */
export class OwnershipStage {
  readonly folders: TestFolders = makeTestFolders();
  readonly problems: string[] = [];
  readonly #children: CrashChild[] = [];
  #number = 0;

  /** Where something of the store lies. */
  own(name: string): string {
    return join(this.folders.runsDir, "_integrity", name);
  }

  async start(env: Readonly<Record<string, string>> = {}): Promise<CrashChild> {
    const isPlain = Object.keys(env).length === 0;
    const child = isPlain ? startCrashChild(this.folders) : startOddChild(this.folders, { env });
    this.#children.push(child);
    await child.next("ready");
    return child;
  }

  /** A number no change has had. */
  nextNumber(): number {
    this.#number += 1;
    return this.#number;
  }

  /** Opens the folder for writing; the answer is whether that is what came of it. */
  async open(child: CrashChild): Promise<boolean> {
    return isWritable(await tell(child, "open", "opened"));
  }

  /** Records something; the answer is whether it was acknowledged. */
  async commit(child: CrashChild): Promise<boolean> {
    const number = this.nextNumber();
    child.tell(`commit ${number}`);
    for (;;) {
      const before = child.said.length;
      const answer = child.said.find((line) => line.acknowledged === number || line.to === `commit ${number}`);
      if (answer !== undefined) return "acknowledged" in answer;
      if (child.process.exitCode !== null) throw new Error("the program ended in the middle of a change");
      while (child.said.length === before) await pause(2);
    }
  }

  async close(child: CrashChild): Promise<void> {
    await tell(child, "close", "closed");
  }

  /** Keeps a sentence when something is not as it should be. */
  expect(isFine: boolean, sentence: string): void {
    if (!isFine) this.problems.push(sentence);
  }

  /** What a program of some machine leaves that was killed. */
  leaveLock(host: string, modifiedMs: number): void {
    const card = {
      host,
      pid: 2 ** 22 + 1,
      user: "bo",
      since: "2026-11-20T10:11:12.345000Z",
      app: "1",
      epoch: 1,
      boot: "1",
    };
    writeFileSync(this.own("owner.json"), JSON.stringify(card));
    mkdirSync(this.own("lock"), { recursive: true });
    utimesSync(this.own("lock"), new Date(modifiedMs), new Date(modifiedMs));
  }

  /** Programs that ended although nobody told them to. */
  ended(): number {
    return this.#children.filter((child) => child.process.exitCode !== null).length;
  }

  acknowledged(): Set<number> {
    return new Set(this.#children.flatMap(({ said }) => said.map(({ acknowledged }) => acknowledged)).filter(isNumber));
  }

  /** Ends all programs, looks at every byte of the folder, and takes it away unless something is wrong with it. */
  async finish(): Promise<readonly string[]> {
    await this.endAll();
    const problems = [
      ...this.problems,
      ...folderProblems(this.folders, { numbers: this.acknowledged(), attachments: new Map() }),
    ];
    if (problems.length === 0) this.folders.remove();
    return problems.length === 0 ? [] : [`see ${this.folders.root}`, ...problems];
  }

  async endAll(): Promise<void> {
    for (const child of this.#children) {
      child.process.kill("SIGCONT");
      child.process.kill("SIGKILL");
      await child.ended;
    }
  }
}

/** This machine's name, as cards have it. */
export const THIS_HOST = hostname();

/** True where the program may write. */
export function isWritable(opened: Said): boolean {
  return JSON.stringify(opened).includes('"mode":"writable"');
}

/** Tells a program something and waits for its answer. */
export async function tell(child: CrashChild, line: string, answer: string): Promise<Said> {
  child.tell(line);
  return await child.next(answer);
}

/** Lets so much time pass. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}
