import type { Sha256 } from "../../shared/sha256.ts";
import { canonicalDigest } from "../canonical/canonical-form.ts";
import { JsonObject } from "../canonical/json-value.ts";

/** What a run is asked for, beside its full request. Versions are not here: a newer engine that makes something else is what we look for. */
export const INPUT_NAMES = [
  ...(["mode", "tool_id", "material_id", "machine_id", "event_type"] as const),
  ...(["post_processor_id", "geometry_ref", "geometry_hash"] as const),
] as const;

/**
 * The digest by which runs with the same inputs are told: over the canonical form of an object of `request` and {@link INPUT_NAMES} as
 * they were received, absent and null ones left out. Null where `request` is absent, null or empty: nothing can be said then. `root` was
 * read from `bytes`. Refuses with JsonSyntaxError what has no canonical form. Source: format, "Digests inside the record".
 */
export function inputsDigest(root: JsonObject, bytes: Uint8Array): Sha256 | null {
  if (isEmpty(root, "request")) return null;
  const parts: Uint8Array[] = [];
  for (const name of ["request", ...INPUT_NAMES]) {
    const range = (root.get(name) ?? null) === null ? null : root.rangeOf(name);
    if (range === null) continue;
    parts.push(Buffer.from(`${parts.length === 0 ? "{" : ","}"${name}":`), bytes.subarray(range.start, range.end));
  }
  return canonicalDigest(Buffer.concat([...parts, Buffer.from("}")]));
}

function isEmpty(root: JsonObject, name: string): boolean {
  const value = root.get(name) ?? null;
  if (value instanceof JsonObject) return value.size === 0;
  return value === null || (Array.isArray(value) && value.length === 0);
}
