import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { vouchForOwnFiles } from "../../../../src/main/store/vouch-for-own-files.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeTestFolders();
  await (await openTestStore(folders)).close();
});

afterEach(() => {
  folders.remove();
});

function vouchedFor(path: string) {
  const bytes = readFileSync(join(folders.runsDir, path));
  return { path, sha256: sha256Hex(bytes), size: bytes.byteLength };
}

describe("vouchForOwnFiles", () => {
  it("puts the digest of the identity to its making and of the token to the opening of the epoch", () => {
    const target = { fs: nodeFs, runsDir: folders.runsDir, epoch: 1 };
    const kinds = ["epoch.opened", "store.created", "clock.stepped"] as const;
    const entries = kinds.map((kind) => ({ kind, subject: "s", body: { kept: true } }));
    expect(vouchForOwnFiles(target, entries)).toEqual([
      { ...entries[0], ...vouchedFor("_integrity/epochs/00000001.json") },
      { ...entries[1], ...vouchedFor("_integrity/store.json") },
      entries[2],
    ]);
  });

  it("is what opening a store does: every epoch names its own token", async () => {
    const store = await openTestStore(folders);
    const named = [...store.ledger.entries(0)].flatMap(({ entry }) => (entry.path === undefined ? [] : [entry]));
    await store.close();
    expect(named.map(({ kind, path, sha256, size }) => ({ kind, path, sha256, size }))).toEqual([
      { kind: "epoch.opened", ...vouchedFor("_integrity/epochs/00000001.json") },
      { kind: "store.created", ...vouchedFor("_integrity/store.json") },
      { kind: "epoch.opened", ...vouchedFor("_integrity/epochs/00000002.json") },
    ]);
  });

  it("fails as reading does when the file is gone", () => {
    rmSync(join(folders.runsDir, "_integrity/epochs/00000001.json"));
    const target = { fs: nodeFs, runsDir: folders.runsDir, epoch: 1 };
    const entries = [{ kind: "epoch.opened", subject: "s", body: {} } as const];
    expect(() => vouchForOwnFiles(target, entries)).toThrow(expect.objectContaining({ code: "PATH_NOT_FOUND" }));
  });
});
