import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readNote, removeNote, replaceNote, type StoreNote } from "../../../../src/main/store/store-note.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let note: StoreNote;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(folders.dataDir);
  note = { fs: nodeFs, dataDir: folders.dataDir, folder: "checks", storeId: "s1" };
});

afterEach(() => folders.remove());

describe("a note about a store", () => {
  it("is there until it is removed, and another one takes its place", () => {
    expect(readNote(note)).toBeNull();
    replaceNote(note, Buffer.from("one"));
    replaceNote(note, Buffer.from("two"));
    expect(readNote(note)?.toString()).toBe("two");
    expect(readdirSync(join(folders.dataDir, "checks"))).toEqual(["s1.json"]);
    removeNote(note);
    removeNote(note);
    expect(readNote(note)).toBeNull();
  });

  it("is one for each store, whatever stores are called", () => {
    const strange = { ...note, storeId: "../../s2" };
    replaceNote(note, Buffer.from("one"));
    replaceNote(strange, Buffer.from("two"));
    expect([readNote(note)?.toString(), readNote(strange)?.toString()]).toEqual(["one", "two"]);
    expect(readdirSync(join(folders.dataDir, "checks"))).toHaveLength(2);
  });

  it("takes the place of what a program that died left half done", () => {
    replaceNote(note, Buffer.from("one"));
    const [name = ""] = readdirSync(join(folders.dataDir, "checks"));
    writeFileSync(join(folders.dataDir, "checks", `.${name}.tmp`), "tw");
    replaceNote(note, Buffer.from("three"));
    expect(readNote(note)?.toString()).toBe("three");
  });

  it("says in which way the drive refused it, and leaves what was there", () => {
    replaceNote(note, Buffer.from("one"));
    const fs = createFailingFs();
    fs.failWhere(({ name }) => name === "write", { kind: "refuse", code: "ENOSPC" });
    expect(() => replaceNote({ ...note, fs }, Buffer.from("two"))).toThrow(
      expect.objectContaining({ code: "DISK_FULL" }),
    );
    expect(readNote(note)?.toString()).toBe("one");
  });
});
