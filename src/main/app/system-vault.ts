import type { SafeStorage } from "electron";
import type { KeyVault } from "../operations/application.ts";

/** What is used of the system's store. Some systems have only the calls that wait; others only those that do not. */
type SystemStore = Pick<
  SafeStorage,
  "isEncryptionAvailable" | "encryptString" | "decryptString" | "getSelectedStorageBackend"
> &
  Partial<Pick<SafeStorage, "isAsyncEncryptionAvailable" | "encryptStringAsync" | "decryptStringAsync">>;

/** Where the store is asked for. */
export interface SystemVaultParts {
  readonly platform: NodeJS.Platform;
  /** Resolves when the store may be asked: before that it says that it is not there. */
  readonly whenReady: () => Promise<unknown>;
}

/** Backends of Linux that seal with a password which stands in the source code of Chromium, or that are not known yet. */
const OPEN_BACKENDS: ReadonlySet<string> = new Set(["basic_text", "unknown"]);

/** Seals keys with what the operating system has for it: Keychain, DPAPI, or the keyring of the desktop. */
export function createSystemVault(store: SystemStore, { platform, whenReady }: SystemVaultParts): KeyVault {
  return {
    async strength() {
      await whenReady();
      if (!(await isAvailable(store))) return "none";
      return platform === "linux" && OPEN_BACKENDS.has(store.getSelectedStorageBackend()) ? "none" : "system";
    },
    async seal(secret) {
      await whenReady();
      return (await store.encryptStringAsync?.(secret)) ?? store.encryptString(secret);
    },
    async unseal(sealed) {
      await whenReady();
      const bytes = Buffer.from(sealed);
      return (await store.decryptStringAsync?.(bytes))?.result ?? store.decryptString(bytes);
    },
  };
}

async function isAvailable(store: SystemStore): Promise<boolean> {
  return (await store.isAsyncEncryptionAvailable?.()) ?? store.isEncryptionAvailable();
}
