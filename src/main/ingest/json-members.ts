import { type JsonObject, type JsonValue, jsonObject } from "../canonical/json-value.ts";

/**
 * `object` with `members` behind its own. A member it has already under one of these names is not lost: it stays in its place as
 * `<name>_as_received`.
 */
export function withMembers(object: JsonObject, members: readonly (readonly [string, JsonValue])[]): JsonObject {
  if (members.length === 0) return object;
  const names = new Set([...object.keys(), ...members.map(([name]) => name)]);
  const added = new Set(members.map(([name]) => name));
  const kept = [...object.entries()].map(([name, value]) => {
    if (!added.has(name)) return [name, value] as const;
    const free = freeName(names, `${name}_as_received`);
    names.add(free);
    return [free, value] as const;
  });
  return jsonObject([...kept, ...members]);
}

function freeName(names: ReadonlySet<string>, wanted: string): string {
  let name = wanted;
  while (names.has(name)) name += "_";
  return name;
}
