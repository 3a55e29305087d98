import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fs } from "../../src/main/system/fs.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { createSettableClock } from "../support/settable-clock.ts";
import type { Survival } from "../support/simulated-fs/crash-survival.ts";
import { createSeededRandom, type SeededRandom, seedOf } from "../support/simulated-fs/seeded-random.ts";
import { filesOf, SimulatedDisk } from "../support/simulated-fs/simulated-disk.ts";

const NONE: Survival = { kind: "none" };
const SECTOR = 512;

let disk: SimulatedDisk;
let fs: Fs;

beforeEach(() => {
  disk = new SimulatedDisk(createSettableClock());
  fs = disk.startProcess().fs;
});

function write(path: string, text: string, on: Fs = fs): number {
  const fd = on.open(path, on.stat(path) === null ? "create" : "update");
  on.write(fd, Buffer.from(text), 0);
  return fd;
}

/** What is left after a power cut, as texts. */
function leftAfter(survival: Survival): Record<string, string> {
  disk.powerCut(survival);
  return Object.fromEntries([...filesOf(disk.image())].map(([path, bytes]) => [path, bytes.toString()]));
}

describe("a power cut on the simulated disk", () => {
  it("takes a file whose name was not flushed, whatever was done for its bytes", async () => {
    await fs.syncFile(write("/a", "bytes"));
    expect(leftAfter(NONE)).toEqual({});
  });

  it("leaves a flushed name empty when the bytes were not flushed, and whole when they were", async () => {
    write("/a", "bytes");
    const fd = write("/b", "bytes");
    await fs.syncData(fd);
    await fs.syncFolder("/");
    expect(leftAfter(NONE)).toEqual({ a: "", b: "bytes" });
  });

  it("takes what is in a folder whose own name was not flushed", async () => {
    fs.makeFolder("/folder");
    await fs.syncFile(write("/folder/a", "bytes"));
    await fs.syncFolder("/folder");
    expect(leftAfter(NONE)).toEqual({});
  });

  it("leaves everything after a flush of the whole", async () => {
    fs.makeFolder("/folder");
    write("/folder/a", "bytes");
    expect(await fs.syncFileSystem("/")).toBe(true);
    expect(leftAfter(NONE)).toEqual({ "folder/a": "bytes" });
  });

  it("brings an unlinked and a renamed name back until their folder is flushed", async () => {
    await fs.syncFile(write("/a", "a"));
    await fs.syncFile(write("/b", "b"));
    await fs.syncFolder("/");
    fs.unlink("/a");
    fs.rename("/b", "/c");
    expect(leftAfter(NONE)).toEqual({ a: "a", b: "b" });
  });

  it("keeps both halves of a rename or neither, but loses the file when only the old folder is flushed", async () => {
    fs.makeFolder("/new");
    await fs.syncFile(write("/a", "a"));
    await fs.syncFileSystem("/");
    fs.rename("/a", "/new/a");
    for (let seed = 0; seed < 30; seed += 1) {
      const other = new SimulatedDisk(createSettableClock(), disk.traits, disk.image());
      const process = other.startProcess().fs;
      process.rename("/new/a", "/b");
      other.powerCut({ kind: "some", share: 50, seed });
      expect(filesOf(other.image()).size).toBe(1);
    }
    await fs.syncFolder("/");
    expect(leftAfter(NONE)).toEqual({});
  });

  it("tears a write between sectors, and keeps later ones while earlier ones are lost", async () => {
    const fd = write("/a", "-".repeat(3 * SECTOR));
    await fs.syncFile(fd);
    await fs.syncFolder("/");
    fs.write(fd, Buffer.alloc(3 * SECTOR, "x"), 0);
    const image = disk.image();
    const seen = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const other = new SimulatedDisk(createSettableClock(), disk.traits, image);
      const process = other.startProcess().fs;
      process.write(process.open("/a", "update"), Buffer.alloc(3 * SECTOR, "y"), 0);
      other.powerCut({ kind: "some", share: 50, seed });
      const text = filesOf(other.image()).get("a")?.toString() ?? "";
      seen.add(
        [0, 1, 2]
          .map((sector) => text.slice(sector * SECTOR, (sector + 1) * SECTOR))
          .map((part) => part[0])
          .join(""),
      );
      expect(text).toMatch(/^(x{512}|y{512}){3}$/);
    }
    expect(seen.size).toBe(8);
  });

  it("does not count what was written while the flush was on its way", async () => {
    const fd = write("/a", "before");
    await fs.syncFolder("/");
    const flushed = fs.syncFile(fd);
    fs.write(fd, Buffer.from("after!"), 0);
    await flushed;
    expect(leftAfter(NONE)).toEqual({ a: "before" });
  });

  it("never writes what a failed flush has let go of, though the next flush says that all is well", async () => {
    const process = disk.startProcess();
    const fd = write("/a", "bytes", process.fs);
    await process.fs.syncFolder("/");
    process.onCall = ({ name }) => {
      if (name === "syncFile") throw Object.assign(new Error("EIO"), { code: "EIO" });
      return null;
    };
    await expect(process.fs.syncFile(fd)).rejects.toMatchObject({ code: "EIO" });
    process.onCall = null;
    await process.fs.syncFile(fd);
    expect(leftAfter(NONE)).toEqual({ a: "" });
  });

  it("does nothing to what a killed program has written, and lets it do no more", () => {
    const process = disk.startProcess();
    const fd = write("/a", "bytes", process.fs);
    process.kill();
    expect(() => process.fs.write(fd, Buffer.from("more"), 0)).toThrow("ECRASHED");
    expect(filesOf(disk.image()).get("a")?.toString()).toBe("bytes");
  });
});

describe("the simulated file system", () => {
  let folders: TestFolders;
  beforeEach(() => {
    folders = makeTestFolders();
  });
  afterEach(() => folders.remove());

  it("answers as the real one does, whatever is asked in whatever order", () => {
    let refusals = 0;
    for (let round = 0; round < 40; round += 1) {
      const root = join(folders.root, String(round));
      nodeFs.makeFolder(root);
      const simulated = new SimulatedDisk(createSettableClock()).startProcess().fs;
      const random = createSeededRandom(seedOf(7, round));
      for (let turn = 0; turn < 60; turn += 1) {
        const ask = questionOf(random);
        const [real, simulatedAnswer] = [answer(nodeFs, root, ask), answer(simulated, "", ask)];
        expect(simulatedAnswer, `round ${round}, turn ${turn}`).toEqual(real);
        if (real.startsWith("E")) refusals += 1;
      }
    }
    expect(refusals).toBeGreaterThan(100);
  });
});

type Question = (fs: Fs, root: string) => string;

function questionOf(random: SeededRandom): Question {
  const path = (): string => random.pick(["/a", "/b", "/x", "/x/a", "/x/y", "/x/y/b", "/none/a"]);
  const [first, second] = [path(), path()];
  const at = random.below(900);
  const length = random.below(1_500);
  const kinds: readonly Question[] = [
    (fs, root) => String(fs.makeFolder(root + first)),
    (fs, root) => withFile(fs, root + first, "create", (fd) => fs.write(fd, Buffer.alloc(length, "c"), 0)),
    (fs, root) => withFile(fs, root + first, "update", (fd) => fs.write(fd, Buffer.alloc(length, "u"), at)),
    (fs, root) => withFile(fs, root + first, "update", (fd) => fs.truncate(fd, at)),
    (fs, root) => withFile(fs, root + first, "read", (fd) => contentOf(fs, fd)),
    (fs, root) => String(fs.link(root + first, root + second)),
    (fs, root) => String(fs.copyExclusive(root + first, root + second)),
    (fs, root) => String(fs.unlink(root + first)),
    (fs, root) => (first === second || second.startsWith(first) ? "" : String(fs.rename(root + first, root + second))),
    (fs, root) => String(fs.removeFolder(root + first)),
    (fs, root) =>
      JSON.stringify(
        fs
          .list(`${root}/x`)
          .map(({ name, kind }) => `${name} ${kind}`)
          .sort(),
      ),
    (fs, root) =>
      `${fs.stat(root + first)?.kind} ${fs.stat(root + first)?.kind === "file" ? fs.stat(root + first)?.sizeBytes : ""}`,
  ];
  return random.pick(kinds);
}

function withFile(fs: Fs, path: string, mode: "create" | "update" | "read", work: (fd: number) => unknown): string {
  const fd = fs.open(path, mode);
  try {
    return String(work(fd));
  } finally {
    fs.close(fd);
  }
}

function contentOf(fs: Fs, fd: number): string {
  if (fs.fstat(fd).kind !== "file") return "no file";
  const into = Buffer.alloc(4_000);
  return into.subarray(0, fs.read(fd, into, 0)).toString("hex");
}

/** What a file layer says; of a refusal only that it refused and why. */
function answer(on: Fs, root: string, ask: Question): string {
  try {
    return ask(on, root);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    // Systems differ in what they say about a folder in the place of a file, and the store does not ask.
    return /^(EISDIR|EPERM|ENOTDIR|ENOENT|ENOTEMPTY|EEXIST|EBADF)$/.test(code) ? "E" : code;
  }
}
