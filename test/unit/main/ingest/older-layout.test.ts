import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recognizeOlderLayout } from "../../../../src/main/ingest/older-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { errorCodeOf } from "../../../../src/shared/app-error.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { V2_STORE, writeFiles } from "./written-files.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => folders.remove());

function codeOf(path: string): unknown {
  try {
    return recognizeOlderLayout(nodeFs, path).name;
  } catch (error) {
    return errorCodeOf(error);
  }
}

describe("older layouts", () => {
  it("recognise a dated store by its own folder and by the one above", () => {
    const above = recognizeOlderLayout(nodeFs, V2_STORE);
    const own = recognizeOlderLayout(nodeFs, join(V2_STORE, "runs"));
    expect(above).toEqual({ ...own, root: nodeFs.realPath(V2_STORE) });
    expect(own.attachmentsFolder).toBe(join(nodeFs.realPath(V2_STORE), "run_attachments"));
  });

  it("recognise the older system's default folders", () => {
    writeFiles(folders.root, { "data/runs/rmos/2025-12-17/run_a.json": "{}", "data/run_attachments/x": "" });
    const layout = recognizeOlderLayout(nodeFs, join(folders.root, "data"));
    expect(layout.runsFolder).toBe(join(nodeFs.realPath(folders.root), "data", "runs", "rmos"));
    expect(layout.attachmentsFolder).toBe(join(dirname(dirname(layout.runsFolder)), "run_attachments"));
  });

  it("recognise a store without attachments, and one that was emptied", () => {
    writeFiles(folders.root, { "a/2025-12-17/run_a.json": "{}", "b/_index.json": "{}" });
    expect(recognizeOlderLayout(nodeFs, join(folders.root, "a")).attachmentsFolder).toBeNull();
    expect(codeOf(join(folders.root, "b"))).toBe("v2-dated");
  });

  it("follow no link to runs or attachments", () => {
    mkdirSync(join(folders.root, "x"));
    symlinkSync(join(V2_STORE, "runs"), join(folders.root, "x", "runs"));
    expect(codeOf(join(folders.root, "x"))).toBe("BAD_REQUEST");
  });

  it("refuse other folders and say what was looked for", () => {
    writeFiles(folders.root, {
      "docs/a.txt": "",
      "ours/_integrity/store.json": "{}",
      "ours/2025-12-17/run_a.json": "{}",
    });
    expect(codeOf(join(folders.root, "nothing"))).toBe("PATH_NOT_FOUND");
    expect(() => recognizeOlderLayout(nodeFs, join(folders.root, "docs"))).toThrow(/Looked for folders named by date/);
    expect(() => recognizeOlderLayout(nodeFs, join(folders.root, "docs", "a.txt"))).toThrow(/is no folder/);
    expect(() => recognizeOlderLayout(nodeFs, join(folders.root, "ours"))).toThrow(/Open it instead/);
  });
});
