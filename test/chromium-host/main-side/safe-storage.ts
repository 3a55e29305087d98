import { createCipheriv, createDecipheriv, hash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { supplied } from "./supplied.ts";

/**
 * Electron's `safeStorage`, simulated: this host has no keyring. Without `RMOS_HOST_KEYRING` it says so, as a system does that has none.
 * With it, the file of that name holds the password, and whoever can read the file can open what was sealed: it keeps nobody out, and
 * what it seals starts with a line that says so.
 */
const MARK = Buffer.from("simulated keyring, protects nothing\n");
const IV_BYTES = 12;
const TAG_BYTES = 16;

function findPassword(): Buffer | null {
  const path = process.env.RMOS_HOST_KEYRING;
  if (path === undefined || path === "") return null;
  try {
    return hash("sha256", readFileSync(path), "buffer");
  } catch {
    // A keyring that was taken away is one that is not there: tests take it away.
    return null;
  }
}

function password(): Buffer {
  const found = findPassword();
  if (found === null) throw new Error("there is no keyring");
  return found;
}

export const safeStorage = supplied("safeStorage", {
  isAsyncEncryptionAvailable: async () => findPassword() !== null,
  getSelectedStorageBackend: () => (findPassword() === null ? "basic_text" : "gnome_libsecret"),
  async encryptStringAsync(plainText: string) {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", password(), iv);
    return Buffer.concat([MARK, iv, cipher.update(plainText, "utf8"), cipher.final(), cipher.getAuthTag()]);
  },
  async decryptStringAsync(encrypted: Buffer) {
    if (!encrypted.subarray(0, MARK.byteLength).equals(MARK)) throw new Error("not sealed here");
    const bytes = encrypted.subarray(MARK.byteLength);
    const decipher = createDecipheriv("aes-256-gcm", password(), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return { result: text.toString("utf8"), shouldReEncrypt: false };
  },
});
