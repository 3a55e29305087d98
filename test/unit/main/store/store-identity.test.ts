import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStoreIdentity, findStoreIdentity, STORE_FORMAT } from "../../../../src/main/store/store-identity.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

const IDENTITY = {
  storeId: "s-1",
  workstationId: "ws-1",
  origin: "rmos-runs/s-1",
  firstPublicKey: "rmos-runs/s-1+00+AA",
};

let folders: TestFolders;
let path: string;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity"), { recursive: true });
  path = join(folders.runsDir, "_integrity", "store.json");
});
afterEach(() => folders.remove());

function create() {
  return createStoreIdentity({ fs: nodeFs, runsDir: folders.runsDir, clock: createSettableClock() }, IDENTITY);
}

function find() {
  return findStoreIdentity(nodeFs, folders.runsDir);
}

describe("store identity", () => {
  it("is found as it was made, and is made once", async () => {
    expect(find()).toBeNull();
    const made = await create();
    expect(find()).toEqual(made);
    expect(made).toMatchObject({
      format: STORE_FORMAT,
      store_id: "s-1",
      created_at_utc: "2026-11-20T10:11:12.345000Z",
    });
    await expect(
      createStoreIdentity(
        { fs: nodeFs, runsDir: folders.runsDir, clock: createSettableClock() },
        { ...IDENTITY, storeId: "s-2" },
      ),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect(find()).toEqual(made);
  });

  it("keeps fields it does not know", async () => {
    await create();
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), colour: "green" }));
    expect(find()).toMatchObject({ store_id: "s-1", colour: "green" });
  });

  it.each(["", "{", "[]", '{"format":1}', '{"format":0}', '{"format":"2"}', "\u0000\u0000"])(
    "is damage, and never a new store, when its file holds %j",
    (text) => {
      writeFileSync(path, text);
      expect(find).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
    },
  );

  it("is given for a newer format that can still be read", async () => {
    await create();
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), format: STORE_FORMAT + 1 }));
    expect(find()?.format).toBe(STORE_FORMAT + 1);
  });

  it("says newer, not damaged, for a newer format in a form it does not know", () => {
    writeFileSync(path, JSON.stringify({ format: STORE_FORMAT + 1, id: { of: "another kind" } }));
    expect(find).toThrow(expect.objectContaining({ code: "STORE_TOO_NEW" }));
  });

  it("is damage when something that is no file stands in its place, and does not wait for a pipe", () => {
    mkdirSync(path);
    expect(find).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
    nodeFs.removeFolder(path);
    symlinkSync("elsewhere", path);
    expect(find).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
    if (process.platform === "win32") return;
    nodeFs.unlink(path);
    execFileSync("mkfifo", [path]);
    expect(find).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
  });

  it.each(["stat", "open", "read"] as const)("codes a %s that fails", async (name) => {
    await create();
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === name, { kind: "refuse", code: "EIO" });
    expect(() => findStoreIdentity(fs, folders.runsDir)).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
  });
});
