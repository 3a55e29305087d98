import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { KeyVault } from "../../src/main/store/key-vault.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A store for secrets that stands for the system's: what one of them seals, no other opens. */
export interface SimulatedVault extends KeyVault {
  /** Everything that was ever sealed, as it went in. */
  readonly secrets: readonly string[];
  /** Whether it opens what it sealed. */
  isOpen: boolean;
  /** Whether it keeps anybody out. */
  isStrong: boolean;
}

/** A fresh one, as on a new account. */
export function createSimulatedVault(options: { readonly isStrong?: boolean } = {}): SimulatedVault {
  const password = randomBytes(32);
  const secrets: string[] = [];
  const vault: SimulatedVault = {
    secrets,
    isOpen: true,
    isStrong: options.isStrong ?? true,
    strength: async () => (vault.isStrong ? "system" : "none"),
    async seal(secret) {
      secrets.push(secret);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", password, iv);
      return Buffer.concat([iv, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
    },
    async unseal(sealed) {
      if (!vault.isOpen) throw new Error("the keyring is locked");
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv("aes-256-gcm", password, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
    },
  };
  return vault;
}
