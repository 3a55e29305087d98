import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseVerifier, signTreeHead, verifyTreeHead } from "../../../../src/main/store/signed-note.ts";
import { createSigningKey, findSigningKey } from "../../../../src/main/store/signing-key.ts";
import { prepareFolder } from "../../../../src/main/store/suitable-folder.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeTestFolders();
  await prepareFolder(nodeFs, folders.dataDir);
});
afterEach(() => folders.remove());

describe("signing keys", () => {
  it("are found by their id, and what they sign holds for their public half", async () => {
    const made = await createSigningKey(nodeFs, folders.dataDir, "rmos-runs/s");
    const found = findSigningKey(nodeFs, folders.dataDir, made.keyId.toString("hex"));
    expect(found?.verifier).toBe(made.verifier);
    expect(made.verifier.startsWith(`rmos-runs/s+${made.keyId.toString("hex")}+`)).toBe(true);
    const verifier = parseVerifier(made.verifier);
    if (found === null || verifier === null) throw new Error("expected a key");
    const note = signTreeHead({ origin: "rmos-runs/s", size: 1, root: Buffer.alloc(32) }, found);
    expect(verifyTreeHead(note, verifier)).toBe(true);
  });

  it("are another each time, and null when not on this workstation", async () => {
    const first = await createSigningKey(nodeFs, folders.dataDir, "rmos-runs/s");
    const second = await createSigningKey(nodeFs, folders.dataDir, "rmos-runs/s");
    expect(second.verifier).not.toBe(first.verifier);
    expect(findSigningKey(nodeFs, folders.dataDir, "00000000")).toBeNull();
  });

  it.runIf(process.platform !== "win32")("lie in a file that only this account can read, at every moment", async () => {
    const fs = createFailingFs();
    const key = await createSigningKey(fs, folders.dataDir, "rmos-runs/s");
    const file = join(folders.dataDir, "keys", `${key.keyId.toString("hex")}.json`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    fs.failWhere((call) => call.name === "link", { kind: "crash" });
    await expect(createSigningKey(fs, folders.dataDir, "rmos-runs/s")).rejects.toThrow();
    for (const name of readdirSync(join(folders.dataDir, "keys"))) {
      expect(statSync(join(folders.dataDir, "keys", name)).mode & 0o077).toBe(0);
    }
    fs.closeAll();
  });

  it("say damage for a broken file, without a word of what is in it", async () => {
    const key = await createSigningKey(nodeFs, folders.dataDir, "rmos-runs/s");
    const file = join(folders.dataDir, "keys", `${key.keyId.toString("hex")}.json`);
    const text = readFileSync(file, "utf8");
    const secret = /"private_key": "([^"]+)"/.exec(text)?.[1] ?? "";
    for (const broken of ["{", text.replace(secret, secret.slice(0, 20)), text.replace("file", "other"), ""]) {
      writeFileSync(file, broken);
      const error = (() => {
        try {
          return findSigningKey(nodeFs, folders.dataDir, key.keyId.toString("hex"));
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(error).toMatchObject({ code: "STORE_DAMAGED" });
      expect(error).not.toHaveProperty("cause");
      expect(JSON.stringify([error, String(error)])).not.toContain(secret.slice(0, 20));
    }
  });
});
