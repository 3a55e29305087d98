import { openRunStore } from "../../../src/main/store/open-run-store.ts";
import type { RunStore } from "../../../src/main/store/run-store.ts";
import type { Fs } from "../../../src/main/system/fs.ts";
import { createIdSource } from "../../../src/main/system/ids.ts";
import { createSettableClock, type SettableClock } from "../settable-clock.ts";
import type { Survival } from "../simulated-fs/crash-survival.ts";
import { type DiskImage, type DiskTraits, SimulatedDisk } from "../simulated-fs/simulated-disk.ts";
import { createSimulatedLocks } from "../simulated-fs/simulated-locks.ts";
import {
  type SimulatedCall,
  type SimulatedProcess,
  simulatedError,
  type WriteOutcome,
} from "../simulated-fs/simulated-process.ts";
import { installSimulatedTimers } from "../simulated-fs/simulated-timers.ts";
import type { Coverage, CoverageKey } from "./coverage.ts";
import type { PlannedFault } from "./plan.ts";

/** Where the store lies on every simulated disk. */
export const RUNS_DIR = "/disk/runs";
/** Where the program keeps what is its own. */
export const DATA_DIR = "/disk/data";

/** A running program with the folder open. */
export interface Program {
  readonly process: SimulatedProcess;
  readonly store: RunStore;
}

/** What the program is doing when a crash meets it. */
export type Phase = "opening" | "recovery" | "checkpoint" | "attachment" | "closing" | "group" | "work";

const PHASE_KEYS: Partial<Readonly<Record<Phase, CoverageKey>>> = {
  opening: "crashesInOpening",
  recovery: "crashesInRecovery",
  checkpoint: "crashesInCheckpoint",
  attachment: "crashesInAttachment",
  closing: "crashesInClosing",
  group: "crashesInGroup",
};

const CHANGES: ReadonlySet<keyof Fs> = new Set([
  "write",
  "truncate",
  "open",
  "link",
  "copyExclusive",
  "rename",
  "makeFolder",
]);

/** What a full disk does not refuse. */
const FREEING: ReadonlySet<keyof Fs> = new Set(["truncate", "unlink", "removeFolder"]);

/** Where each fault can meet a call. */
function meets(kind: PlannedFault["kind"], call: SimulatedCall): boolean {
  switch (kind) {
    case "short":
    case "lie":
      return call.name === "write";
    case "EMFILE":
      return call.name === "open" || call.name === "list" || (call.name === "syncFolder" && call.phase === "call");
    case "EIO":
      return call.isEffect;
    case "ENOSPC":
      return call.isEffect && !FREEING.has(call.name);
    case "EROFS":
    case "EACCES":
      return call.isEffect && (CHANGES.has(call.name) || call.name === "unlink" || call.name === "removeFolder");
  }
}

function countedIds() {
  let count = 0;
  const source = createIdSource((size) => {
    count += 1;
    return Buffer.alloc(size, count);
  });
  const uuid = (): string => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
  };
  return { ...source, uuid };
}

/** One machine with one simulated disk, on which programs start, crash and start again. Time stands still until it is moved. */
export class SimulatedMachine {
  readonly disk: SimulatedDisk;
  readonly clock: SettableClock = createSettableClock();
  readonly locks = createSimulatedLocks();
  readonly coverage: Coverage;
  phase: Phase = "work";
  /** Effects so far, of all programs. */
  effects = 0;
  /** Faults since the last `newRound` that may be told to whoever asked. A short write may not: the rest is to be written. */
  faultsMet = 0;
  readonly #timers = installSimulatedTimers(() => this.clock.monotonicMs());
  readonly #ids = countedIds();
  readonly #reserveBytes: number;
  readonly #alter: (fs: Fs) => Fs;
  #crash: { effects: number; readonly survival: Survival | null } | null = null;
  #fault: { effects: number; lasting: number; readonly kind: PlannedFault["kind"] } | null = null;
  #atEffect: { effects: number; readonly call: () => void } | null = null;

  constructor(parts: {
    readonly image: DiskImage;
    readonly traits: DiskTraits;
    readonly reserveBytes: number;
    readonly coverage: Coverage;
    /** A broken file layer, to see whether it is noticed. */
    readonly alter: (fs: Fs) => Fs;
  }) {
    this.disk = new SimulatedDisk(this.clock, parts.traits, parts.image);
    this.coverage = parts.coverage;
    this.#reserveBytes = parts.reserveBytes;
    this.#alter = parts.alter;
    if (!parts.traits.hasLinks) this.coverage.withoutLinks += 1;
  }

  /** Starts a program that opens the folder for writing. */
  async start(): Promise<Program> {
    const process = this.disk.startProcess();
    process.onCall = (call) => this.#onCall(call);
    this.coverage.starts += 1;
    const store = await openRunStore({
      runsDir: RUNS_DIR,
      dataDir: DATA_DIR,
      appVersion: "0.0.0-simulated",
      fs: this.#alter(process.fs),
      clock: this.clock,
      ids: this.#ids,
      access: "write",
      reserveBytes: this.#reserveBytes,
      locks: this.locks.of(process),
    });
    return { process, store };
  }

  /** The program, or everything, dies at the effect with this number, counted from here. Null keeps the cache: the program is killed. */
  crashAfter(effects: number, survival: Survival | null): void {
    this.#crash = { effects, survival };
  }

  failAfter(fault: PlannedFault): void {
    this.#fault = { effects: fault.after, lasting: fault.lasting, kind: fault.kind };
  }

  /** No crash is planned any more. */
  disarm(): void {
    this.#crash = null;
    this.#atEffect = null;
  }

  /** No more faults; a crash that is planned stays planned. */
  heal(): void {
    this.#fault = null;
  }

  /** Nothing is planned and nothing has gone wrong yet. */
  newRound(): void {
    this.heal();
    this.disarm();
    this.faultsMet = 0;
  }

  callAfter(effects: number, call: () => void): void {
    this.#atEffect = { effects, call };
  }

  /** Whoever sets up another workstation on the same folder has no private key. */
  loseKeys(): void {
    this.disk.remove(`${DATA_DIR}/keys`);
  }

  /** The program dies now, if it still runs. */
  crashNow(survival: Survival | null): void {
    const key = PHASE_KEYS[this.phase];
    if (key !== undefined) this.coverage[key] += 1;
    this.coverage.crashes += 1;
    this.coverage[survival === null ? "kills" : "powerCuts"] += 1;
    this.#crash = null;
    this.#atEffect = null;
    this.#timers.drop();
    this.disk.killAll();
    if (survival !== null) this.disk.powerCut(survival);
  }

  /** Lets time pass: what was waiting for it is done, and what that started is under way. */
  async pass(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds);
    await this.#runTimers();
  }

  async setClock(byMs: number): Promise<void> {
    this.clock.set(this.clock.nowMs() + byMs);
    this.clock.advance(1_000);
    await this.#runTimers();
  }

  /** Gives the real timers back. */
  end(): void {
    this.#timers.restore();
  }

  async #runTimers(): Promise<void> {
    this.#timers.runUntil(this.clock.monotonicMs());
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  #onCall(call: SimulatedCall): WriteOutcome {
    if (call.isEffect) this.#countEffect(call);
    return this.#fault === null ? null : this.#meetFault(this.#fault, call);
  }

  #countEffect(call: SimulatedCall): void {
    this.effects += 1;
    if (call.name === "syncFileSystem" && call.phase === "done") this.coverage.wholeFlushes += 1;
    const next = this.#atEffect;
    if (next !== null && next.effects-- <= 0) {
      this.#atEffect = null;
      next.call();
    }
    const crash = this.#crash;
    if (crash !== null && crash.effects-- <= 0) this.crashNow(crash.survival);
  }

  #meetFault(
    fault: { effects: number; lasting: number; readonly kind: PlannedFault["kind"] },
    call: SimulatedCall,
  ): WriteOutcome {
    if (call.isEffect && fault.effects > 0) {
      fault.effects -= 1;
      return null;
    }
    if (fault.effects > 0 || !meets(fault.kind, call)) return null;
    fault.lasting -= 1;
    if (fault.lasting <= 0) this.#fault = null;
    this.coverage.faults += 1;
    if (fault.kind === "short") return fault.kind;
    this.faultsMet += 1;
    if (fault.kind === "lie") return fault.kind;
    throw simulatedError(fault.kind, call.name, call.path);
  }
}
