import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolder } from "../../../../src/main/operations/open-folder.ts";
import { publicKey, readStoreKeys } from "../../../../src/main/operations/store-keys.ts";
import { addCentreKey } from "../../../../src/main/store/centre-keys.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeCosigner } from "../../../support/make-receipt.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { testServices } from "../../../support/test-application.ts";

const ROTATION = { to: "file", actor: { uid: "ada", role: "admin", sid: "s" }, requestId: "r" } as const;

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(() => folders.remove());

function deps() {
  return { fs: nodeFs, dataDir: folders.dataDir };
}

describe("readStoreKeys", () => {
  it("gives every key the folder signed with, oldest first, and the one that signs last", async () => {
    const folder = await openFolder(testServices(folders), folders.runsDir, "write");
    const entry = await folder.store.rotateKey(ROTATION);
    const centre = makeCosigner();
    await addCentreKey(deps(), centre);
    const shown = await readStoreKeys(deps(), folder);
    expect(shown).toMatchObject({ protection: "file", can_seal: false, centre_keys: [{ verifier: centre.text }] });
    expect(shown.keys.map(({ how }) => how)).toEqual(["created", "rotated"]);
    expect(shown.keys.at(-1)).toMatchObject({ key_id: folder.store.keyId, since: entry.entry.at });
    await folder.close();
  });

  it("says damage where nobody can tell which key the folder was born with", async () => {
    const folder = await openFolder(testServices(folders), folders.runsDir, "write");
    writeFileSync(join(folders.runsDir, "_integrity", "store.json"), "{");
    await expect(readStoreKeys(deps(), folder)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    await folder.close();
  });
});

describe("publicKey", () => {
  it("has the SHA-256 of the 32 bytes of the key as its fingerprint", () => {
    const key = makeCosigner();
    const raw = key.publicKey.export({ type: "spki", format: "der" }).subarray(-32);
    const fingerprint = createHash("sha256").update(raw).digest("hex");
    expect(publicKey(key, "v")).toEqual({ key_id: key.keyId.toString("hex"), verifier: "v", fingerprint });
  });
});
