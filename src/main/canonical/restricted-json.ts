import { compareCodePoints } from "./code-point-order.ts";
import { isPlainObject, valueError } from "./value-path.ts";

/** Nothing in the ledger is nearly as deep; a value that is, is a mistake or refers to itself. */
const MAX_DEPTH = 64;

/**
 * The canonical text of a ledger entry: no blanks, keys in code point order. It is its own canonical form, so its UTF-8
 * bytes can be hashed, signed and read by any JSON reader without loss.
 *
 * Takes well-formed strings, safe integers, booleans, null, and lists and plain objects of them. Throws TypeError, which
 * names the path, for everything else (fractions, undefined, half surrogate pairs, instances of classes).
 */
export function canonicalEntryText(value: unknown): string {
  return textOf(value, []);
}

function textOf(value: unknown, path: (string | number)[]): string {
  switch (typeof value) {
    case "string":
      return quoted(value, path);
    case "number":
      if (Number.isSafeInteger(value)) return String(value);
      throw valueError(path, "is a number but no safe integer");
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      if (path.length >= MAX_DEPTH) throw valueError(path, `is nested more than ${MAX_DEPTH} deep`);
      if (Array.isArray(value)) return listText(value, path);
      if (isPlainObject(value)) return objectText(value, path);
      throw valueError(path, "is an instance of a class");
    default:
      throw valueError(path, `is ${typeof value}, which an entry cannot hold`);
  }
}

function listText(items: readonly unknown[], path: (string | number)[]): string {
  let text = "";
  for (let i = 0; i < items.length; i++) {
    path.push(i);
    text += (i === 0 ? "" : ",") + textOf(items[i], path);
    path.pop();
  }
  return `[${text}]`;
}

function objectText(value: Readonly<Record<string, unknown>>, path: (string | number)[]): string {
  const keys = sorted(Object.keys(value));
  let text = "";
  for (const key of keys) {
    path.push(key);
    text += `${text === "" ? "" : ","}${quoted(key, path)}:${textOf(value[key], path)}`;
    path.pop();
  }
  return `{${text}}`;
}

/** Most objects are written with their keys in order already. */
function sorted(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i++) {
    if (compareCodePoints(keys[i - 1] as string, keys[i] as string) > 0) return keys.sort(compareCodePoints);
  }
  return keys;
}

function quoted(text: string, path: readonly (string | number)[]): string {
  if (!text.isWellFormed()) throw valueError(path, "holds half of a surrogate pair, which is no character");
  // For well-formed text this escapes exactly what CPython escapes, in the same spelling.
  return JSON.stringify(text);
}
