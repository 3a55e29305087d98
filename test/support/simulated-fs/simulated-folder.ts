import type { Unflushed } from "./crash-survival.ts";
import type { SimulatedFile } from "./simulated-file.ts";

/** Something with a name on a simulated disk. */
export type SimulatedNode = SimulatedFile | SimulatedFolder;

/** One name given, moved or taken away in one folder. */
interface NameChange {
  readonly time: number;
  readonly name: string;
  /** Null when the name was taken away. */
  readonly node: SimulatedNode | null;
}

/** The names in a folder as programs see them, and as the disk has them. */
export class SimulatedFolder {
  readonly kind = "folder";
  readonly id: number;
  modifiedMs: number;
  readonly #names: Map<string, SimulatedNode>;
  readonly #durable: Map<string, SimulatedNode>;
  #changes: NameChange[] = [];

  /** A folder whose `names` are durable. */
  constructor(id: number, modifiedMs: number, names: Iterable<readonly [string, SimulatedNode]> = []) {
    this.id = id;
    this.modifiedMs = modifiedMs;
    this.#names = new Map(names);
    this.#durable = new Map(this.#names);
  }

  get names(): ReadonlyMap<string, SimulatedNode> {
    return this.#names;
  }

  /** Gives the name to `node`, or takes it away for null. */
  change(name: string, node: SimulatedNode | null, time: number): void {
    if (node === null) this.#names.delete(name);
    else this.#names.set(name, node);
    this.#changes.push({ time, name, node });
  }

  /** Makes durable what was there at `time`. */
  flush(time: number): void {
    const kept: NameChange[] = [];
    for (const change of this.#changes) {
      if (change.time <= time) apply(change, this.#durable);
      else kept.push(change);
    }
    this.#changes = kept;
  }

  /** What a power cut may keep or lose: each change of a name on its own. Changes of one time are one: a rename happens or does not. */
  unflushed(): Unflushed[] {
    return this.#changes.map(({ time }) => ({ times: [time] }));
  }

  /** The names after a power cut that kept those changes. */
  survived(kept: readonly number[]): Map<string, SimulatedNode> {
    const names = new Map(this.#durable);
    for (const [index, change] of this.#changes.entries()) if (kept[index] === 1) apply(change, names);
    return names;
  }

  /** Everything that a program or the disk knows by a name here. */
  *reachable(): Iterable<SimulatedNode> {
    yield* this.#durable.values();
    for (const { node } of this.#changes) if (node !== null) yield node;
  }
}

function apply(change: NameChange, names: Map<string, SimulatedNode>): void {
  if (change.node === null) names.delete(change.name);
  else names.set(change.name, change.node);
}
