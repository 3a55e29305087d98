import type { Fs, OpenMode } from "../../src/main/system/fs.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";

/** A call of the file layer: what was asked for, and of which path. */
export interface FsCall {
  readonly name: keyof Fs;
  readonly path: string;
  /** True for a call that a full or read-only disk refuses. */
  readonly isChange: boolean;
}

/** What goes wrong at a call. */
export type Fault =
  /** The system refuses the call with this code; `lasting` ones refuse every call after it that would change the disk. */
  | { readonly kind: "refuse"; readonly code: string; readonly lasting?: boolean }
  /** The call and every later one throw, as for a process that is gone. What was done stays done. */
  | { readonly kind: "crash" }
  /** From here on writes take this many bytes in all, the last of them a part of what was asked, and then none. */
  | { readonly kind: "full"; readonly roomBytes: number }
  /** A write takes half of the bytes and says so. */
  | { readonly kind: "short" }
  /** A write says that it took all bytes, and took the last ones wrong. */
  | { readonly kind: "lie" };

/** A real file system on which something goes wrong at a chosen call. */
export interface FailingFs extends Fs {
  /** Every call so far, in order. */
  readonly calls: readonly FsCall[];
  /** Arms a fault for the call with this number, counted from 0 over all calls. */
  failAt(number: number, fault: Fault): void;
  /** Arms a fault for every call that this picks. */
  failWhere(picks: (call: FsCall) => boolean, fault: Fault): void;
  /** Nothing goes wrong from now on. */
  heal(): void;
  /** Paths of what is open now. */
  openFiles(): readonly string[];
  /** Closes what is still open, as the system does for a process that is gone. */
  closeAll(): void;
}

/** Calls that would change what is on the disk. */
const CHANGING: ReadonlySet<keyof Fs> = new Set([
  "write",
  "truncate",
  "link",
  "copyExclusive",
  "unlink",
  "rename",
  "makeFolder",
  "removeFolder",
]);

/** An error as the system throws it. */
export function systemError(code: string, call: FsCall): Error {
  return Object.assign(new Error(`${code}: injected, ${call.name} '${call.path}'`), { code, syscall: call.name });
}

/** `sync: false` counts flushes and leaves them out: they change nothing that a later process of the same machine can see. */
export function createFailingFs(options: { readonly base?: Fs; readonly sync?: boolean } = {}): FailingFs {
  return new FaultyDisk(options.base ?? nodeFs, options.sync ?? true).fs();
}

class FaultyDisk {
  readonly #base: Fs;
  readonly #syncs: boolean;
  readonly #calls: FsCall[] = [];
  readonly #paths = new Map<number, string>();
  #picks: ((call: FsCall, number: number) => boolean) | null = null;
  #fault: Fault | null = null;
  #isLasting = false;
  #roomBytes = 0;

  constructor(base: Fs, syncs: boolean) {
    this.#base = base;
    this.#syncs = syncs;
  }

  fs(): FailingFs {
    const base = this.#base;
    return {
      calls: this.#calls,
      failAt: (wanted, fault) => this.#arm((_call, number) => number === wanted, fault),
      failWhere: (picks, fault) => this.#arm(picks, fault),
      heal: () => this.#arm(null, null),
      openFiles: () => [...this.#paths.values()],
      closeAll: () => this.#closeAll(),
      open: (path, mode) => this.#open(path, mode),
      close: (fd) => this.#close(fd),
      write: (fd, bytes, position) => this.#write(fd, bytes, position),
      read: (fd, into, position) => this.#do("read", this.#pathOf(fd), () => base.read(fd, into, position)),
      truncate: (fd, size) => this.#do("truncate", this.#pathOf(fd), () => base.truncate(fd, size)),
      fstat: (fd) => this.#do("fstat", this.#pathOf(fd), () => base.fstat(fd)),
      stat: (path) => this.#do("stat", path, () => base.stat(path)),
      list: (folder) => this.#do("list", folder, () => base.list(folder)),
      link: (from, to) => this.#do("link", to, () => base.link(from, to)),
      copyExclusive: (from, to) => this.#do("copyExclusive", to, () => base.copyExclusive(from, to)),
      unlink: (path) => this.#do("unlink", path, () => base.unlink(path)),
      rename: (from, to) => this.#do("rename", to, () => base.rename(from, to)),
      makeFolder: (path) => this.#do("makeFolder", path, () => base.makeFolder(path)),
      removeFolder: (path) => this.#do("removeFolder", path, () => base.removeFolder(path)),
      realPath: (path) => this.#do("realPath", path, () => base.realPath(path)),
      space: (path) => this.#do("space", path, () => base.space(path)),
      syncFile: (fd) => this.#sync("syncFile", this.#pathOf(fd), () => base.syncFile(fd)),
      syncData: (fd) => this.#sync("syncData", this.#pathOf(fd), () => base.syncData(fd)),
      syncFolder: (path) => this.#sync("syncFolder", path, () => base.syncFolder(path)),
      syncFileSystem: async (path) => {
        await this.#sync("syncFileSystem", path, async () => undefined);
        return false;
      },
    };
  }

  #arm(picks: ((call: FsCall, number: number) => boolean) | null, fault: Fault | null): void {
    this.#picks = picks;
    this.#fault = fault;
    this.#isLasting = false;
    this.#roomBytes = fault?.kind === "full" ? fault.roomBytes : 0;
  }

  /** Notes the call and gives the fault that meets it; throws where the fault is a refusal or a crash. */
  #enter(call: FsCall): Fault | null {
    this.#calls.push(call);
    const fault = this.#fault;
    if (fault === null) return null;
    if (!this.#isLasting && this.#picks?.(call, this.#calls.length - 1) !== true) return null;
    if (fault.kind === "crash") {
      this.#isLasting = true;
      throw systemError("ECRASHED", call);
    }
    if (fault.kind === "full") this.#isLasting = true;
    if (fault.kind !== "refuse") return fault;
    if (this.#isLasting && !call.isChange) return null;
    this.#isLasting = fault.lasting === true;
    throw systemError(fault.code, call);
  }

  #do<Result>(name: keyof Fs, path: string, work: () => Result): Result {
    this.#enter({ name, path, isChange: CHANGING.has(name) });
    return work();
  }

  async #sync(name: keyof Fs, path: string, work: () => Promise<void>): Promise<void> {
    this.#enter({ name, path, isChange: false });
    if (this.#syncs) await work();
  }

  #pathOf(fd: number): string {
    return this.#paths.get(fd) ?? `fd ${fd}`;
  }

  #open(path: string, mode: OpenMode): number {
    this.#enter({ name: "open", path, isChange: mode !== "read" });
    const fd = this.#base.open(path, mode);
    this.#paths.set(fd, path);
    return fd;
  }

  /** A failing close has closed all the same: the number is not ours any more. */
  #close(fd: number): void {
    const path = this.#pathOf(fd);
    this.#paths.delete(fd);
    this.#base.close(fd);
    this.#enter({ name: "close", path, isChange: false });
  }

  #write(fd: number, bytes: Uint8Array, position: number): number {
    const call: FsCall = { name: "write", path: this.#pathOf(fd), isChange: true };
    const fault = this.#enter(call);
    if (fault?.kind === "full")
      return this.#writeIntoRoom(call, () => this.#base.write(fd, bytes.subarray(0, this.#roomBytes), position));
    if (fault?.kind === "short") {
      return this.#base.write(fd, bytes.subarray(0, Math.max(1, bytes.byteLength >> 1)), position);
    }
    if (fault?.kind !== "lie") return this.#base.write(fd, bytes, position);
    const wrong = Buffer.from(bytes);
    wrong.fill(0, wrong.byteLength >> 1);
    return this.#base.write(fd, wrong, position);
  }

  #writeIntoRoom(call: FsCall, write: () => number): number {
    if (this.#roomBytes === 0) throw systemError("ENOSPC", call);
    const count = write();
    this.#roomBytes -= count;
    return count;
  }

  #closeAll(): void {
    for (const fd of this.#paths.keys()) this.#base.close(fd);
    this.#paths.clear();
  }
}
