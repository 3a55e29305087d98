import type { Change } from "../../../src/main/store/change.ts";
import type { RunStore } from "../../../src/main/store/run-store.ts";
import { resolveStorePath, STORE_PATHS } from "../../../src/main/store/store-layout.ts";
import { AppError } from "../../../src/shared/app-error.ts";
import type { Expectations } from "./expectations.ts";
import { recordsChange } from "./make-changes.ts";
import { type Program, RUNS_DIR, type SimulatedMachine } from "./simulated-machine.ts";

/** Errors that say for certain that nothing was recorded. After the others only the next start knows. */
const CERTAIN = new Set([
  "DISK_FULL",
  "ALREADY_EXISTS",
  "STORE_READ_ONLY",
  "NO_PERMISSION",
  "TOO_MANY_FILES",
  "CONFLICT",
]);

/** A machine, the program that holds its folder, and what has been promised. */
export class Scene {
  readonly machine: SimulatedMachine;
  readonly expectations: Expectations;
  /** Null before a start and after a start that crashed. */
  program: Program | null = null;

  constructor(machine: SimulatedMachine, expectations: Expectations) {
    this.machine = machine;
    this.expectations = expectations;
  }

  get isDown(): boolean {
    return this.program === null || this.program.process.isDead;
  }

  problem(text: string): void {
    this.expectations.problems.push(text);
  }

  /** A failure that was not provoked, or one that is not coded, is a problem. */
  failed(what: string, error: unknown, program: Program | null): void {
    if (program?.process.isDead === true) return;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (!(error instanceof AppError)) this.problem(`${what}: ${text}`);
    else if (this.machine.faultsMet === 0 && program?.store.state().mode !== "read-only")
      this.problem(`${what}, and nothing was wrong: ${text}`);
  }

  newRecords(files: number, sizeBytes: number, store: RunStore): Change {
    const number = this.expectations.nextNumber();
    return recordsChange(number, { files, sizeBytes, runNumber: files === 0 ? 0 : store.takeRunNumber() });
  }

  /** Opens the folder. Only a fault may keep it from opening for writing, and once there is none, nothing may. */
  async open(): Promise<void> {
    const { machine } = this;
    machine.phase = this.#hasJournal() ? "recovery" : "opening";
    this.program = null;
    for (let attempt = 1; this.program === null; attempt += 1) {
      const crashes = machine.coverage.crashes;
      const program = await this.#start();
      const isCrashed = machine.coverage.crashes > crashes;
      if (isCrashed) return;
      if (program !== null) this.program = program;
      else if (machine.faultsMet === 0 || attempt > 1)
        throw new Error("the folder did not open for writing, and nothing was wrong");
      else machine.heal();
    }
    machine.phase = "work";
    this.#count(this.program);
  }

  async commit(change: Change, program: Program): Promise<boolean> {
    const { expectations } = this;
    expectations.tried(change);
    try {
      expectations.acknowledged(change, await program.store.commit(change));
      return true;
    } catch (error) {
      const isRunning = !program.process.isDead && program.store.state().mode === "writable";
      if (isRunning && error instanceof AppError && CERTAIN.has(error.code)) expectations.refused(change);
      this.failed("a change was refused", error, program);
      return false;
    }
  }

  async close(program: Program): Promise<void> {
    this.machine.phase = "closing";
    await program.store.close().catch((error: unknown) => this.failed("closing failed", error, program));
    const open = program.process.openPaths;
    if (open.length > 0 && this.machine.faultsMet === 0 && !program.process.isDead)
      this.problem(`left open: ${open.join(", ")}`);
    if (!program.process.isDead) this.machine.phase = "work";
  }

  async #start(): Promise<Program | null> {
    const { machine } = this;
    const crashes = machine.coverage.crashes;
    try {
      const program = await machine.start();
      if (program.process.isDead || program.store.state().mode === "writable") return program;
      if (machine.faultsMet === 0) this.problem(`opened for reading only: ${program.store.state().message}`);
      await program.store.close();
    } catch (error) {
      if (machine.coverage.crashes === crashes) this.failed("opening failed", error, null);
    }
    return null;
  }

  #hasJournal(): boolean {
    const { node } = this.machine.disk.find(resolveStorePath(RUNS_DIR, STORE_PATHS.journal));
    if (node?.kind !== "folder") return false;
    return [...node.names.values()].some((file) => file.kind === "file" && file.sizeBytes > 0);
  }

  #count({ store, process }: Program): void {
    const { coverage } = this.machine;
    store.onCommitted(({ entries }) => {
      if (new Set(entries.map(({ entry }) => entry.request_id)).size > 1) coverage.groupCommits += 1;
    });
    store.onStateChanged(({ reason }) => {
      if (process.isDead) return;
      if (reason === "lock-lost") coverage.lockLosses += 1;
      if (reason === "poisoned") coverage.poisonings += 1;
    });
  }
}
