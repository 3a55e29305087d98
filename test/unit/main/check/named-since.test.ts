import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { UnnamedFile } from "../../../../src/main/check/check-folder-tree.ts";
import { makeFinding } from "../../../../src/main/check/finding-sentences.ts";
import { dropNamedSince } from "../../../../src/main/check/named-since.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let store: RunStore;
let walked: number;

beforeEach(async () => {
  folders = makeTestFolders();
  store = await openTestStore(folders);
  await store.commit(recordChange(1));
  walked = store.ledgerHead()?.size ?? 0;
});

afterEach(async () => {
  await store.close();
  folders.remove();
});

function unnamed(path: string): UnnamedFile {
  return { path, finding: makeFinding("FOREIGN_FILE", { name: path, path }) };
}

function left(...paths: readonly string[]): readonly string[] {
  return dropNamedSince({ fs: nodeFs, store }, { entries: walked }, paths.map(unnamed)).map(({ path }) => path);
}

describe("what was recorded while a check ran", () => {
  it("is not foreign, whether it stands in the journal or in the ledger by now", async () => {
    const change = recordChange(2);
    await store.commit(change);
    expect(left(change.path, "2026-11-20/foreign.json")).toEqual(["2026-11-20/foreign.json"]);
    await store.settled();
    await store.checkpoint();
    expect(left(change.path, "2026-11-20/foreign.json")).toEqual(["2026-11-20/foreign.json"]);
  });

  it("is nothing where nothing was recorded", () => {
    expect(left("2026-11-20/foreign.json")).toEqual(["2026-11-20/foreign.json"]);
    expect(left()).toEqual([]);
  });
});
