import { describe, expect, it } from "vitest";
import { createSystemVault } from "../../../../src/main/app/system-vault.ts";

type Store = Parameters<typeof createSystemVault>[0];
type Backend = ReturnType<Store["getSelectedStorageBackend"]>;

/** A store that says what it was asked; it turns texts around instead of sealing them. */
function makeStore(options: { readonly backend?: Backend; readonly isThere?: boolean; readonly waits?: boolean } = {}) {
  const { backend = "gnome_libsecret", isThere = true, waits = true } = options;
  const asked: string[] = [];
  const note = <Value>(name: string, value: Value): Value => {
    asked.push(name);
    return value;
  };
  const turn = (text: string): string => [...text].reverse().join("");
  const store: Store = {
    isEncryptionAvailable: () => note("is available", isThere),
    encryptString: (text) => note("encrypt", Buffer.from(turn(text))),
    decryptString: (bytes) => note("decrypt", turn(bytes.toString())),
    getSelectedStorageBackend: () => note("backend", backend),
    ...(waits && {
      isAsyncEncryptionAvailable: async () => note("is available, later", isThere),
      encryptStringAsync: async (text) => note("encrypt, later", Buffer.from(turn(text))),
      decryptStringAsync: async (bytes) =>
        note("decrypt, later", { result: turn(bytes.toString()), shouldReEncrypt: false }),
    }),
  };
  return { store, asked };
}

const READY = { platform: "linux", whenReady: async () => undefined } as const;

describe("the vault over the system's store", () => {
  it("gives back what it sealed, by the calls that do not hold the program up where there are such", async () => {
    for (const waits of [true, false]) {
      const { store, asked } = makeStore({ waits });
      const vault = createSystemVault(store, READY);
      const sealed = await vault.seal("secret");
      expect(Buffer.from(sealed).toString()).toBe("terces");
      expect(await vault.unseal(sealed)).toBe("secret");
      expect(asked).toEqual(waits ? ["encrypt, later", "decrypt, later"] : ["encrypt", "decrypt"]);
    }
  });

  it.each([
    ["linux", "gnome_libsecret", "system"],
    ["linux", "kwallet6", "system"],
    ["linux", "basic_text", "none"],
    ["linux", "unknown", "none"],
    ["win32", "basic_text", "system"],
    ["darwin", "unknown", "system"],
  ] as const)("on %s with the backend %s has the strength %s", async (platform, backend, strength) => {
    for (const waits of [true, false]) {
      const vault = createSystemVault(makeStore({ backend, waits }).store, { ...READY, platform });
      expect(await vault.strength()).toBe(strength);
    }
  });

  it("has no strength where the system has no store", async () => {
    for (const waits of [true, false]) {
      const vault = createSystemVault(makeStore({ isThere: false, waits }).store, { ...READY, platform: "darwin" });
      expect(await vault.strength()).toBe("none");
    }
  });

  it("asks nothing before the system may be asked", async () => {
    const ready = Promise.withResolvers<void>();
    const { store, asked } = makeStore();
    const vault = createSystemVault(store, { platform: "linux", whenReady: () => ready.promise });
    const answers = [vault.strength(), vault.seal("a"), vault.unseal(Buffer.from("b"))];
    await Promise.resolve();
    expect(asked).toEqual([]);
    ready.resolve();
    await Promise.all(answers);
    expect(asked.length).toBeGreaterThan(2);
  });
});
