import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findDestination } from "../../../../src/main/operations/copy-destination.ts";
import { createFileGrants, type FileGrants } from "../../../../src/main/operations/file-grants.ts";
import { createIdSource } from "../../../../src/main/system/ids.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import type { CopyDestination } from "../../../../src/shared/operations/session-operations.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let grants: FileGrants;
let stick: string;

beforeEach(() => {
  folders = makeTestFolders();
  grants = createFileGrants(createIdSource());
  stick = join(realpathSync(folders.root), "stick");
  mkdirSync(stick);
  mkdirSync(join(folders.runsDir, "2026-11-20"), { recursive: true });
});
afterEach(() => folders.remove());

function find(to: CopyDestination, door: "window" | "command-line" = "command-line") {
  const suggestedName = async () => "plan: 7.json";
  return findDestination({ fs: nodeFs, grants, door, runsDir: folders.runsDir, suggestedName }, to);
}

describe("the place of a copy", () => {
  it("is the file that the command line names, to the letter", async () => {
    expect(await find({ file: { path: join(stick, "a:b.nc") } })).toEqual({ folder: stick, name: "a:b.nc" });
  });

  it("is in the folder a person picked, under a name that every drive takes", async () => {
    const { grant } = grants.grant(stick);
    expect(await find({ folder: { grant }, name: "a:b.nc" }, "window")).toEqual({ folder: stick, name: "a_b.nc" });
    expect(await find({ folder: { grant }, name: null }, "window")).toEqual({ folder: stick, name: "plan_ 7.json" });
    expect(await find({ folder: { grant }, name: "../../x" }, "window")).toMatchObject({ folder: stick });
  });

  it("cannot be named by the window, only picked", async () => {
    const refused = { code: "BAD_REQUEST" };
    await expect(find({ folder: { path: stick }, name: null }, "window")).rejects.toMatchObject(refused);
    await expect(find({ file: { path: join(stick, "x") } }, "window")).rejects.toMatchObject(refused);
    await expect(find({ folder: { grant: "made up" }, name: null }, "window")).rejects.toMatchObject(refused);
  });

  it("is a folder that is there", async () => {
    writeFileSync(join(stick, "file"), "");
    await expect(find({ file: { path: join(stick, "gone", "x") } })).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
    await expect(find({ file: { path: join(stick, "file", "x") } })).rejects.toBeInstanceOf(Error);
    await expect(find({ folder: { path: join(stick, "file") }, name: null })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      context: { field: "to.folder" },
    });
  });

  it("is never in the runs folder, by whichever way one gets there", async () => {
    symlinkSync(folders.runsDir, join(stick, "shortcut"));
    const places = [folders.runsDir, join(folders.runsDir, "2026-11-20"), join(stick, "shortcut", "2026-11-20")];
    for (const path of places) {
      await expect(find({ folder: { path }, name: null })).rejects.toMatchObject({ code: "BAD_REQUEST" });
      await expect(find({ file: { path: join(path, "x") } })).rejects.toMatchObject({ context: { field: "to.file" } });
    }
    expect(await find({ file: { path: `${folders.runsDir}-copy` } })).toMatchObject({ name: "runs-copy" });
  });
});
