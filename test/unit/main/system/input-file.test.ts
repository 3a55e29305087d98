import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inputFileNames, inputKind, readInputFile } from "../../../../src/main/system/input-file.ts";
import { makeTestFolders } from "../../../support/open-test-store.ts";

const folders = makeTestFolders();
afterAll(() => folders.remove());

function folder(): string {
  return mkdtempSync(join(folders.root, "input-"));
}

describe("readInputFile", () => {
  it("follows a link that a person named", async () => {
    const dir = folder();
    writeFileSync(join(dir, "a.json"), "{}");
    symlinkSync(join(dir, "a.json"), join(dir, "link.json"));
    expect((await readInputFile(join(dir, "link.json"), 10)).toString()).toBe("{}");
  });

  it("refuses a file above the limit", async () => {
    const path = join(folder(), "a");
    writeFileSync(path, "12345");
    await expect(readInputFile(path, 4)).rejects.toMatchObject({ code: "TOO_LARGE" });
  });

  it("names a file that is not there", async () => {
    const path = join(folder(), "gone");
    await expect(readInputFile(path, 4)).rejects.toMatchObject({ code: "PATH_NOT_FOUND", context: { path } });
  });
});

describe("inputKind", () => {
  it("tells files from folders and from nothing", () => {
    const dir = folder();
    writeFileSync(join(dir, "a"), "");
    expect([inputKind(dir), inputKind(join(dir, "a")), inputKind(join(dir, "b"))]).toEqual(["folder", "file", null]);
  });
});

describe("inputFileNames", () => {
  it("lists names of one kind in order, and none where there is no folder", () => {
    const dir = folder();
    for (const name of ["02.json", "01.json", "read.me"]) writeFileSync(join(dir, name), "");
    mkdirSync(join(dir, "more"));
    expect(inputFileNames(dir, ".json")).toEqual(["01.json", "02.json"]);
    expect(inputFileNames(join(dir, "none"), ".json")).toEqual([]);
  });
});
