import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type CryptoFunctions,
  findBrokenCrypto,
  SUPPLIED_CRYPTO,
} from "../../../../src/main/system/crypto-self-test.ts";
import { makeTestFolders, openTestStore, recordChange } from "../../../support/open-test-store.ts";

const BROKEN: Readonly<Record<string, readonly [Partial<CryptoFunctions>, "SHA-256" | "Ed25519"]>> = {
  "a digest that is always the same": [{ digest: () => "0".repeat(64) }, "SHA-256"],
  "a digest that leaves the last piece out": [
    { digestPieces: (pieces) => SUPPLIED_CRYPTO.digestPieces(pieces.slice(0, -1)) },
    "SHA-256",
  ],
  "a signature of something else": [
    { sign: (_message, key) => SUPPLIED_CRYPTO.sign(Buffer.from("x"), key) },
    "Ed25519",
  ],
  "a signature that was never made": [
    {
      sign: () => {
        throw new Error("unsupported");
      },
    },
    "Ed25519",
  ],
  "a check that finds every signature good": [{ verify: () => true }, "Ed25519"],
  "a check that finds none good": [{ verify: () => false }, "Ed25519"],
  "a check that does not look at the message": [
    { verify: (_message, key, signature) => SUPPLIED_CRYPTO.verify(Buffer.from("72", "hex"), key, signature) },
    "Ed25519",
  ],
};

describe("findBrokenCrypto", () => {
  it("finds nothing wrong with what the runtime supplies", () => {
    expect(findBrokenCrypto()).toBeNull();
  });

  it.each(Object.entries(BROKEN))("names the function behind %s", (_what, [broken, name]) => {
    expect(findBrokenCrypto({ ...SUPPLIED_CRYPTO, ...broken })).toBe(name);
  });
});

describe("a folder opened by a program that computes signatures wrong", () => {
  it("can be read, says so, and is left as it is", async () => {
    const folders = makeTestFolders();
    const whole = await openTestStore(folders);
    await whole.commit(recordChange(1));
    await whole.close();
    const before = readdirSync(folders.runsDir, { recursive: true }).sort();
    for (const access of ["write", "read"] as const) {
      const store = await openTestStore(folders, { access, findBroken: () => "Ed25519" });
      expect(store.state()).toMatchObject({ mode: "read-only", reason: "crypto-broken" });
      expect(store.state().message).toContain("Ed25519");
      await expect(store.commit(recordChange(2))).rejects.toMatchObject({ code: "IO_FAILED" });
      expect(store.readFile(recordChange(1).path).toString()).toBe('{"n":1}\n');
    }
    expect(readdirSync(folders.runsDir, { recursive: true }).sort()).toEqual(before);
    folders.remove();
  });
});
