import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ByteSource, writeAttachment } from "../../../../src/main/store/attachment-writer.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { sha256Schema } from "../../../../src/shared/sha256.ts";
import { createFailingFs, type FailingFs, systemError } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const CHUNKS = [Buffer.from("G90\n"), Buffer.from("G21\n"), Buffer.alloc(3 * 1024 * 1024, "x")];
const WHOLE = Buffer.concat(CHUNKS);
const SHA = sha256Schema.parse(createHash("sha256").update(WHOLE).digest("hex"));

let folders: TestFolders;
let fs: FailingFs;
let path: string;
let stages = 0;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_attachments"), { recursive: true });
  fs = createFailingFs();
  path = join(folders.runsDir, attachmentPath(SHA));
});
afterEach(() => folders.remove());

function put(source: ByteSource = CHUNKS, on: Fs = fs) {
  stages += 1;
  return writeAttachment({ fs: on, runsDir: folders.runsDir, stageName: `1-${stages}.tmp` }, source);
}

function stored(): string[] {
  return readdirSync(join(folders.runsDir, "_attachments"), { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => item.name);
}

function withoutLinks(base: Fs): Fs {
  return {
    ...base,
    link(_existing, name) {
      throw systemError("ENOTSUP", { name: "link", path: name, isChange: true });
    },
  };
}

describe("writeAttachment", () => {
  it("stores bytes under their digest, whether they come at once or over time", async () => {
    expect(await put()).toEqual({ sha256: SHA, sizeBytes: WHOLE.byteLength });
    expect(readFileSync(path).equals(WHOLE)).toBe(true);
    async function* slowly() {
      for (const chunk of CHUNKS) {
        await new Promise((resolve) => setImmediate(resolve));
        yield chunk;
      }
    }
    expect(await put(slowly())).toEqual({ sha256: SHA, sizeBytes: WHOLE.byteLength });
    expect(stored()).toEqual([SHA]);
  });

  it("stores nothing at all as well as something", async () => {
    const { sha256, sizeBytes } = await put([]);
    expect(sizeBytes).toBe(0);
    expect(stored()).toEqual([sha256]);
  });

  it("flushes the bytes before the name, and every folder on the way after it", async () => {
    await put();
    const order = fs.calls.filter((call) => /^sync|^link$/.test(call.name)).map((call) => `${call.name} ${call.path}`);
    const folder = (depth: number) => join(folders.runsDir, ...attachmentPath(SHA).split("/").slice(0, depth));
    expect(order.slice(1)).toEqual([`link ${path}`, ...[3, 2, 1].map((depth) => `syncFolder ${folder(depth)}`)]);
    expect(order[0]).toMatch(/^syncFile .*\.stage-/);
  });

  it("flushes all the same when the content is there already: nobody knows whether it is on the disk", async () => {
    await put();
    const before = fs.calls.length;
    await put();
    const later = fs.calls.slice(before).filter((call) => call.name.startsWith("sync"));
    expect(later.filter((call) => call.path === path)).toHaveLength(1);
    expect(later.filter((call) => call.name === "syncFolder")).toHaveLength(3);
  });

  it("lets many store the same content at once", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => put()));
    expect(new Set(all.map((one) => one.sha256)).size).toBe(1);
    expect(stored()).toEqual([SHA]);
  });

  it("refuses bytes that the drive gives back differently", async () => {
    fs.failWhere((call) => call.name === "write", { kind: "lie" });
    await expect(put()).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(stored()).toEqual([]);
  });

  it("goes on after short writes", async () => {
    fs.failWhere((call) => call.name === "write" && fs.calls.length % 3 === 0, { kind: "short" });
    await put();
    expect(readFileSync(path).equals(WHOLE)).toBe(true);
  });

  it("leaves nothing but the whole content under the name, and no stage, whichever call refuses", async () => {
    const plain = createFailingFs();
    await put(CHUNKS, plain);
    folders.remove();
    for (const [number, call] of plain.calls.entries()) {
      // A stage that cannot be removed stays for the next start.
      const isRemoval = number >= plain.calls.length - 2 && call.path.includes(".stage-");
      mkdirSync(join(folders.runsDir, "_attachments"), { recursive: true });
      const failing = createFailingFs();
      failing.failAt(number, { kind: "refuse", code: "ENOSPC" });
      const outcome = await put(CHUNKS, failing).catch((error: unknown) => error);
      const names = stored().filter((name) => !isRemoval || !name.startsWith(".stage-"));
      if (outcome instanceof Error) expect(outcome).toMatchObject({ code: "DISK_FULL" });
      else expect(names).toEqual([SHA]);
      for (const name of names) expect(name).toBe(SHA);
      if (names.length > 0) expect(readFileSync(path).equals(WHOLE)).toBe(true);
      folders.remove();
    }
    expect(plain.calls.length).toBeGreaterThan(15);
  });

  it("passes on why its source ended early, and leaves nothing", async () => {
    async function* broken() {
      yield Buffer.from("part");
      throw new Error("the stick was pulled out");
    }
    await expect(put(broken())).rejects.toThrow("the stick was pulled out");
    expect(stored()).toEqual([]);
  });

  it("never replaces a file that is not what its name says", async () => {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, "changed");
    await expect(put()).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    expect(readFileSync(path, "utf8")).toBe("changed");
  });

  it("moves the flushed stage where the file system has no links, and replaces nothing", async () => {
    const moving = createFailingFs({ base: withoutLinks(nodeFs) });
    await put(CHUNKS, moving);
    const order = moving.calls
      .filter((call) => /^(syncFile|rename|syncFolder)$/.test(call.name))
      .map(({ name }) => name);
    expect(order.slice(0, 3)).toEqual(["syncFile", "rename", "syncFolder"]);
    await put(CHUNKS, moving);
    expect(moving.calls.filter((call) => call.name === "rename")).toHaveLength(1);
    expect(stored()).toEqual([SHA]);
    writeFileSync(path, "changed");
    await expect(put(CHUNKS, moving)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    expect(readFileSync(path, "utf8")).toBe("changed");
  });
});
