import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { scanOlderStore } from "../../../../src/main/ingest/scan-older-store.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { importReportSchema } from "../../../../src/shared/operations/store-operations.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";
import { olderAttachmentPath, olderRecordText, V2_STORE, writeFiles } from "./written-files.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => folders.remove());

const QUIET = { progress: () => undefined, signal: new AbortController().signal };

describe("looking at an older store", () => {
  it("says the same with an empty store and without one, and writes nothing", async () => {
    const without = await scanOlderStore({ fs: nodeFs, path: V2_STORE }, { ...QUIET, store: null });
    expect(importReportSchema.parse(without)).toEqual(without);
    expect(existsSync(folders.runsDir)).toBe(false);
    const store = await openTestStore(folders);
    const before = store.ledgerHead();
    const within = await scanOlderStore({ fs: nodeFs, path: V2_STORE }, { ...QUIET, store });
    expect(within).toEqual(without);
    expect(store.ledgerHead()).toEqual(before);
    await store.close();
  });

  it("finds attachments that are not what their names say", async () => {
    const wrong = sha256Hex("right");
    writeFiles(folders.root, {
      "runs/2025-12-17/run_a.json": olderRecordText("run_a"),
      [olderAttachmentPath(wrong, ".nc")]: "wrong",
    });
    const { notes } = await scanOlderStore({ fs: nodeFs, path: folders.root }, { ...QUIET, store: null });
    expect(notes).toEqual([expect.stringContaining("is not what its name says")]);
  });

  it("reports progress up to the end and stops when asked", async () => {
    const reports: [number, number | null][] = [];
    const progress = (done: number, total: number | null) => void reports.push([done, total]);
    await scanOlderStore({ fs: nodeFs, path: V2_STORE }, { ...QUIET, progress, store: null });
    expect(reports.at(-1)).toEqual([19, 19]);
    const signal = AbortSignal.abort();
    const stopped = scanOlderStore({ fs: nodeFs, path: join(V2_STORE, "runs") }, { ...QUIET, signal, store: null });
    await expect(stopped).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
