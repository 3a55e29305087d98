import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ImportBatch } from "../../../../src/main/ingest/commit-batch.ts";
import { planImport } from "../../../../src/main/ingest/plan-import.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";
import { quietPace } from "./plan-context.ts";
import { olderRecordText, V2_STORE, writeFiles } from "./written-files.ts";

let folders: TestFolders;
let store: RunStore;

beforeEach(async () => {
  folders = makeTestFolders();
  store = await openTestStore(folders);
});

afterEach(async () => {
  await store.close();
  folders.remove();
});

async function unitsOf(path: string) {
  return (await planImport({ fs: nodeFs, path, store, pace: quietPace() })).units;
}

describe("a batch of an import", () => {
  it("tells of a run in the order record, links, attachments, tombstone", async () => {
    const batch = new ImportBatch({ fs: nodeFs, store });
    for (const unit of await unitsOf(V2_STORE)) await batch.addUnit(unit);
    const kindsOf = (runId: string) => batch.entries.filter(({ subject }) => subject === runId).map(({ kind }) => kind);
    expect(kindsOf("run_6b17ec48b1af431384d9dc97236dfbaa")).toEqual([
      "run.recorded",
      "advisory.attached",
      "advisory.attached",
      "attachment.added",
      "attachment.added",
    ]);
    expect(kindsOf("run_253b228a360546f6827970ca0d67918a")).toEqual(["run.recorded", "run.hidden"]);
    // Five that were stored spaced, each with the form that its name stands for.
    expect(batch.files.map(({ path }) => path).filter((path) => path.startsWith("_attachments/"))).toHaveLength(10);
  });

  it("gives each run a number and says where it came from and how its digest stands", async () => {
    const batch = new ImportBatch({ fs: nodeFs, store });
    const [unit] = await unitsOf(V2_STORE);
    if (unit === undefined) throw new Error("the plan is empty");
    await batch.addUnit(unit);
    expect(batch.entries[0]?.body).toEqual({
      run_number: "1-3",
      attachments: [],
      status: "BLOCKED",
      risk_level: "RED",
      imported: true,
      origin: "runs/2025-12-17/run_336e4be6f30c4a46b61ef5b3323991e1.json",
      declared_run_id: "run_336e4be6f30c4a46b61ef5b3323991e1",
      feasibility_verdict: "verified",
      import_state: "new",
      import_note: null,
    });
  });

  it("stops when a record changes between the look and the import", async () => {
    const root = join(folders.root, "older");
    writeFiles(root, { "runs/2025-12-17/run_a.json": olderRecordText("run_a") });
    const [unit] = await unitsOf(root);
    if (unit === undefined) throw new Error("the plan is empty");
    writeFileSync(join(root, "runs", "2025-12-17", "run_a.json"), olderRecordText("run_a", { notes: "changed" }));
    await expect(new ImportBatch({ fs: nodeFs, store }).addUnit(unit)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
