import { hash } from "node:crypto";
import type { Sha256 } from "../../shared/sha256.ts";

/** SHA-256 of the bytes, or of the UTF-8 bytes of the text, as 64 lower-case hex digits. */
export function sha256Hex(content: Uint8Array | string): Sha256 {
  return hash("sha256", content) as Sha256;
}
