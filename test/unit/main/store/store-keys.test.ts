import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { introducedKeys } from "../../../../src/main/store/ledger-keys.ts";
import type { SigningKey } from "../../../../src/main/store/signing-key.ts";
import {
  createStoreKey,
  findKeyProtection,
  forgetReplacedKeys,
  type KeyTarget,
  keyNotices,
  openCurrentKey,
  publicKeyFiles,
  refuseSealedKeys,
  resetEntries,
  rotationChange,
} from "../../../../src/main/store/store-keys.ts";
import { isWriteOncePath } from "../../../../src/main/store/store-layout.ts";
import { prepareFolder } from "../../../../src/main/store/suitable-folder.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";
import { createSimulatedVault, type SimulatedVault } from "../../../support/simulated-vault.ts";
import { ledgerEntry } from "../check/memory-store.ts";

const ORIGIN = "rmos-runs/s";

let folders: TestFolders;
let vault: SimulatedVault;

beforeEach(async () => {
  folders = makeTestFolders();
  vault = createSimulatedVault();
  await prepareFolder(nodeFs, folders.dataDir);
});
afterEach(() => folders.remove());

function target(more: Partial<KeyTarget> = {}): KeyTarget {
  return { fs: nodeFs, runsDir: folders.runsDir, dataDir: folders.dataDir, vault, ...more };
}

function idOf({ keyId }: SigningKey): string {
  return keyId.toString("hex");
}

function keyNames(): readonly string[] {
  return readdirSync(join(folders.dataDir, "keys")).sort();
}

describe("openCurrentKey", () => {
  it("opens the store's own key, sealed or not, and makes none", async () => {
    const sealed = await createStoreKey(target(), ORIGIN);
    const plain = await createStoreKey(target({ vault: null }), ORIGIN);
    expect([sealed.protection, plain.protection]).toEqual(["system", "file"]);
    for (const key of [sealed, plain]) {
      const found = await openCurrentKey(target(), { origin: ORIGIN, keyId: idOf(key) });
      expect(found).toMatchObject({ key: { verifier: key.verifier }, reset: null });
    }
    expect(keyNames()).toHaveLength(2);
  });

  it("makes a new one in the place of a key that is not here", async () => {
    const made = await openCurrentKey(target(), { origin: ORIGIN, keyId: "00000000" });
    expect(made).toMatchObject({ key: { protection: "system" }, reset: { why: "missing" } });
    expect(keyNotices(made).join()).toContain("Tell your auditor");
    expect(introducedKeys(resetEntries(made, "s").map((draft) => ledgerEntry(draft)))).toMatchObject([
      { how: "reset" },
    ]);
  });

  it("never makes a new one in the place of a sealed key, unless a person asked", async () => {
    const sealed = await createStoreKey(target(), ORIGIN);
    vault.isOpen = false;
    const wanted = { origin: ORIGIN, keyId: idOf(sealed) };
    const refused = { code: "NO_PERMISSION", name: "KeySealed" };
    await expect(openCurrentKey(target(), wanted)).rejects.toMatchObject(refused);
    await expect(openCurrentKey(target({ vault: null }), wanted)).rejects.toMatchObject(refused);
    expect(keyNames()).toHaveLength(1);
    const resetKey = { by: "eva", reason: "new PC" };
    const made = await openCurrentKey({ ...target({ vault: null }), resetKey }, wanted);
    expect(made).toMatchObject({ key: { protection: "file" }, reset: { why: "sealed", ...resetKey } });
    expect(resetEntries(made, "s")[0]?.body).toMatchObject({ why: "sealed", by: "eva", reason: "new PC" });
    vault.isOpen = true;
    expect(await openCurrentKey({ ...target(), resetKey }, wanted)).toMatchObject({ reset: null });
  });

  it("says so when the system's store keeps nobody out", async () => {
    vault.isStrong = false;
    const key = await createStoreKey(target(), ORIGIN);
    expect(key.protection).toBe("none");
    expect(keyNotices({ key, reset: null }).join()).toContain("not sealed");
    expect(keyNotices({ key: { ...key, protection: "file" }, reset: null })).toEqual([]);
  });
});

describe("refuseSealedKeys", () => {
  it("refuses a folder whose every key here is sealed and cannot be opened", async () => {
    await refuseSealedKeys(target());
    const store = await openTestStore(folders, { vault });
    await store.close();
    await refuseSealedKeys(target());
    await expect(refuseSealedKeys(target({ vault: null }))).rejects.toMatchObject({ name: "KeySealed" });
    await createStoreKey(target({ vault: null }), store.identity?.origin ?? "");
    await refuseSealedKeys(target({ vault: null }));
  });
});

describe("publicKeyFiles", () => {
  it("are one file for a key that has none yet, at a place where the store may write", async () => {
    const key = await createStoreKey(target(), ORIGIN);
    const [file] = publicKeyFiles(target(), [key]);
    expect(file?.path).toBe(`_integrity/keys/${idOf(key)}.vkey`);
    expect(Buffer.from(file?.bytes ?? []).toString()).toBe(`${key.verifier}\n`);
    expect(isWriteOncePath(file?.path ?? "")).toBe(true);
    mkdirSync(join(folders.runsDir, "_integrity", "keys"), { recursive: true });
    writeFileSync(join(folders.runsDir, file?.path ?? ""), "");
    expect(publicKeyFiles(target(), [key])).toEqual([]);
  });
});

describe("findKeyProtection", () => {
  it("says how the key lies here without opening it, and none where there is nothing to say", async () => {
    expect(findKeyProtection(target())).toBe("none");
    await (await openTestStore(folders)).close();
    expect(findKeyProtection(target())).toBe("file");
    const store = await openTestStore(folders, { vault });
    await store.rotateKey({ to: "system", actor: { uid: "a", role: "admin", sid: "s" }, requestId: "r" });
    await createStoreKey(target({ vault: null }), store.identity?.origin ?? "");
    await store.close();
    expect(findKeyProtection(target({ vault: null }))).toBe("system");
    writeFileSync(join(folders.runsDir, "_integrity", "store.json"), "{");
    expect(findKeyProtection(target())).toBe("none");
  });
});

describe("rotationChange", () => {
  it("holds the public key as a file and the entry that says which key it replaces", async () => {
    const key = await createStoreKey(target(), ORIGIN);
    const actor = { uid: "a", role: "admin", sid: "s" };
    const change = rotationChange(key, { actor, requestId: "r", storeId: "s", replaces: "00000000" });
    expect(change.files).toEqual(publicKeyFiles(target(), [key]));
    expect(change.entries).toEqual([
      {
        kind: "key.rotated",
        subject: "s",
        body: { verifier: key.verifier, key_id: idOf(key), replaces: "00000000" },
      },
    ]);
  });
});

describe("forgetReplacedKeys", () => {
  it("takes away what the ledger says was replaced, and nothing else", async () => {
    const [old, current, unknown] = [
      await createStoreKey(target(), ORIGIN),
      await createStoreKey(target(), ORIGIN),
      await createStoreKey(target(), ORIGIN),
    ];
    const entries = [
      ledgerEntry({ kind: "key.rotated", body: { replaces: idOf(old) } }),
      ledgerEntry({ kind: "key.rotated", body: { replaces: idOf(current) } }),
      ledgerEntry({ kind: "key.reset", body: { replaces: idOf(unknown) } }),
    ];
    const identity = { storeId: "s", workstationId: "w", origin: ORIGIN };
    await forgetReplacedKeys(target(), identity, { currentId: idOf(current), entries: () => entries });
    expect(keyNames()).toEqual([idOf(current), idOf(unknown)].map((keyId) => `${keyId}.json`).sort());
    expect(readFileSync(join(folders.dataDir, "keys", `${idOf(current)}.json`), "utf8")).toContain("sealed");
  });
});
