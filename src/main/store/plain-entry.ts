import { isSha256 } from "../../shared/sha256.ts";
import { ENTRY_KINDS, type LedgerEntry } from "./ledger-entry.ts";

const AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
const KINDS: ReadonlySet<unknown> = new Set(ENTRY_KINDS);
const MAX_DEPTH = 8;

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string";
const isInteger: Test = (value) => Number.isSafeInteger(value);
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

const REQUIRED: Readonly<Record<string, Test>> = {
  actor: isActor,
  app: isText,
  at: (value) => typeof value === "string" && AT.test(value),
  body: (value) => isBody(value, 0),
  boot: isText,
  epoch: (value) => isCount(value) && value !== 0,
  kind: (value) => KINDS.has(value),
  mono_ms: isInteger,
  prev: isSha256,
  request_id: isText,
  seq: isCount,
  station: isText,
  subject: isText,
  v: (value) => value === 1,
};
const OPTIONAL: Readonly<Record<string, Test>> = { path: isText, sha256: isSha256, size: isCount };
const TESTS = new Map(Object.entries({ ...REQUIRED, ...OPTIONAL }));
const REQUIRED_COUNT = Object.keys(REQUIRED).length;

/**
 * True only for what `ledgerEntrySchema` takes as it is, told without the cost of a schema. False tells nothing: that is for the schema to
 * decide.
 */
export function isPlainEntry(value: unknown): value is LedgerEntry {
  if (!isObject(value)) return false;
  let required = 0;
  for (const key in value) {
    const test = TESTS.get(key);
    if (test === undefined || !test(value[key])) return false;
    if (key in REQUIRED) required++;
  }
  return required === REQUIRED_COUNT;
}

function isActor(value: unknown): boolean {
  if (!isObject(value)) return false;
  let count = 0;
  for (const key in value) {
    if ((key !== "uid" && key !== "role" && key !== "sid") || typeof value[key] !== "string") return false;
    count++;
  }
  return count === 3;
}

function isBody(value: unknown, depth: number): boolean {
  if (!isObject(value) || depth > MAX_DEPTH) return false;
  for (const key in value) if (key === "__proto__" || !isEntryValue(value[key], depth)) return false;
  return true;
}

function isEntryValue(value: unknown, depth: number): boolean {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  // The sign of -0 is kept by one way of reading and not by the other.
  if (typeof value === "number") return Number.isSafeInteger(value) && value !== 0 ? true : Object.is(value, 0);
  if (!Array.isArray(value)) return isBody(value, depth + 1);
  return depth < MAX_DEPTH && value.every((item) => isEntryValue(item, depth + 1));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
