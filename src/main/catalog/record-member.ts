import { JsonObject, type JsonValue } from "../canonical/json-value.ts";

/** The member of an object, or null when `value` is no object or lacks it. Older records hold anything anywhere. */
export function findMember(value: JsonValue | null, key: string): JsonValue | null {
  return value instanceof JsonObject ? (value.get(key) ?? null) : null;
}

/** A member that is a string with something in it. */
export function findText(value: JsonValue | null, key: string): string | null {
  const member = findMember(value, key);
  return typeof member === "string" && member !== "" ? member : null;
}

/** The items of a member that is a list; none otherwise. */
export function listMember(value: JsonValue | null, key: string): readonly JsonValue[] {
  const member = findMember(value, key);
  return isList(member) ? member : [];
}

/** The strings in a member that is a list. */
export function listTexts(value: JsonValue | null, key: string): readonly string[] {
  return listMember(value, key).filter((item) => typeof item === "string");
}

function isList(value: JsonValue | null): value is readonly JsonValue[] {
  return Array.isArray(value);
}
