import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { type CopySource, type CopyTarget, copyOut } from "../../../../src/main/store/copy-out.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { openUncached } from "../../../../src/main/system/uncached-file.ts";
import { createFailingFs, systemError } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const CHUNKS = [Buffer.from("G90\n"), Buffer.alloc(3 * 1024 * 1024, "G1 X1\n"), Buffer.from("M30\n")];
const WHOLE = Buffer.concat(CHUNKS);

let folders: TestFolders;
let stick: string;

beforeEach(() => {
  folders = makeTestFolders();
  stick = join(folders.root, "stick");
  mkdirSync(stick);
});
afterEach(() => folders.remove());

/** Where the system's cache cannot be passed, so that each touch of the disk is one of the file layer. */
function target(fs: Fs = nodeFs, more: Partial<CopyTarget> = {}): CopyTarget {
  return { fs, folder: stick, name: "op20.nc", token: "t1", openUncached: () => null, ...more };
}

function source(more: Partial<CopySource> = {}): CopySource {
  return {
    title: "The file",
    sizeBytes: WHOLE.byteLength,
    sha256: sha256Hex(WHOLE),
    chunks: () => CHUNKS,
    ...more,
  };
}

function copy(to: CopyTarget = target(), from: CopySource = source(), signal = new AbortController().signal) {
  return copyOut(to, from, { signal, progress: () => undefined });
}

function withoutLinks(base: Fs): Fs {
  return {
    ...base,
    link(_existing, name) {
      throw systemError("EPERM", { name: "link", path: name, isChange: true });
    },
  };
}

describe("copyOut", () => {
  it("makes a whole copy under the name, and leaves nothing else", async () => {
    const copied = await copy();
    const facts = { sizeBytes: WHOLE.byteLength, sha256: sha256Hex(WHOLE), readBack: "memory" };
    expect(copied).toEqual({ path: join(nodeFs.realPath(stick), "op20.nc"), ...facts });
    expect(readFileSync(copied.path).equals(WHOLE)).toBe(true);
    expect(readdirSync(stick)).toEqual(["op20.nc"]);
  });

  it("reads the copy back from the drive where it can, and says so", async () => {
    const opened: string[] = [];
    const { readBack } = await copy(
      target(nodeFs, {
        openUncached(path) {
          opened.push(path);
          return openUncached(path);
        },
      }),
    );
    expect(opened).toHaveLength(1);
    expect(["drive", "memory"]).toContain(readBack);
    expect(readFileSync(join(stick, "op20.nc")).equals(WHOLE)).toBe(true);
  });

  it("flushes the bytes, reads them back, and only then gives the name, which it flushes too", async () => {
    const fs = createFailingFs();
    await copy(target(fs));
    const order = fs.calls.map(({ name }) => name).filter((name) => /^(syncFile|link|unlink|syncFolder)$/.test(name));
    expect(order).toEqual(["syncFile", "link", "syncFolder", "unlink"]);
    const afterFlush = fs.calls.slice(fs.calls.findIndex(({ name }) => name === "syncFile"));
    const reads = afterFlush.findIndex(({ name }) => name === "read");
    expect(reads).toBeGreaterThan(0);
    expect(afterFlush.findIndex(({ name }) => name === "link")).toBeGreaterThan(reads);
  });

  it("takes the name with an empty file of its own where the file system has no links", async () => {
    await copy(target(withoutLinks(nodeFs)));
    expect(readFileSync(join(stick, "op20.nc")).equals(WHOLE)).toBe(true);
    expect(readdirSync(stick)).toEqual(["op20.nc"]);
  });

  it.each([
    ["with links", (fs: Fs) => fs],
    ["without links", withoutLinks],
  ])("replaces nothing that is there or comes meanwhile (%s)", async (_how, over) => {
    const path = join(stick, "op20.nc");
    writeFileSync(path, "mine");
    await expect(copy(target(over(nodeFs)))).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    // Seen only when the name is given: a link to nowhere stands for any name that came late.
    const lateFs: Fs = { ...over(nodeFs), stat: (asked) => (asked.endsWith("op20.nc") ? null : nodeFs.stat(asked)) };
    await expect(copy(target(lateFs))).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(readFileSync(path, "utf8")).toBe("mine");
    symlinkSync("nowhere", join(stick, "dangling"));
    await expect(copy(target(over(nodeFs), { name: "dangling" }))).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(readdirSync(stick).sort()).toEqual(["dangling", "op20.nc"]);
  });

  it("makes no copy of bytes that are not what they should be, and names both fingerprints", async () => {
    const changed = source({ chunks: () => [Buffer.from("changed")] });
    await expect(copy(target(), changed)).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      context: { sha256: sha256Hex(WHOLE), found_sha256: sha256Hex("changed") },
    });
    expect(readdirSync(stick)).toEqual([]);
    await copy(target(), { ...changed, sha256: null });
  });

  it("refuses a drive that gives back other bytes than were written", async () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "write", { kind: "lie" });
    await expect(copy(target(fs))).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(readdirSync(stick)).toEqual([]);
  });

  it("leaves nothing on a disk that becomes full on the way", async () => {
    for (const roomBytes of [0, 1, 1024 * 1024, WHOLE.byteLength - 1]) {
      const fs = createFailingFs();
      fs.failWhere((call) => call.name === "write", { kind: "full", roomBytes });
      await expect(copy(target(fs))).rejects.toMatchObject({ code: "DISK_FULL" });
      expect(readdirSync(stick)).toEqual([]);
    }
  });

  it("goes on after short writes", async () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "write" && fs.calls.length % 3 === 0, { kind: "short" });
    await copy(target(fs));
    expect(readFileSync(join(stick, "op20.nc")).equals(WHOLE)).toBe(true);
  });

  it("asks for room before the first byte, and knows what FAT cannot hold", async () => {
    const untouched = source({ sizeBytes: 2 ** 33, chunks: () => expect.unreachable("was read") });
    const small: Fs = { ...nodeFs, space: (path) => ({ ...nodeFs.space(path), freeBytes: 1000 }) };
    await expect(copy(target(small), untouched)).rejects.toMatchObject({ code: "DISK_FULL" });
    const fat: Fs = { ...nodeFs, space: (path) => ({ ...nodeFs.space(path), freeBytes: 2 ** 40, typeNumber: 0x4d44 }) };
    await expect(copy(target(fat), untouched)).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(readdirSync(stick)).toEqual([]);
  });

  it("goes where a link to a folder leads, and nowhere where no folder is", async () => {
    symlinkSync("stick", join(folders.root, "link"));
    await copy(target(nodeFs, { folder: join(folders.root, "link") }));
    expect(existsSync(join(stick, "op20.nc"))).toBe(true);
    const gone = target(nodeFs, { folder: join(folders.root, "gone") });
    await expect(copy(gone)).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
  });

  it("is stopped while it writes and while it reads back, and leaves nothing", async () => {
    for (const atBytes of [1, WHOLE.byteLength + 1]) {
      const controller = new AbortController();
      const progress = (doneBytes: number): void => {
        if (doneBytes >= atBytes) controller.abort(new Error("stopped by hand"));
      };
      await expect(copyOut(target(), source(), { signal: controller.signal, progress })).rejects.toThrow("by hand");
      expect(readdirSync(stick)).toEqual([]);
    }
  });

  it("does with a file system that cannot flush a folder", async () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "syncFolder", { kind: "refuse", code: "EINVAL" });
    await copy(target(fs));
    expect(readdirSync(stick)).toEqual(["op20.nc"]);
  });

  it.each([
    ["with links", (fs: Fs) => fs],
    ["without links", withoutLinks],
  ])("leaves the whole copy or nothing under the name, whichever call refuses (%s)", async (_how, over) => {
    const plain = createFailingFs({ base: over(nodeFs) });
    await copy(target(plain));
    nodeFs.unlink(join(stick, "op20.nc"));
    let failures = 0;
    for (const [number, call] of plain.calls.entries()) {
      const failing = createFailingFs({ base: over(nodeFs) });
      failing.failAt(number, { kind: "refuse", code: "EIO" });
      const outcome = await copy(target(failing)).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        failures += 1;
        expect(outcome).toMatchObject({ code: "IO_FAILED" });
      }
      // A stage that cannot be removed stays, under its own name.
      const isRemoval = number >= plain.calls.length - 2 && call.path.includes(".rmos-copy-");
      const names = readdirSync(stick).filter((name) => !isRemoval || !name.startsWith(".rmos-copy-"));
      expect(names).toEqual(outcome instanceof Error ? [] : ["op20.nc"]);
      for (const name of names) expect(readFileSync(join(stick, name)).equals(WHOLE)).toBe(true);
      for (const name of readdirSync(stick)) nodeFs.unlink(join(stick, name));
    }
    expect(failures).toBeGreaterThan(10);
  });
});
