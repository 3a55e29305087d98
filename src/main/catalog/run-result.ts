import { isSha256 } from "../../shared/sha256.ts";
import type { JsonValue } from "../canonical/json-value.ts";
import { findText } from "./record-member.ts";

const DIGITS = 16;
const NOT_MADE = "-";

/**
 * What a run made, as its record tells: the beginnings of the digests of its toolpaths and its G-code, `-` for what it did not make. Null
 * where it made neither.
 */
export function runResult(hashes: JsonValue | null): string | null {
  const parts = ["toolpaths_sha256", "gcode_sha256"].map((name) => {
    const digest = findText(hashes, name);
    return isSha256(digest) ? digest.slice(0, DIGITS) : NOT_MADE;
  });
  return parts.every((part) => part === NOT_MADE) ? null : parts.join(" ");
}

/** True when both runs made toolpaths, or both made G-code, and those are not the same. */
export function resultsDiffer(one: string, other: string): boolean {
  const theirs = other.split(" ");
  return one.split(" ").some((part, at) => part !== NOT_MADE && theirs[at] !== NOT_MADE && theirs[at] !== part);
}
