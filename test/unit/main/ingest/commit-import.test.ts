import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitImport } from "../../../../src/main/ingest/commit-import.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";
import { olderRecordText, writeFiles } from "./written-files.ts";

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

const ACTOR = { uid: "anna", role: "machinist", sid: "s1" };

function importFrom(path: string, target: RunStore = store) {
  const quiet = { progress: () => undefined, signal: new AbortController().signal };
  return commitImport({ fs: nodeFs, store: target }, { ...quiet, path, actor: ACTOR, requestId: "req-1" });
}

async function entries() {
  await store.settled();
  return [...store.ledger.entries(0)].map(({ entry }) => entry).filter(({ request_id }) => request_id === "req-1");
}

describe("importing", () => {
  it("ends with an entry about the whole import, after those of its runs", async () => {
    const root = join(folders.root, "older");
    writeFiles(root, {
      "runs/2025-12-17/run_a.json": olderRecordText("run_a"),
      "runs/_index.json": "{}",
      "runs/x.txt": "",
    });
    await importFrom(root);
    const [recorded, committed] = await entries();
    expect([recorded?.kind, recorded?.subject, recorded?.actor]).toEqual(["run.recorded", "run_a", ACTOR]);
    expect(committed).toMatchObject({
      kind: "import.committed",
      subject: store.identity?.storeId,
      body: {
        source: nodeFs.realPath(root),
        layout: "v2-dated",
        counts: { new: 1, conflict: 0 },
        kept: [{ name: "runs/_index.json" }],
        conflicts: [],
        notes: ["runs/x.txt is a file we do not know. It was not imported."],
      },
    });
  });

  it("makes several changes of a large store", async () => {
    const root = join(folders.root, "older");
    const runs = Array.from({ length: 450 }, (_, index) => `run_${String(index).padStart(4, "0")}`);
    writeFiles(root, Object.fromEntries(runs.map((id) => [`runs/2025-12-17/${id}.json`, olderRecordText(id)])));
    const changes: number[] = [];
    store.onCommitted(({ files }) => void changes.push(files.length));
    const report = await importFrom(root);
    expect([report.new, changes]).toEqual([450, [200, 200, 50, 0]]);
  });

  it("is refused, before anything is read, by a store that can only be read", async () => {
    const reader = await openTestStore(folders, { access: "read" });
    await expect(importFrom(join(folders.root, "nothing"), reader)).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
  });
});
