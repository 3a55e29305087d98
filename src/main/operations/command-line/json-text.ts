import { JsonNumber, JsonObject } from "../../canonical/json-value.ts";
import { printableJson } from "./printable.ts";

/**
 * One line of JSON for a script: plain data, and values read without loss, whose numbers keep their spelling. `NaN` and the
 * infinities of older records have no place in JSON and become strings. Members that are undefined are left out.
 */
export function jsonText(value: unknown): string {
  return printableJson(print(value) ?? "null");
}

function print(value: unknown): string | undefined {
  if (value instanceof JsonNumber)
    return Number.isNaN(Number(value.text)) || /Inf/.test(value.text) ? JSON.stringify(value.text) : value.text;
  if (value instanceof JsonObject) return printMembers(value.entries());
  if (Array.isArray(value)) return `[${value.map((item) => print(item) ?? "null").join(",")}]`;
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("base64"));
  if (typeof value === "object" && value !== null) return printMembers(Object.entries(value));
  // Escapes unpaired surrogates, so that the line is UTF-8 whatever a record holds.
  return JSON.stringify(value);
}

function printMembers(members: Iterable<readonly [string, unknown]>): string {
  const printed: string[] = [];
  for (const [key, item] of members) {
    const text = print(item);
    if (text !== undefined) printed.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${printed.join(",")}}`;
}
