import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application } from "../../../../src/main/operations/application.ts";
import type { CreatedRun } from "../../../../src/shared/operations/run-operations.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { openTestApplication } from "../../../support/test-application.ts";

const WINDOW = { door: "window" } as const;

let folders: TestFolders;
let app: Application;
let stick: string;
let grant: string;
let run: CreatedRun;

beforeEach(async () => {
  folders = makeTestFolders();
  stick = join(folders.root, "stick");
  mkdirSync(stick);
  app = await openTestApplication(folders, { pickFile: async () => stick });
  const bytes = Buffer.from('{"mode":"saw","tool_id":"t","status":"OK"}');
  run = await app.call("run.create", { source: { bytes, name: null } }, WINDOW);
  // A check waits until the record lies in its place.
  await app.call("check.run", { run_id: run.run_id }, WINDOW);
  grant = (await app.call("files.pick", { purpose: "save-folder" }, WINDOW)).picked?.grant ?? "";
});
afterEach(async () => {
  await app.close();
  folders.remove();
});

function save(runId: string = run.run_id) {
  return app.call("run.save", { run_id: runId, to: { folder: { grant } } }, WINDOW);
}

describe("saving a copy of a record", () => {
  it("makes it under the record's own name, byte for byte", async () => {
    const saved = await save();
    const stored = readFileSync(join(folders.runsDir, run.path));
    expect(saved).toMatchObject({ name: basename(run.path), size_bytes: stored.byteLength });
    expect(readFileSync(join(stick, saved.name)).equals(stored)).toBe(true);
  });

  it("makes it of damaged bytes as well: they are what one wants to look into", async () => {
    const path = join(folders.runsDir, run.path);
    chmodSync(path, 0o644);
    truncateSync(path, 20);
    const saved = await save();
    expect(saved.size_bytes).toBe(20);
    expect(readFileSync(join(stick, saved.name)).equals(readFileSync(path))).toBe(true);
  });

  it("replaces nothing", async () => {
    await save();
    await expect(save()).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(readdirSync(stick)).toHaveLength(1);
  });

  it("says which record is missing, and leaves no empty copy", async () => {
    rmSync(join(folders.runsDir, run.path));
    await expect(save()).rejects.toMatchObject({ code: "PATH_NOT_FOUND", context: { run_id: run.run_id } });
    await expect(save(`run_${"0".repeat(32)}`)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    expect(readdirSync(stick)).toEqual([]);
  });
});
