import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordRun } from "../../../../src/main/ingest/record-run.ts";
import { type OpenFolder, openFolder } from "../../../../src/main/operations/open-folder.ts";
import { findJson, readEntries, readRow, readRun } from "../../../../src/main/operations/read-run.ts";
import type { CreatedRun } from "../../../../src/shared/operations/run-operations.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { testServices } from "../../../support/test-application.ts";

const REQUEST = Buffer.from('{"mode":"saw","tool_id":"t","status":"OK","feasibility":{"score":87.0}}');

describe("readRun", () => {
  let folders: TestFolders;
  let folder: OpenFolder;
  let run: CreatedRun;
  beforeAll(async () => {
    folders = makeTestFolders();
    const services = testServices(folders);
    folder = await openFolder(services, folders.runsDir, "write");
    const actor = { uid: "ada", role: "admin", sid: "s" };
    const incoming = { bytes: REQUEST, name: null, filesBase: null, actor, requestId: "q" };
    run = await recordRun({ store: folder.store, ...services }, incoming);
  });
  afterAll(async () => {
    await folder.close();
    folders.remove();
  });

  it("gives record, row, entries and what they fold to", async () => {
    const read = await readRun(folder, run.run_id);
    expect(read.row).toMatchObject({ run_id: run.run_id, path: run.path });
    expect(read.entries.map(({ kind }) => kind)).toEqual(["run.recorded"]);
    expect(read.folded).toMatchObject({ hidden: false, explanation_status: "NONE" });
    expect(read.bytes?.toString()).toContain("87.0");
  });

  it("tells an id that is not there from what can be no id", async () => {
    await expect(readRow(folder, `run_${"0".repeat(32)}`)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await expect(readRow(folder, "../x")).rejects.toMatchObject({ code: "BAD_RUN_ID", context: { field: "run_id" } });
    expect(await readEntries(folder, "nothing")).toEqual([]);
  });

  it("shows a record that was damaged, and one that is gone, as what they are", async () => {
    await folder.store.checkpoint();
    const path = join(folders.runsDir, run.path);
    writeFileSync(path, "{ torn");
    expect(await readRun(folder, run.run_id)).toMatchObject({ record: null, bytes: Buffer.from("{ torn") });
    rmSync(path);
    const gone = await readRun(folder, run.run_id);
    expect([gone.record, gone.bytes, gone.row.run_id]).toEqual([null, null, run.run_id]);
  });
});

describe("findJson", () => {
  it("takes nothing and no JSON for null, and nothing else", () => {
    expect([findJson(null), findJson(Buffer.from("{ torn")), findJson(Buffer.from('"a"'))]).toEqual([null, null, "a"]);
  });
});
