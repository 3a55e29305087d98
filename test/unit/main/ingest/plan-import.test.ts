import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planImport } from "../../../../src/main/ingest/plan-import.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { quietPace } from "./plan-context.ts";
import { olderRecordText, V2_STORE, writeFiles } from "./written-files.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => folders.remove());

function planOf(path: string) {
  return planImport({ fs: nodeFs, path, store: null, pace: quietPace() });
}

describe("plan of an import", () => {
  it("puts everything of one run into one unit", async () => {
    const { units, looseAttachments } = await planOf(V2_STORE);
    const unit = (runId: string) => units.find((candidate) => candidate.runId === runId);
    expect(units).toHaveLength(28);
    expect(looseAttachments).toEqual([]);
    expect(unit("run_77b76bb79d5641cab831584a52b52ebd")?.links).toHaveLength(4);
    expect(unit("run_8f43abe8f7d4458abe733396acfa14ef")?.attachments).toHaveLength(7);
    expect(unit("run_708e65ff503b44548cb609f92cf711ff")?.attachments).toHaveLength(4);
    expect(unit("run_97269e26cf25471ca8c7a86c69228bec")?.attachments[0]?.kind).toBe("override");
    expect(unit("run_253b228a360546f6827970ca0d67918a")?.tombstone?.reason).toBe("duplicate of earlier run");
  });

  it("notes what was said of runs that are not there", async () => {
    const { notes } = await planOf(V2_STORE);
    expect(notes).toEqual([
      "run_41e207896763477db46641cf1637f976: in the older system deleted (hard) at 2026-03-01T08:07:00Z by op_1: really remove this; it is not there to import.",
    ]);
  });

  it("finds links and tombstones of a run by the id it calls itself", async () => {
    const root = join(folders.root, "older");
    writeFiles(root, {
      "runs/2025-12-17/a b.json": olderRecordText("a b"),
      "runs/2025-12-17/a b_advisory_x.json": "{}",
      "runs/_index.json": '{"a b":{"deleted":true}}',
    });
    const { units } = await planOf(root);
    expect(units).toHaveLength(1);
    expect([units[0]?.record?.declaredRunId, units[0]?.links.length, units[0]?.tombstone?.reason]).toEqual([
      "a b",
      1,
      null,
    ]);
  });

  it("refuses what is no store", async () => {
    await expect(planOf(folders.root)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
