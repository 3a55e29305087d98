import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { saveText } from "../../../../../src/main/operations/command-line/save-text.ts";
import { makeTestFolders, type TestFolders } from "../../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(folders.runsDir);
});

afterEach(() => folders.remove());

describe("saveText", () => {
  it("saves the text byte for byte and says where", async () => {
    const path = join(folders.root, "head.note");
    const saved = await saveText("rmos\n4\n— é\n", { path, runsDir: folders.runsDir });
    expect(readFileSync(path, "utf8")).toBe("rmos\n4\n— é\n");
    expect(saved.size_bytes).toBe(Buffer.byteLength("rmos\n4\n— é\n"));
  });

  it("replaces nothing, and writes nothing into the runs folder", async () => {
    const path = join(folders.root, "head.note");
    await saveText("one", { path, runsDir: folders.runsDir });
    await expect(saveText("two", { path, runsDir: folders.runsDir })).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(readFileSync(path, "utf8")).toBe("one");
    const inside = join(folders.runsDir, "head.note");
    await expect(saveText("one", { path: inside, runsDir: folders.runsDir })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    expect(readdirSync(folders.runsDir)).toEqual([]);
  });
});
