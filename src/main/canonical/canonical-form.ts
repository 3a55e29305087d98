import { Buffer } from "node:buffer";
import type { Sha256 } from "../../shared/sha256.ts";
import { CanonicalWriter } from "./canonical-writer.ts";
import { sha256Hex } from "./digest.ts";
import { JsonTape, MAX_TEXT_BYTES } from "./json-tape.ts";

/** Containers that may be open at once unless the caller says otherwise; CPython itself gives up near 1,000. */
export const DEFAULT_MAX_DEPTH = 512;

const tape = new JsonTape();
const writer = new CanonicalWriter(tape);

/**
 * The canonical form of a JSON text: exactly the bytes of CPython's
 * `json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")`.
 *
 * Whole numbers keep every digit, floats are spelled as Python's `repr`, the last of equal keys wins, keys are in code
 * point order. Refused with JsonSyntaxError: what `json.loads` refuses, lone surrogates that would be printed (they are
 * not UTF-8), a byte order mark, text that is not UTF-8, and nesting above `maxDepth`.
 */
export function canonicalForm(text: Uint8Array, maxDepth: number = DEFAULT_MAX_DEPTH): Buffer {
  return withCanonical(text, maxDepth, (form) => Buffer.copyBytesFrom(form));
}

/** SHA-256 of {@link canonicalForm}, in lower-case hex; refuses the same texts. */
export function canonicalDigest(text: Uint8Array, maxDepth: number = DEFAULT_MAX_DEPTH): Sha256 {
  return withCanonical(text, maxDepth, sha256Hex);
}

/** Hands `use` a view of the canonical bytes that is only valid while it runs. */
function withCanonical<T>(text: Uint8Array, maxDepth: number, use: (form: Uint8Array) => T): T {
  try {
    tape.scan(text, { maxBytes: MAX_TEXT_BYTES, maxDepth, maxKeys: Number.POSITIVE_INFINITY });
    return use(writer.write());
  } finally {
    writer.release();
  }
}
