import { JsonNumber, JsonObject, type JsonValue } from "../canonical/json-value.ts";
import { findMember } from "./record-member.ts";

const MAX_DEPTH = 8;
const MAX_GROUPS = 2000;
/** What lies further beyond a limit than this is told as this. */
const MAX_PERCENT = 250;

/**
 * The measured value that came nearest to its limit or went furthest beyond it, in whole percent of the limit; null where nothing was held
 * against one. A group is a measured value when it has numbers `value` and `limit`; `limit_kind: "min"` turns the share round. Reads at
 * most 2,000 groups.
 */
export function highestShareOfLimit(feasibility: JsonValue | null): number | null {
  const waiting: { readonly value: JsonValue | null; readonly depth: number }[] = [{ value: feasibility, depth: 0 }];
  let highest: number | null = null;
  for (let seen = 0; seen < waiting.length && seen < MAX_GROUPS; seen++) {
    const { value, depth } = waiting[seen] ?? { value: null, depth: 0 };
    const share = shareOf(value);
    if (share !== null) highest = Math.max(highest ?? 0, share);
    if (depth < MAX_DEPTH) for (const inner of innerGroups(value)) waiting.push({ value: inner, depth: depth + 1 });
  }
  return highest;
}

function innerGroups(value: JsonValue | null): readonly JsonValue[] {
  const members =
    value instanceof JsonObject ? [...value.entries()].map(([, member]) => member) : Array.isArray(value) ? value : [];
  return members.filter((member) => member instanceof JsonObject || Array.isArray(member));
}

function shareOf(group: JsonValue | null): number | null {
  const value = plainNumber(findMember(group, "value"));
  const limit = plainNumber(findMember(group, "limit"));
  if (value === null || limit === null || value < 0 || limit <= 0) return null;
  const isLeast = findMember(group, "limit_kind") === "min";
  const share = isLeast ? limit / value : value / limit;
  return Math.min(MAX_PERCENT, Math.floor(share * 100));
}

function plainNumber(value: JsonValue | null): number | null {
  if (!(value instanceof JsonNumber)) return null;
  const number = value.asDouble();
  return Number.isFinite(number) ? number : null;
}
