import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type DataFile,
  dataFileNames,
  findDataFile,
  removeDataFile,
  replaceDataFile,
} from "../../../../src/main/store/data-file.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs, type FailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let file: DataFile;

beforeEach(() => {
  folders = makeTestFolders();
  file = { fs: nodeFs, dataDir: folders.dataDir, folder: "views/ada", name: "a.json" };
});
afterEach(() => folders.remove());

const textOf = (found: Buffer | null): string | null => found?.toString() ?? null;
const own = (): string => join(folders.dataDir, "views", "ada");

async function replaceFailing(fs: FailingFs): Promise<unknown> {
  return await replaceDataFile({ ...file, fs }, Buffer.from("new"), "w2").catch((error: unknown) => error);
}

describe("a file of the program's own data", () => {
  it("is made with its folders, replaced, and taken away", async () => {
    expect([findDataFile(file, 10), dataFileNames(file)]).toEqual([null, []]);
    await replaceDataFile(file, Buffer.from("one"), "w");
    await replaceDataFile(file, Buffer.from("two"), "w");
    expect([textOf(findDataFile(file, 10)), dataFileNames(file)]).toEqual(["two", ["a.json"]]);
    await removeDataFile(file);
    expect([findDataFile(file, 10), dataFileNames(file)]).toEqual([null, []]);
    await expect(removeDataFile(file)).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
  });

  it("is flushed before it gets its name, and its name before it is told", async () => {
    const fs = createFailingFs();
    await replaceDataFile({ ...file, fs }, Buffer.from("one"), "w");
    const order = fs.calls.filter(({ name }) => ["write", "syncFile", "rename", "syncFolder"].includes(name));
    expect(order.slice(-4).map(({ name }) => name)).toEqual(["write", "syncFile", "rename", "syncFolder"]);
    const flushed = order.filter(({ name }) => name === "syncFolder").map(({ path }) => path);
    expect(flushed).toEqual([folders.dataDir, join(folders.dataDir, "views"), own()]);
  });

  it.each(["open", "write", "syncFile", "rename"] as const)(
    "is the one of before when %s fails, with nothing beside it",
    async (name) => {
      await replaceDataFile(file, Buffer.from("one"), "w");
      const fs = createFailingFs();
      fs.failWhere((call) => call.name === name, { kind: "refuse", code: "ENOSPC" });
      expect(await replaceFailing(fs)).toMatchObject({ code: "DISK_FULL" });
      expect([textOf(findDataFile(file, 10)), readdirSync(own())]).toEqual(["one", ["a.json"]]);
      expect(fs.openFiles()).toEqual([]);
    },
  );

  it("is refused with its reason in a folder that can only be read", async () => {
    mkdirSync(own(), { recursive: true });
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "open", { kind: "refuse", code: "EACCES" });
    expect(await replaceFailing(fs)).toMatchObject({ code: "NO_PERMISSION" });
  });

  it("is not read when it is too large, or a link", () => {
    mkdirSync(own(), { recursive: true });
    writeFileSync(join(own(), "a.json"), "12345");
    expect(textOf(findDataFile(file, 5))).toBe("12345");
    expect(() => findDataFile(file, 4)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
    symlinkSync(join(own(), "a.json"), join(own(), "b.json"));
    expect(() => findDataFile({ ...file, name: "b.json" }, 5)).toThrow(
      expect.objectContaining({ code: "STORE_DAMAGED" }),
    );
  });

  it("is listed without what is being written", () => {
    mkdirSync(own(), { recursive: true });
    for (const name of ["b.json", ".a.json.w.tmp", "a.json"]) writeFileSync(join(own(), name), "");
    expect(dataFileNames(file)).toEqual(["a.json", "b.json"]);
    expect(readFileSync(join(own(), "a.json"), "utf8")).toBe("");
  });
});
