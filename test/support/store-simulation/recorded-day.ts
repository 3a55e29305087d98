import { sha256Hex } from "../../../src/main/canonical/digest.ts";
import { entryLine } from "../../../src/main/store/ledger-line.ts";
import type { RunStore } from "../../../src/main/store/run-store.ts";
import type { Fs } from "../../../src/main/system/fs.ts";
import type { Survival } from "../simulated-fs/crash-survival.ts";
import { type DiskImage, type ImageNode, PLAIN_TRAITS } from "../simulated-fs/simulated-disk.ts";
import { newCoverage } from "./coverage.ts";
import { SimulatedMachine } from "./simulated-machine.ts";

/** A power cut at one moment of a day: what it leaves, and how much had been acknowledged by then. */
export interface PowerCut {
  /** The call before which, or in the middle of which, it came. */
  readonly at: string;
  readonly keeps: "nothing unflushed" | "everything" | "some" | "a torn write";
  readonly image: DiskImage;
  readonly acknowledged: number;
}

/** Every place of a day at which the power could be cut. */
export interface RecordedDay {
  readonly cuts: readonly PowerCut[];
  readonly effects: number;
  /** The ledger lines that callers were told of, in their order. */
  readonly lines: readonly AcknowledgedLine[];
}

/** A ledger line that a caller was told of. */
export interface AcknowledgedLine {
  readonly seq: number;
  readonly text: string;
}

/** What a day does. `open` opens the folder anew, as a program that was started again. */
export type Day = (open: () => Promise<RunStore>, machine: SimulatedMachine) => Promise<void>;

const EFFECTS: ReadonlySet<keyof Fs> = new Set([
  ...(["write", "truncate", "link", "copyExclusive", "unlink", "rename", "makeFolder", "removeFolder"] as const),
  ...(["syncFile", "syncData", "syncFolder", "syncFileSystem"] as const),
]);

/**
 * Works through a day on a simulated disk and takes down, before each call that changes it, what a power cut would leave there. `alter` makes
 * a broken file layer, to see whether that is noticed.
 */
export async function recordDay(day: Day, alter: (fs: Fs) => Fs = (fs) => fs): Promise<RecordedDay> {
  const recorder = new Recorder(alter);
  try {
    await day(() => recorder.open(), recorder.machine);
    recorder.cut("the end");
  } finally {
    recorder.machine.end();
  }
  return { cuts: recorder.cuts, effects: recorder.effects, lines: recorder.lines };
}

class Recorder {
  readonly cuts: PowerCut[] = [];
  readonly lines: AcknowledgedLine[] = [];
  readonly machine: SimulatedMachine;
  effects = 0;
  readonly #contents = new Map<string, Buffer>();

  constructor(alter: (fs: Fs) => Fs) {
    this.machine = new SimulatedMachine({
      image: new Map(),
      traits: PLAIN_TRAITS,
      reserveBytes: 0,
      coverage: newCoverage(),
      alter: (fs) => this.#listening(alter(fs)),
    });
  }

  async open(): Promise<RunStore> {
    const { store } = await this.machine.start();
    if (store.state().mode !== "writable") throw new Error(`opened for reading only: ${store.state().message}`);
    store.onCommitted(({ entries }) =>
      this.lines.push(...entries.map(({ entry }) => ({ seq: entry.seq, text: entryLine(entry).toString() }))),
    );
    return store;
  }

  /** What each kind of power cut would leave now. */
  cut(at: string): void {
    this.#keep(at, "nothing unflushed", { kind: "none" });
    this.#keep(at, "everything", { kind: "all" });
    this.#keep(at, "some", { kind: "some", share: 50, seed: this.effects });
  }

  #keep(at: string, keeps: PowerCut["keeps"], survival: Survival): void {
    const image = this.#shared(this.machine.disk.imageAfter(survival));
    this.cuts.push({ at, keeps, image, acknowledged: this.lines.length });
  }

  /** The same image, in which equal contents are one: thousands are kept. */
  #shared(names: DiskImage): DiskImage {
    const node = (one: ImageNode): ImageNode => {
      if (one.kind === "folder") return { kind: "folder", names: this.#shared(one.names) };
      const digest = sha256Hex(one.content);
      const content = this.#contents.get(digest) ?? one.content;
      this.#contents.set(digest, content);
      return { ...one, content };
    };
    return new Map([...names].map(([name, one]) => [name, node(one)]));
  }

  #listening(fs: Fs): Fs {
    const before = (name: keyof Fs, path: unknown): void => {
      this.effects += 1;
      this.cut(`${name} ${String(path)}`);
    };
    const heard = Object.entries(fs).map(([name, call]: [string, (...args: unknown[]) => unknown]) => [
      name,
      (...args: unknown[]) => {
        const isNew = name === "open" && String(args[1]).startsWith("create");
        if (isNew || EFFECTS.has(name as keyof Fs)) before(name as keyof Fs, args[0]);
        return call(...args);
      },
    ]);
    const listening = Object.fromEntries(heard) as unknown as Fs;
    const write = (fd: number, bytes: Uint8Array, position: number): number => {
      if (bytes.byteLength > 1) {
        fs.write(fd, bytes.subarray(0, bytes.byteLength >> 1), position);
        this.#keep(`write ${fd}`, "a torn write", { kind: "all" });
      }
      return listening.write(fd, bytes, position);
    };
    return { ...listening, write };
  }
}
