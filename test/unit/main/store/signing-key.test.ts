import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseVerifier, signTreeHead, verifyTreeHead } from "../../../../src/main/store/signed-note.ts";
import {
  createSigningKey,
  findSigningKey,
  forgetSigningKey,
  type KeyPlace,
  type SealedKey,
  type SigningKey,
  signingKeyIds,
  unsealKey,
} from "../../../../src/main/store/signing-key.ts";
import { prepareFolder } from "../../../../src/main/store/suitable-folder.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSimulatedVault } from "../../../support/simulated-vault.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeTestFolders();
  await prepareFolder(nodeFs, folders.dataDir);
});
afterEach(() => folders.remove());

function place(fs: Fs = nodeFs): KeyPlace {
  return { fs, dataDir: folders.dataDir };
}

function findOpen(keyId: string): SigningKey | null {
  const found = findSigningKey(nodeFs, folders.dataDir, keyId);
  if (found !== null && !("privateKey" in found)) throw new Error("expected a key that is not sealed");
  return found;
}

function fileOf({ keyId }: SigningKey): string {
  return join(folders.dataDir, "keys", `${keyId.toString("hex")}.json`);
}

describe("signing keys", () => {
  it("are found by their id, and what they sign holds for their public half", async () => {
    const made = await createSigningKey(place(), "rmos-runs/s");
    const found = findOpen(made.keyId.toString("hex"));
    expect(found?.verifier).toBe(made.verifier);
    expect(made.verifier.startsWith(`rmos-runs/s+${made.keyId.toString("hex")}+`)).toBe(true);
    const verifier = parseVerifier(made.verifier);
    if (found === null || verifier === null) throw new Error("expected a key");
    const note = signTreeHead({ origin: "rmos-runs/s", size: 1, root: Buffer.alloc(32) }, found);
    expect(verifyTreeHead(note, verifier)).toBe(true);
  });

  it("are another each time, and null when not on this workstation", async () => {
    const first = await createSigningKey(place(), "rmos-runs/s");
    const second = await createSigningKey(place(), "rmos-runs/s");
    expect(second.verifier).not.toBe(first.verifier);
    expect(findSigningKey(nodeFs, folders.dataDir, "00000000")).toBeNull();
  });

  it.runIf(process.platform !== "win32")("lie in a file that only this account can read, at every moment", async () => {
    const fs = createFailingFs();
    const key = await createSigningKey(place(fs), "rmos-runs/s");
    const file = join(folders.dataDir, "keys", `${key.keyId.toString("hex")}.json`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    fs.failWhere((call) => call.name === "link", { kind: "crash" });
    await expect(createSigningKey(place(fs), "rmos-runs/s")).rejects.toThrow();
    for (const name of readdirSync(join(folders.dataDir, "keys"))) {
      expect(statSync(join(folders.dataDir, "keys", name)).mode & 0o077).toBe(0);
    }
    fs.closeAll();
  });

  it("say damage for a broken file, without a word of what is in it", async () => {
    const key = await createSigningKey(place(), "rmos-runs/s");
    const file = join(folders.dataDir, "keys", `${key.keyId.toString("hex")}.json`);
    const text = readFileSync(file, "utf8");
    const secret = /"private_key": "([^"]+)"/.exec(text)?.[1] ?? "";
    for (const broken of ["{", text.replace(secret, secret.slice(0, 20)), text.replace('"file"', '"other"'), ""]) {
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

describe("sealed keys", () => {
  async function makeSealed() {
    const vault = createSimulatedVault();
    const made = await createSigningKey(place(), "rmos-runs/s", { vault, to: "system" });
    return { vault, made, sealed: findSigningKey(nodeFs, folders.dataDir, made.keyId.toString("hex")) as SealedKey };
  }

  it("come back out of the system's store, and their file holds nothing that signs", async () => {
    const { vault, made, sealed } = await makeSealed();
    expect([made.protection, sealed.protection, "privateKey" in sealed]).toEqual(["system", "system", false]);
    const text = readFileSync(fileOf(made), "utf8");
    const der = made.privateKey.export({ type: "pkcs8", format: "der" });
    for (const secret of [der, der.subarray(-32)]) {
      expect(text).not.toContain(secret.toString("base64").slice(2, 20));
      expect(text).not.toContain(secret.toString("hex").slice(2, 20));
    }
    const open = await unsealKey(vault, made.keyId.toString("hex"), sealed);
    expect(open).toMatchObject({ verifier: made.verifier, protection: "system" });
    vault.isStrong = false;
    expect(await unsealKey(vault, made.keyId.toString("hex"), sealed)).toMatchObject({ protection: "none" });
  });

  it("stay closed to another account, to a locked system and under another name, without a word of why", async () => {
    const { vault, made, sealed } = await makeSealed();
    const keyId = made.keyId.toString("hex");
    expect(await unsealKey(createSimulatedVault(), keyId, sealed)).toBeNull();
    expect(await unsealKey(vault, keyId, { ...sealed, sealed: Buffer.from("x") })).toBeNull();
    expect(await unsealKey(vault, keyId, { ...sealed, name: "rmos-runs/other" })).toBeNull();
    vault.isOpen = false;
    expect(await unsealKey(vault, keyId, sealed)).toBeNull();
  });

  it("are not made where sealing keeps nobody out or does not open again: the key then lies in a file that says so", async () => {
    const weak = createSimulatedVault({ isStrong: false });
    const shut = createSimulatedVault();
    shut.isOpen = false;
    for (const vault of [weak, shut]) {
      const made = await createSigningKey(place(), "rmos-runs/s", { vault, to: "system" });
      expect(findOpen(made.keyId.toString("hex"))).toMatchObject({ protection: "none", verifier: made.verifier });
    }
    expect(weak.secrets).toEqual([]);
    const asked = await createSigningKey(place(), "rmos-runs/s", { vault: createSimulatedVault(), to: "file" });
    expect(asked.protection).toBe("file");
  });
});

describe("the keys of a store", () => {
  it("are those under its name, whatever else lies there", async () => {
    const [first, sealed, foreign] = [
      await createSigningKey(place(), "rmos-runs/s"),
      await createSigningKey(place(), "rmos-runs/s", { vault: createSimulatedVault(), to: "system" }),
      await createSigningKey(place(), "rmos-runs/other"),
    ];
    writeFileSync(join(folders.dataDir, "keys", "0badf00d.json"), "{");
    writeFileSync(join(folders.dataDir, "keys", "notes.txt"), "x");
    const ids = [first, sealed].map(({ keyId }) => keyId.toString("hex")).sort();
    expect([...signingKeyIds(place(), "rmos-runs/s")].sort()).toEqual(ids);
    expect(signingKeyIds({ fs: nodeFs, dataDir: join(folders.root, "none") }, "rmos-runs/s")).toEqual([]);
    await forgetSigningKey(place(), foreign.keyId.toString("hex"));
    await forgetSigningKey(place(), foreign.keyId.toString("hex"));
    expect(findSigningKey(nodeFs, folders.dataDir, foreign.keyId.toString("hex"))).toBeNull();
  });

  it("are damage when another key lies under an id", async () => {
    const [first, second] = [
      await createSigningKey(place(), "rmos-runs/s"),
      await createSigningKey(place(), "rmos-runs/s"),
    ];
    writeFileSync(fileOf(first), readFileSync(fileOf(second)));
    expect(() => findSigningKey(nodeFs, folders.dataDir, first.keyId.toString("hex"))).toThrow(
      expect.objectContaining({ code: "STORE_DAMAGED" }),
    );
  });
});
