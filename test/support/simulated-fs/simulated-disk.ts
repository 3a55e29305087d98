import type { Clock } from "../../../src/main/system/clock.ts";
import { chooseSurvivors, type Survival, type Unflushed } from "./crash-survival.ts";
import { type LostSectors, SimulatedFile } from "./simulated-file.ts";
import { SimulatedFolder, type SimulatedNode } from "./simulated-folder.ts";
import { SimulatedProcess } from "./simulated-process.ts";

/** What kind of drive is simulated. */
export interface DiskTraits {
  /** What a sector holds whose size reached the disk and whose content did not. */
  readonly lost: LostSectors;
  /** False for a file system without hard links. */
  readonly hasLinks: boolean;
  /** False where the whole file system cannot be flushed at once. */
  readonly hasWholeFlush: boolean;
}

/** The plainest drive. */
export const PLAIN_TRAITS: DiskTraits = { lost: "zeros", hasLinks: true, hasWholeFlush: true };

/** What lies on a disk without power: names and durable bytes. */
export type ImageNode =
  | { readonly kind: "file"; readonly id: number; readonly content: Buffer }
  | { readonly kind: "folder"; readonly names: ReadonlyMap<string, ImageNode> };

/** A disk without power. Two names of one file have one `id`. */
export type DiskImage = ReadonlyMap<string, ImageNode>;

const PATH_PARTS = new Map<string, readonly string[]>();

/** The names on the way to a path. Drive letters are no names. */
function partsOf(path: string): readonly string[] {
  let parts = PATH_PARTS.get(path);
  if (parts === undefined) {
    parts = path.split(/[\\/]/).filter((part) => part !== "" && !/^[A-Za-z]:$/.test(part));
    if (PATH_PARTS.size > 5_000) PATH_PARTS.clear();
    PATH_PARTS.set(path, parts);
  }
  return parts;
}

/** Where a path leads: the folder that would hold its name (null when it is not there), and what has the name. */
export interface Place {
  readonly folder: SimulatedFolder | null;
  readonly name: string;
  readonly node: SimulatedNode | null;
}

/**
 * A disk in memory that promises as little as POSIX does. What was written and not flushed survives a power cut piece by piece, as its
 * `Survival` chooses: each sector, each size, each name. A flushed file has its bytes and maybe no name; a flushed folder has its names.
 * A process that dies without a power cut loses nothing.
 */
export class SimulatedDisk {
  readonly traits: DiskTraits;
  readonly clock: Clock;
  freeBytes = 2 ** 40;
  #root = new SimulatedFolder(0, 0);
  #time = 0;
  #lastId = 0;
  readonly #processes = new Set<SimulatedProcess>();

  constructor(clock: Clock, traits: DiskTraits = PLAIN_TRAITS, image: DiskImage = new Map()) {
    this.clock = clock;
    this.traits = traits;
    this.#load(image);
  }

  /** The next moment. No two things happen at one moment, but the halves of a rename. */
  tick(): number {
    this.#time += 1;
    return this.#time;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  startProcess(): SimulatedProcess {
    const process = new SimulatedProcess(this);
    this.#processes.add(process);
    return process;
  }

  /** Every process is gone. What they wrote is in the cache still. */
  killAll(): void {
    for (const process of this.#processes) process.kill();
    this.#processes.clear();
  }

  /** Every process is gone; of what was not flushed only what `survival` chooses is left. */
  powerCut(survival: Survival): void {
    this.killAll();
    this.#load(this.#survivors(survival));
  }

  /** What programs see, as a disk that was shut down in order. */
  image(): DiskImage {
    return this.imageAfter({ kind: "all" });
  }

  /** What a power cut at this moment would leave. Nothing is cut. */
  imageAfter(survival: Survival): DiskImage {
    return this.#survivors(survival);
  }

  find(path: string): Place {
    const parts = partsOf(path);
    let folder: SimulatedFolder | null = null;
    let node: SimulatedNode | null = this.#root;
    for (const part of parts) {
      if (node?.kind !== "folder") return { folder: null, name: part, node: null };
      folder = node;
      node = folder.names.get(part) ?? null;
    }
    return { folder, name: parts.at(-1) ?? "", node };
  }

  /** Takes a folder away with all that is in it, for good. */
  remove(path: string): void {
    const { folder, name } = this.find(path);
    if (folder?.names.has(name) !== true) return;
    folder.change(name, null, this.tick());
    folder.flush(this.#time);
  }

  /** A file that another program left long ago, with all folders on the way: bytes and names are durable. False when the name is taken. */
  plant(path: string, content: Buffer): boolean {
    let folder = this.#root;
    const parts = partsOf(path);
    for (const part of parts.slice(0, -1)) {
      const next = folder.names.get(part) ?? new SimulatedFolder(-1 - this.nextId(), this.clock.nowMs());
      if (next.kind !== "folder") return false;
      if (!folder.names.has(part)) folder.change(part, next, this.tick());
      folder.flush(this.#time);
      folder = next;
    }
    const name = parts.at(-1) ?? "";
    if (folder.names.has(name)) return false;
    folder.change(name, new SimulatedFile(this.nextId(), this.clock.nowMs(), content), this.tick());
    folder.flush(this.#time);
    return true;
  }

  /** Makes everything durable that was there at `time`. */
  flushAll(time: number): void {
    for (const node of this.#nodes()) node.flush(time);
  }

  /** Every file and folder that a program or the disk knows by a name, each once, the root first. */
  #nodes(): SimulatedNode[] {
    const found = new Set<SimulatedNode>([this.#root]);
    for (const node of found) {
      if (node.kind === "folder") for (const child of node.reachable()) found.add(child);
    }
    return [...found];
  }

  #survivors(survival: Survival): DiskImage {
    const nodes = this.#nodes().map((node) => ({ node, items: node.unflushed() }));
    const choices = chooseSurvivors(
      nodes.flatMap(({ items }) => items),
      survival,
    );
    const kept = new Map<SimulatedNode, readonly number[]>();
    let position = 0;
    for (const { node, items } of nodes) {
      kept.set(node, choices.slice(position, position + items.length));
      position += items.length;
    }
    joinRenames(nodes, kept);
    return imageOf(this.#root, (node) => kept.get(node) ?? [], this.traits.lost);
  }

  #load(image: DiskImage): void {
    const files = new Map<number, SimulatedFile>();
    const now = this.clock.nowMs();
    const toNode = (node: ImageNode): SimulatedNode => {
      if (node.kind === "folder") return toFolder(node.names);
      this.#lastId = Math.max(this.#lastId, node.id);
      const file = files.get(node.id) ?? new SimulatedFile(node.id, now, node.content);
      files.set(node.id, file);
      return file;
    };
    const toFolder = (names: DiskImage): SimulatedFolder =>
      new SimulatedFolder(
        -1 - this.nextId(),
        now,
        [...names].map(([name, node]) => [name, toNode(node)] as const),
      );
    this.#root = toFolder(image);
  }
}

interface NodeItems {
  readonly node: SimulatedNode;
  readonly items: readonly Unflushed[];
}

/** Both halves of a rename that no one flushed survive or neither does: that much POSIX promises. */
function joinRenames(nodes: readonly NodeItems[], kept: Map<SimulatedNode, readonly number[]>): void {
  const decided = new Map<number, number>();
  for (const { node, items } of nodes) {
    if (node.kind !== "folder" || items.length === 0) continue;
    const choices = (kept.get(node) ?? []).map((choice, index) => {
      const time = items[index]?.times[0] ?? -1;
      const first = decided.get(time) ?? choice;
      decided.set(time, first);
      return first;
    });
    kept.set(node, choices);
  }
}

function imageOf(
  folder: SimulatedFolder,
  kept: (node: SimulatedNode) => readonly number[],
  lost: LostSectors,
): DiskImage {
  const names = new Map<string, ImageNode>();
  for (const [name, node] of folder.survived(kept(folder))) {
    names.set(
      name,
      node.kind === "folder"
        ? { kind: "folder", names: imageOf(node, kept, lost) }
        : { kind: "file", id: node.id, content: node.survived(kept(node), lost) },
    );
  }
  return names;
}

/** Every file on a disk without power, by its path with `/`, without the leading one. */
export function filesOf(image: DiskImage): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const walk = (names: DiskImage, before: string): void => {
    for (const [name, node] of names) {
      if (node.kind === "folder") walk(node.names, `${before}${name}/`);
      else files.set(before + name, node.content);
    }
  };
  walk(image, "");
  return files;
}
