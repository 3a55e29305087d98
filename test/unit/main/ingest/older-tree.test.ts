import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

function treeOf(path: string) {
  return listOlderTree(nodeFs, recognizeOlderLayout(nodeFs, path));
}

describe("files of an older store", () => {
  it("of the real store are all known", () => {
    const tree = treeOf(V2_STORE);
    expect(tree.notes).toEqual([]);
    expect([tree.runs.length, tree.links.length, tree.attachments.length]).toEqual([28, 12, 19]);
    expect(tree.runs[0]).toMatchObject({
      source: "runs/2025-12-17/run_336e4be6f30c4a46b61ef5b3323991e1.json",
      name: "run_336e4be6f30c4a46b61ef5b3323991e1",
      folderDate: "2025-12-17",
      sizeBytes: 1988,
    });
    expect(tree.kept.map(({ source }) => source)).toEqual([
      "runs/_advisory_lookup.json",
      "runs/_attachment_meta.json",
      "runs/_attachment_recent.json",
      "runs/_audit/deletes.jsonl",
      "runs/_index.json",
      "runs/ingest_events/2026-03-01/ingest_db6a8c0e52844371a4f3fd6ddbbdab6a.json",
      "runs/ingest_events/2026-03-02/ingest_5320b3c4fdc647f5897925ccffe1df87.json",
      "runs/ingest_events/2026-03-03/ingest_85b633a90d9549219fe5599729fbcb3a.json",
      "runs/ingest_events/_recent.json",
      "run_attachments/_overrides_index.json",
    ]);
  });

  it("that are left over, foreign or links are noted and nothing else", () => {
    const root = join(folders.root, "s");
    writeFiles(root, {
      "runs/2025-12-17/run_a.json": "{}",
      "runs/2025-12-17/run_a.json.tmp": "{",
      "runs/2025-12-17/deeper/run_c.json": "{}",
      "runs/readme.txt": "",
      "runs/old/run_b.json": "{}",
      "run_attachments/ab/notes.txt": "",
    });
    symlinkSync("/etc", join(root, "runs", "2025-12-18"));
    symlinkSync(join(root, "runs", "2025-12-17", "run_a.json"), join(root, "runs", "2025-12-17", "run_link.json"));
    const tree = treeOf(root);
    expect(tree.runs.map(({ name }) => name)).toEqual(["run_a"]);
    expect(tree.notes).toEqual([
      "runs/2025-12-17/deeper is a folder we do not know. It was not imported.",
      "runs/2025-12-17/run_a.json.tmp is left over from an interrupted write. It was not imported.",
      "runs/2025-12-17/run_link.json is a link. It was not followed.",
      "runs/2025-12-18 is a link. It was not followed.",
      "runs/old is a folder we do not know. It was not imported.",
      "runs/readme.txt is a file we do not know. It was not imported.",
      "run_attachments/ab/notes.txt is a file we do not know. It was not imported.",
    ]);
  });
});
