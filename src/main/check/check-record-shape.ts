import type { Finding } from "../../shared/finding.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { type DuplicateKey, EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import { JsonNumber, JsonObject, type JsonValue } from "../canonical/json-value.ts";
import { pathText } from "../canonical/value-path.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { CheckOutcome } from "./check-outcome.ts";
import { makeFinding } from "./finding-sentences.ts";
import { olderRecordSchema, ownRecordSchema } from "./record-schema.ts";

/** A record that is damaged throughout is told by its first few faults. */
const MAX_FAULTS = 20;

/** A record as it could be read. */
export interface ReadRecord {
  readonly bytes: Buffer;
  readonly root: JsonObject;
  /** Numbers as doubles: for schemas and words, never for digests. */
  readonly plain: Readonly<Record<string, unknown>>;
  /** True for records written by this program rather than imported. */
  readonly isOwn: boolean;
}

/** What reading gave. */
export interface RecordShape extends CheckOutcome {
  readonly record: ReadRecord | null;
}

/** Where the record lies and whose it should be. */
export interface RecordPlace {
  readonly runId: string;
  readonly path: StorePath;
}

/** Whether stored bytes are a record: JSON, with the fields a record has, of the run it should be. */
export function checkRecordShape(bytes: Buffer, place: RecordPlace): RecordShape {
  const duplicates: DuplicateKey[] = [];
  try {
    const root = readJson(bytes, EVIDENCE_LIMITS, duplicates);
    if (!(root instanceof JsonObject)) return unreadable("it is JSON, but no record", place);
    const record = toRecord(bytes, root);
    const faults = [...schemaFaults(record, place), ...spellingFaults(root, duplicates)];
    const findings = faults
      .slice(0, MAX_FAULTS)
      .map(({ name, ...fault }) => makeFinding("RECORD_SCHEMA", { name, path: place.path, ...fault }));
    return {
      record,
      findings,
      items: [{ name: "Record fields", expected: null, found: null, result: resultOf(findings) }],
    };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return unreadable(lowerFirst(error.message), place);
    throw error;
  }
}

interface Fault {
  readonly name: string;
  readonly reason: string;
  readonly expected?: string;
  readonly found?: string;
}

function resultOf(findings: readonly Finding[]): "same" | "different" {
  return findings.length === 0 ? "same" : "different";
}

function unreadable(reason: string, { path }: RecordPlace): RecordShape {
  const findings = [makeFinding("RECORD_UNREADABLE", { name: "Record", path, reason })];
  return {
    record: null,
    findings,
    items: [{ name: "Record fields", expected: null, found: null, result: "cannot-check" }],
  };
}

function toRecord(bytes: Buffer, root: JsonObject): ReadRecord {
  const version = root.get("schema_version");
  const isOwn = typeof version === "string" && version.startsWith("rmos.run/");
  return { bytes, root, plain: toPlain(root) as Readonly<Record<string, unknown>>, isOwn };
}

function schemaFaults(record: ReadRecord, { runId }: RecordPlace): Fault[] {
  const parsed = (record.isOwn ? ownRecordSchema : olderRecordSchema).safeParse(record.plain);
  const faults: Fault[] = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    name: pathText(path.map((step) => (typeof step === "number" ? step : String(step)))) || "Record",
    reason: lowerFirst(message),
  }));
  const ownId = record.root.get("run_id");
  if (typeof ownId === "string" && ownId !== runId) {
    faults.push({ name: "run_id", reason: "it names another run", expected: runId, found: ownId });
  }
  return faults;
}

/** JSON that readers disagree about: equal keys, and numbers that are none. */
function spellingFaults(root: JsonObject, duplicates: readonly DuplicateKey[]): Fault[] {
  const faults = duplicates.map(({ key, offset }) => ({
    name: key,
    reason: `it stands twice (again at byte ${offset})`,
  }));
  const notFinite = findNotFinite(root);
  return notFinite === null ? faults : [...faults, { name: notFinite.text, reason: "it is no number that JSON knows" }];
}

/** The first `NaN` or infinity. A number too large for a double counts: readers make an infinity of it. */
function findNotFinite(root: JsonValue): JsonNumber | null {
  const open: JsonValue[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value instanceof JsonNumber && !Number.isFinite(value.asDouble())) return value;
    if (Array.isArray(value)) for (const item of value) open.push(item);
    if (value instanceof JsonObject) for (const [, item] of value.entries()) open.push(item);
  }
  return null;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
