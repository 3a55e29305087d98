import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import type { NamedFile } from "../../../../src/main/ingest/run-request.ts";
import { storeRequestFiles } from "../../../../src/main/ingest/store-request-files.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";
import { writeFiles } from "./written-files.ts";

let folders: TestFolders;
let store: RunStore;

beforeEach(async () => {
  folders = makeTestFolders();
  store = await openTestStore(folders);
  writeFiles(folders.root, { "job/sub/op20.nc": "G90\n" });
});

afterEach(async () => {
  await store.close();
  folders.remove();
});

function named(path: string, more: Partial<NamedFile> = {}): NamedFile {
  return { path, kind: "gcode", mime: "text/x-gcode", filename: null, assertedSha256: null, ...more };
}

function storeFiles(files: readonly NamedFile[]) {
  return storeRequestFiles({ store, fs: nodeFs }, files, `${folders.root}/job`);
}

describe("files of a request", () => {
  it("are stored by content and listed under their own names", async () => {
    const sha256 = sha256Hex("G90\n");
    const { attachments, violations } = await storeFiles([
      named("sub\\op20.nc"),
      named("sub/op20.nc", { filename: "x.nc" }),
    ]);
    expect(violations).toEqual([]);
    expect(attachments.map(({ filename }) => filename)).toEqual(["op20.nc", "x.nc"]);
    expect(attachments[0]).toMatchObject({ sha256, sizeBytes: 4, kind: "gcode", mime: "text/x-gcode" });
    expect(store.readFile(attachmentPath(sha256)).toString()).toBe("G90\n");
  });

  it("that cannot be taken are violations named by their place in the list, and the others are stored", async () => {
    const { attachments, violations } = await storeFiles([named("nothing.nc"), named("sub/op20.nc"), named("../../x")]);
    expect(attachments).toHaveLength(1);
    expect(violations.map(({ field }) => field)).toEqual(["files[0].path", "files[2].path"]);
  });

  it("whose content is not what was asserted are stored and a violation", async () => {
    const right = sha256Hex("G90\n").toUpperCase();
    const { attachments, violations } = await storeFiles([
      named("sub/op20.nc", { assertedSha256: right }),
      named("sub/op20.nc", { assertedSha256: "ab" }),
    ]);
    expect(attachments).toHaveLength(2);
    expect(violations).toEqual([{ field: "files[1].sha256", reason: expect.stringContaining('asserts "ab"') }]);
  });
});
