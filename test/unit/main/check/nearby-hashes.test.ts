import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { nearbyHashes } from "../../../../src/main/check/nearby-hashes.ts";
import type { StoredHashes } from "../../../../src/main/check/stored-file.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const signal = new AbortController().signal;

let folders: TestFolders;
let sentAway: string[];
let hashes: StoredHashes;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(folders.runsDir);
  writeFileSync(join(folders.runsDir, "small"), "small");
  writeFileSync(join(folders.runsDir, "large"), Buffer.alloc(4 * 1024 * 1024));
  sentAway = [];
  hashes = nearbyHashes(nodeFs, folders.runsDir, (path) => {
    sentAway.push(path);
    return Promise.resolve({ state: "missing" });
  });
});
afterEach(() => folders.remove());

describe("nearbyHashes", () => {
  it("hashes small files here and sends large ones away", async () => {
    expect(await hashes("small", signal)).toEqual({ state: "read", sha256: sha256Hex("small"), sizeBytes: 5 });
    expect(sentAway).toEqual([]);
    await hashes("large", signal);
    expect(sentAway).toEqual(["large"]);
  });

  it("answers for a file that is missing", async () => {
    expect(await hashes("none", signal)).toEqual({ state: "missing" });
  });

  it("hashes nothing more when it was stopped", async () => {
    for (const path of ["small", "large"]) {
      await expect(hashes(path, AbortSignal.abort())).rejects.toMatchObject({ code: "CANCELLED" });
    }
    expect(sentAway).toEqual([]);
  });
});
