import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOlderIndexes } from "../../../../src/main/ingest/older-indexes.ts";
import { recognizeOlderLayout } from "../../../../src/main/ingest/older-layout.ts";
import { listOlderTree } from "../../../../src/main/ingest/older-tree.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { V2_STORE, writeFiles } from "./written-files.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => folders.remove());

function indexesOf(path: string) {
  return readOlderIndexes(nodeFs, listOlderTree(nodeFs, recognizeOlderLayout(nodeFs, path)));
}

const DELETION = {
  ts_utc: "2026-03-01T08:05:00Z",
  run_id: "run_a",
  mode: "soft",
  actor: "op_1",
  outcome: "ok",
  reason: "twice",
};

describe("files beside the records", () => {
  it("of the real store give its tombstone, deletions, advisories, files and override", () => {
    const indexes = indexesOf(V2_STORE);
    expect([...indexes.tombstones.values()]).toEqual([
      {
        runId: "run_253b228a360546f6827970ca0d67918a",
        reason: "duplicate of earlier run",
        deletedBy: "op_1",
        deletedAtUtc: "2026-03-01T08:05:00Z",
        source: "_index.json",
      },
    ]);
    expect(indexes.deletions.at(-1)).toEqual({
      runId: "run_41e207896763477db46641cf1637f976",
      sentence: "deleted (hard) at 2026-03-01T08:07:00Z by op_1: really remove this",
    });
    expect(indexes.rollups.map(({ advisoryId }) => advisoryId.slice(-1))).toEqual(["0", "1"]);
    expect(indexes.attachmentFacts.size).toBe(10);
    expect([...indexes.overrides.values()]).toEqual(["run_97269e26cf25471ca8c7a86c69228bec"]);
    expect(indexes.notes).toEqual([]);
  });

  it("give tombstones from the audit log where the index was rebuilt without them", () => {
    const asked = { ...DELETION, run_id: "run_b", outcome: "forbidden" };
    writeFiles(folders.root, {
      "runs/_index.json": '{"run_a":{"run_id":"run_a"}}',
      "runs/_audit/deletes.jsonl": `${JSON.stringify(DELETION)}\n${JSON.stringify(asked)}\n`,
    });
    const { tombstones } = indexesOf(folders.root);
    expect([...tombstones.keys()]).toEqual(["run_a"]);
    expect(tombstones.get("run_a")).toMatchObject({ reason: "twice", source: "runs/_audit/deletes.jsonl" });
  });

  it("that cannot be read are noted and change nothing", () => {
    writeFiles(folders.root, {
      "runs/_index.json": "{",
      "runs/_attachment_meta.json": "[]",
      "runs/_audit/deletes.jsonl": `nonsense\n${JSON.stringify(DELETION)}\n\n`,
    });
    const indexes = indexesOf(join(folders.root, "runs"));
    expect([...indexes.tombstones.keys()]).toEqual(["run_a"]);
    expect(indexes.notes).toEqual([
      "runs/_index.json is no JSON object. It is kept, but what it says was not used.",
      "Line 1 of runs/_audit/deletes.jsonl is no JSON object. It is kept, but was not used.",
      "runs/_attachment_meta.json is no JSON object. It is kept, but what it says was not used.",
    ]);
  });
});
