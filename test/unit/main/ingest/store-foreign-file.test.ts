import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { storeForeignFile } from "../../../../src/main/ingest/store-foreign-file.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";
import { writeFiles } from "./written-files.ts";

let folders: TestFolders;
let store: RunStore;

beforeEach(async () => {
  folders = makeTestFolders();
  store = await openTestStore(folders);
  writeFiles(folders.root, { "op20.nc": "G90\n" });
});

afterEach(async () => {
  await store.close();
  folders.remove();
});

function failingRead(code: string): Fs {
  return {
    ...nodeFs,
    read() {
      throw Object.assign(new Error(code), { code });
    },
  };
}

describe("storing a foreign file", () => {
  it("keeps its bytes by content", async () => {
    const { stored } = await storeForeignFile({ fs: nodeFs, store }, join(folders.root, "op20.nc"));
    expect(stored).toEqual({ sha256: sha256Hex("G90\n"), sizeBytes: 4 });
  });

  it("answers with the reason when the source cannot be read", async () => {
    const missing = await storeForeignFile({ fs: nodeFs, store }, join(folders.root, "nothing"));
    expect(missing.failure?.code).toBe("PATH_NOT_FOUND");
    const broken = await storeForeignFile({ fs: failingRead("EIO"), store }, join(folders.root, "op20.nc"));
    expect(broken.failure?.code).toBe("IO_FAILED");
    expect(store.state().mode).toBe("writable");
  });

  it("asks for room before the first byte", async () => {
    const path = join(folders.root, "op20.nc");
    const sizeBytes = nodeFs.space(folders.root).freeBytes * 2;
    const fs: Fs = {
      ...nodeFs,
      stat(asked) {
        const stat = nodeFs.stat(asked);
        return stat === null ? null : { ...stat, sizeBytes };
      },
      open() {
        throw new Error("was opened");
      },
    };
    await expect(storeForeignFile({ fs, store }, path)).rejects.toMatchObject({ code: "DISK_FULL" });
  });

  it("throws when it is the store that fails", async () => {
    const reader = await openTestStore(folders, { access: "read" });
    await expect(storeForeignFile({ fs: nodeFs, store: reader }, join(folders.root, "op20.nc"))).rejects.toMatchObject({
      code: "STORE_READ_ONLY",
    });
  });
});
