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
  const groups: (JsonValue | null)[] = [feasibility];
  let highest: number | null = null;
  let seen = 0;
  for (let depth = 0, levelEnd = 1; seen < groups.length && seen < MAX_GROUPS; seen++) {
    if (seen === levelEnd) {
      depth++;
      levelEnd = groups.length;
    }
    const group = groups[seen] ?? null;
    const share = shareOf(group);
    if (share !== null) highest = Math.max(highest ?? 0, share);
    if (depth < MAX_DEPTH) addInnerGroups(group, groups);
  }
  return highest;
}

function addInnerGroups(value: JsonValue | null, groups: (JsonValue | null)[]): void {
  const members = value instanceof JsonObject ? value.values() : Array.isArray(value) ? value : [];
  for (const member of members) if (member instanceof JsonObject || Array.isArray(member)) groups.push(member);
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
