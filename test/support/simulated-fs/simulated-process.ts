import type { FileKind, FileStat, Fs, OpenMode, Space } from "../../../src/main/system/fs.ts";
import type { Place, SimulatedDisk } from "./simulated-disk.ts";
import { SimulatedFile } from "./simulated-file.ts";
import { SimulatedFolder, type SimulatedNode } from "./simulated-folder.ts";

/** A call of the file layer. A flush is two: when it is asked for, and `done` when it is finished. */
export interface SimulatedCall {
  readonly name: keyof Fs;
  readonly path: string;
  /** True for calls that change what is on the disk or in its cache: crashing at any other is crashing at the next of these. */
  readonly isEffect: boolean;
  readonly phase: "call" | "done";
}

/** What else can become of a write: half of the bytes are taken and said so, or all are said to be taken and the last are wrong. */
export type WriteOutcome = "short" | "lie" | null;

/** A process that waits in a call until it is let go on. */
export interface Hold {
  /** Resolves when the process waits. */
  readonly reached: Promise<void>;
  release(): void;
}

interface OpenFile {
  readonly node: SimulatedNode;
  readonly path: string;
  readonly canWrite: boolean;
}

/** The first number that the system gives to a file; lower ones are the standard streams. */
const FIRST_FD = 3;
const EXT4 = 0xef53;

/** An error as the system throws it. */
export function simulatedError(code: string, name: string, path: string): Error {
  return Object.assign(new Error(`${code}: simulated, ${name} '${path}'`), { code, syscall: name });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** One running program on a simulated disk. Once it is killed, every call throws and nothing it does reaches the disk. */
export class SimulatedProcess {
  readonly fs: Fs;
  /** Asked before each call; may kill the process, throw what the system would, or spoil a write. */
  onCall: ((call: SimulatedCall) => WriteOutcome) | null = null;
  readonly #disk: SimulatedDisk;
  readonly #open = new Map<number, OpenFile>();
  #isDead = false;
  #hold: { readonly picks: (call: SimulatedCall) => boolean; readonly wait: () => Promise<void> } | null = null;
  #hidden: ((path: string) => boolean) | null = null;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
    this.fs = this.#calls();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Paths that are open: none in a program that cleaned up. */
  get openPaths(): readonly string[] {
    return [...this.#open.values()].map(({ path }) => path);
  }

  kill(): void {
    this.#isDead = true;
    this.#open.clear();
  }

  /** Makes the process wait in the next flush that this picks, as one does that is suspended. */
  holdAt(picks: (call: SimulatedCall) => boolean): Hold {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const wait = (): Promise<void> => {
      reached.resolve();
      return released.promise;
    };
    this.#hold = { picks, wait };
    return { reached: reached.promise, release: () => released.resolve() };
  }

  /** The next `stat` of a path that this picks finds nothing: the answer came before the process was suspended, and is old. */
  hideOnce(picks: (path: string) => boolean): void {
    this.#hidden = picks;
  }

  #calls(): Fs {
    return {
      open: (path, mode) => this.#openFile(path, mode),
      close: (fd) => this.#close(fd),
      write: (fd, bytes, position) => this.#write(fd, bytes, position),
      read: (fd, into, position) => this.#fileOf(fd, "read").read(into, position),
      truncate: (fd, sizeBytes) => this.#truncate(fd, sizeBytes),
      fstat: (fd) => statOf(this.#entryOf(fd, "fstat").node),
      stat: (path) => this.#stat(path),
      list: (folder) => this.#list(folder),
      link: (existing, name) => this.#link(existing, name),
      copyExclusive: (from, to) => this.#copy(from, to),
      unlink: (path) => this.#unlink(path),
      rename: (from, to) => this.#rename(from, to),
      makeFolder: (path) => this.#makeFolder(path),
      removeFolder: (path) => this.#removeFolder(path),
      realPath: (path) => this.#realPath(path),
      space: (path) => this.#space(path),
      syncFile: (fd) => this.#syncFile("syncFile", fd),
      syncData: (fd) => this.#syncFile("syncData", fd),
      syncFolder: (path) => this.#syncFolder(path),
      syncFileSystem: (path) => this.#syncAll(path),
    };
  }

  #enter(name: keyof Fs, path: string, isEffect: boolean, phase: SimulatedCall["phase"] = "call"): WriteOutcome {
    this.#requireLife(name, path);
    const outcome = this.onCall?.({ name, path, isEffect, phase }) ?? null;
    this.#requireLife(name, path);
    return outcome;
  }

  #requireLife(name: string, path: string): void {
    if (this.#isDead) throw simulatedError("ECRASHED", name, path);
  }

  #place(name: string, path: string): Place & { readonly folder: SimulatedFolder } {
    const place = this.#disk.find(path);
    if (place.folder === null) throw simulatedError("ENOENT", name, path);
    return { ...place, folder: place.folder };
  }

  #existing(name: string, path: string): SimulatedNode {
    const { node } = this.#disk.find(path);
    if (node === null) throw simulatedError("ENOENT", name, path);
    return node;
  }

  #change(folder: SimulatedFolder, name: string, node: SimulatedNode | null, time = this.#disk.tick()): void {
    folder.change(name, node, time);
    folder.modifiedMs = this.#disk.clock.nowMs();
  }

  #openFile(path: string, mode: OpenMode): number {
    const isNew = mode === "create" || mode === "create-private";
    this.#enter("open", path, isNew);
    if (!isNew) return this.#register({ node: this.#existing("open", path), path, canWrite: mode === "update" });
    const { folder, name, node } = this.#place("open", path);
    if (node !== null) throw simulatedError("EEXIST", "open", path);
    const file = new SimulatedFile(this.#disk.nextId(), this.#disk.clock.nowMs());
    this.#change(folder, name, file);
    return this.#register({ node: file, path, canWrite: true });
  }

  /** The system gives the lowest number that is free: one that was closed comes back at once. */
  #register(file: OpenFile): number {
    let fd = FIRST_FD;
    while (this.#open.has(fd)) fd += 1;
    this.#open.set(fd, file);
    return fd;
  }

  #entryOf(fd: number, name: keyof Fs): OpenFile {
    const file = this.#open.get(fd);
    this.#enter(name, file?.path ?? `fd ${fd}`, false);
    if (file === undefined) throw simulatedError("EBADF", name, `fd ${fd}`);
    return file;
  }

  #fileOf(fd: number, name: keyof Fs): SimulatedFile {
    const { node, path } = this.#entryOf(fd, name);
    if (node.kind !== "file") throw simulatedError("EISDIR", name, path);
    return node;
  }

  #writable(fd: number): { readonly file: SimulatedFile; readonly path: string } {
    const open = this.#open.get(fd);
    if (open?.node.kind !== "file" || !open.canWrite) throw simulatedError("EBADF", "write", open?.path ?? `fd ${fd}`);
    return { file: open.node, path: open.path };
  }

  #close(fd: number): void {
    const { path } = this.#entryOf(fd, "close");
    if (!this.#open.delete(fd)) throw simulatedError("EBADF", "close", path);
  }

  #write(fd: number, bytes: Uint8Array, position: number): number {
    this.#requireLife("write", `fd ${fd}`);
    const { file, path } = this.#writable(fd);
    const outcome = this.#enter("write", path, true);
    const half = Math.max(1, bytes.byteLength >> 1);
    if (outcome === "short") return file.write(bytes.subarray(0, half), position, this.#disk.tick());
    if (outcome !== "lie") return file.write(bytes, position, this.#disk.tick());
    return file.write(Buffer.from(bytes).fill(0, half), position, this.#disk.tick());
  }

  #truncate(fd: number, sizeBytes: number): void {
    this.#requireLife("truncate", `fd ${fd}`);
    const { file, path } = this.#writable(fd);
    this.#enter("truncate", path, true);
    file.truncate(sizeBytes, this.#disk.tick());
  }

  #stat(path: string): FileStat | null {
    this.#enter("stat", path, false);
    if (this.#hidden?.(path) === true) {
      this.#hidden = null;
      return null;
    }
    const { node } = this.#disk.find(path);
    return node === null ? null : statOf(node);
  }

  #list(path: string): { name: string; kind: FileKind }[] {
    this.#enter("list", path, false);
    const folder = this.#existing("list", path);
    if (folder.kind !== "folder") throw simulatedError("ENOTDIR", "list", path);
    return [...folder.names].map(([name, node]) => ({ name, kind: node.kind }));
  }

  #link(existing: string, path: string): void {
    this.#enter("link", path, true);
    const node = this.#existing("link", existing);
    const { folder, name, node: taken } = this.#place("link", path);
    if (taken !== null) throw simulatedError("EEXIST", "link", path);
    if (!this.#disk.traits.hasLinks || node.kind !== "file") throw simulatedError("EPERM", "link", path);
    this.#change(folder, name, node);
  }

  /** Two effects, because a copy is not atomic: the name comes first and may stay empty. */
  #copy(from: string, to: string): void {
    this.#enter("copyExclusive", to, true);
    const source = this.#existing("copyExclusive", from);
    const { folder, name, node: taken } = this.#place("copyExclusive", to);
    if (taken !== null) throw simulatedError("EEXIST", "copyExclusive", to);
    if (source.kind !== "file") throw simulatedError("EISDIR", "copyExclusive", from);
    const file = new SimulatedFile(this.#disk.nextId(), this.#disk.clock.nowMs());
    this.#change(folder, name, file);
    this.#enter("copyExclusive", to, true, "done");
    file.write(source.content, 0, this.#disk.tick());
  }

  #unlink(path: string): void {
    this.#enter("unlink", path, true);
    const { folder, name } = this.#place("unlink", path);
    if (this.#existing("unlink", path).kind !== "file") throw simulatedError("EISDIR", "unlink", path);
    this.#change(folder, name, null);
  }

  #rename(from: string, to: string): void {
    this.#enter("rename", to, true);
    const node = this.#existing("rename", from);
    const source = this.#place("rename", from);
    const target = this.#place("rename", to);
    if (target.node === node) return;
    if (target.node !== null) requireReplaceable(node, target.node, to);
    const time = this.#disk.tick();
    this.#change(source.folder, source.name, null, time);
    this.#change(target.folder, target.name, node, time);
  }

  #makeFolder(path: string): void {
    this.#enter("makeFolder", path, true);
    const { folder, name, node } = this.#place("makeFolder", path);
    if (node !== null) throw simulatedError("EEXIST", "makeFolder", path);
    this.#change(folder, name, new SimulatedFolder(-1 - this.#disk.nextId(), this.#disk.clock.nowMs()));
  }

  #removeFolder(path: string): void {
    this.#enter("removeFolder", path, true);
    const node = this.#existing("removeFolder", path);
    const { folder, name } = this.#place("removeFolder", path);
    if (node.kind !== "folder") throw simulatedError("ENOTDIR", "removeFolder", path);
    if (node.names.size > 0) throw simulatedError("ENOTEMPTY", "removeFolder", path);
    this.#change(folder, name, null);
  }

  #realPath(path: string): string {
    this.#enter("realPath", path, false);
    this.#existing("realPath", path);
    return path;
  }

  #space(path: string): Space {
    this.#enter("space", path, false);
    const { freeBytes } = this.#disk;
    return { freeBytes, totalBytes: 2 ** 41, freeInodes: 1_000_000, typeNumber: EXT4 };
  }

  async #syncFile(name: "syncFile" | "syncData", fd: number): Promise<void> {
    const open = this.#open.get(fd);
    const path = open?.path ?? `fd ${fd}`;
    if (open === undefined && !this.#isDead) throw simulatedError("EBADF", name, path);
    await this.#flush(name, path, {
      flush: (time) => open?.node.flush(time),
      fail: (time) => open?.node.kind === "file" && open.node.abandon(time),
    });
  }

  async #syncFolder(path: string): Promise<void> {
    this.#requireLife("syncFolder", path);
    const node = this.#existing("syncFolder", path);
    if (node.kind !== "folder") throw simulatedError("ENOTDIR", "syncFolder", path);
    await this.#flush("syncFolder", path, { flush: (time) => node.flush(time), fail: () => undefined });
  }

  async #syncAll(path: string): Promise<boolean> {
    if (!this.#disk.traits.hasWholeFlush) return false;
    const flush = (time: number): void => this.#disk.flushAll(time);
    await this.#flush("syncFileSystem", path, { flush, fail: () => undefined });
    return true;
  }

  /** What is written while a flush is on its way is not part of it. A flush that fails lets go of what it should have written. */
  async #flush(
    name: keyof Fs,
    path: string,
    work: { readonly flush: (time: number) => void; readonly fail: (time: number) => void },
  ): Promise<void> {
    const time = this.#disk.tick();
    try {
      this.#enter(name, path, true);
      await this.#wait({ name, path, isEffect: true, phase: "call" });
      this.#enter(name, path, true, "done");
    } catch (error) {
      if (!this.#isDead) work.fail(time);
      throw error;
    }
    work.flush(time);
  }

  async #wait(call: SimulatedCall): Promise<void> {
    await nextTurn();
    const hold = this.#hold;
    if (hold === null || !hold.picks(call)) return;
    this.#hold = null;
    await hold.wait();
  }
}

/** A folder may take the place of an empty folder, a file that of a file. */
function requireReplaceable(node: SimulatedNode, target: SimulatedNode, path: string): void {
  if (node.kind !== target.kind) throw simulatedError(target.kind === "folder" ? "EISDIR" : "ENOTDIR", "rename", path);
  if (target.kind === "folder" && target.names.size > 0) throw simulatedError("ENOTEMPTY", "rename", path);
}

function statOf(node: SimulatedNode): FileStat {
  return {
    kind: node.kind,
    sizeBytes: node.kind === "file" ? node.sizeBytes : 0,
    modifiedMs: node.modifiedMs,
    changedMs: node.modifiedMs,
    identity: `simulated:${node.id}`,
  };
}
