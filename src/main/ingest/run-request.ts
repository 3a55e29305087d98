import type { Violation } from "../../shared/operations/run-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { RUN_STATUSES, type RunStatus } from "../../shared/verdicts.ts";
import { canonicalDigest } from "../canonical/canonical-form.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { REQUEST_LIMITS, readJson } from "../canonical/json-tree.ts";
import { JsonObject, type JsonValue, jsonObject } from "../canonical/json-value.ts";
import { FieldReader, jsonTypeName } from "./field-reader.ts";
import { inputsDigest } from "./inputs-digest.ts";
import { quotedText } from "./quoted-text.ts";
import { stripClientFeasibility, summarizeRequest } from "./summarize-request.ts";

/** Text fields that a record takes over as they are. */
export const COPIED_TEXTS = [
  "workflow_session_id",
  "material_id",
  "machine_id",
  "workflow_mode",
  "toolchain_id",
  "post_processor_id",
  "geometry_ref",
  "geometry_hash",
  "parent_run_id",
  "gate_policy_id",
  "gate_decision",
  "engine_version",
  "toolchain_version",
  "config_fingerprint",
  "notes",
] as const;

/** Digests a request may assert; ours are computed from what was received. */
export const ASSERTED_HASHES = ["feasibility_sha256", "toolpaths_sha256", "gcode_sha256", "opplan_sha256"] as const;

const OUTPUT_PATHS = ["gcode_path", "opplan_path", "preview_svg_path"] as const;
const MAX_FILES = 1000;

/** A value and its bytes as they stood in the request: digests are made from these. */
export interface GivenValue<Value extends JsonValue = JsonValue> {
  readonly value: Value;
  readonly bytes: Uint8Array;
}

/** A file that a request names by path. */
export interface NamedFile {
  readonly path: string;
  readonly kind: string;
  readonly mime: string;
  readonly filename: string | null;
  readonly assertedSha256: string | null;
}

/** What the evaluating side decided, unjudged. */
export interface GivenDecision {
  readonly isGiven: boolean;
  readonly riskLevel: string | null;
  readonly score: JsonValue;
  readonly blockReason: string | null;
  readonly warnings: readonly string[] | null;
  readonly details: JsonObject;
}

/** What the run produced, as the request brings it. */
export interface GivenOutputs {
  readonly gcodeText: string | null;
  readonly opplan: GivenValue<JsonObject> | null;
  readonly paths: Readonly<Record<(typeof OUTPUT_PATHS)[number], string | null>>;
}

/** A run request as far as it could be understood. Source: operations, "The run request". */
export interface RunRequest {
  readonly mode: string;
  readonly toolId: string;
  readonly status: RunStatus;
  readonly eventType: string;
  readonly summary: JsonObject;
  /** Null when there is none or an empty one: nothing was evaluated. */
  readonly feasibility: GivenValue<JsonObject> | null;
  readonly decision: GivenDecision;
  readonly assertedHashes: Readonly<Record<(typeof ASSERTED_HASHES)[number], string | null>>;
  readonly outputs: GivenOutputs;
  readonly toolpaths: GivenValue | null;
  readonly files: readonly NamedFile[];
  readonly parentPlanRunId: string | null;
  readonly copied: Readonly<Record<(typeof COPIED_TEXTS)[number], string | null>>;
  readonly driftDetected: boolean | null;
  readonly driftSummary: JsonObject | null;
  readonly errors: readonly string[] | null;
  readonly meta: JsonObject;
  /** Members no field of the record takes, in their order; those of an inner object under its name. */
  readonly extraFields: JsonObject;
  /** Over the canonical form of the whole request; null when it has none. */
  readonly requestHash: Sha256 | null;
  /** Over what was asked for, without what came of it; null where nothing can be said. See {@link inputsDigest}. */
  readonly inputsHash: Sha256 | null;
  /** True when the bytes are a JSON object, whatever is wrong with its fields. */
  readonly isReadable: boolean;
  /** What could not be understood. Not empty: the run ends as ERROR and the bytes are kept. */
  readonly problems: readonly Violation[];
}

/** What can be understood of a run request. Never throws for bad data: what is wrong is listed in `problems`, fields are named by path. */
export function parseRunRequest(bytes: Uint8Array): RunRequest {
  const problems: Violation[] = [];
  const root = readRoot(bytes, problems);
  const fields = new FieldReader(root?.object ?? null, "", { bytes, problems });
  const inner = {
    decision: fields.inner("decision"),
    outputs: fields.inner("outputs"),
    hashes: fields.inner("hashes"),
  };
  const lineage = fields.inner("lineage");
  const files = readFiles(fields);
  return {
    mode: nameOrUnknown(fields.text("mode")),
    toolId: nameOrUnknown(fields.text("tool_id")),
    status: readStatus(fields),
    eventType: nameOrUnknown(fields.text("event_type")),
    summary: readSummary(fields),
    feasibility: unlessEmpty(givenObject(fields, "feasibility")),
    decision: readDecision(inner.decision),
    assertedHashes: readTexts(inner.hashes, ASSERTED_HASHES),
    outputs: readOutputs(inner.outputs),
    toolpaths: unlessEmpty(givenValue(fields, "toolpaths")),
    files: files.named,
    parentPlanRunId: lineage.text("parent_plan_run_id"),
    copied: readTexts(fields, COPIED_TEXTS),
    driftDetected: fields.flag("drift_detected"),
    driftSummary: fields.object("drift_summary"),
    errors: fields.texts("errors"),
    meta: fields.object("meta") ?? jsonObject([]),
    // Last: only now is it known which members no field takes.
    extraFields: jsonObject([...fields.rest().entries(), ...innerRest({ ...inner, lineage }), ...files.rest]),
    requestHash: root?.hash ?? null,
    inputsHash: root?.inputsHash ?? null,
    isReadable: root !== null,
    problems,
  };
}

/** A request that is an object, and the digests of it. */
interface RequestRoot {
  readonly object: JsonObject;
  readonly hash: Sha256;
  readonly inputsHash: Sha256 | null;
}

/** Null, with a problem noted, for bytes that are no object. */
function readRoot(bytes: Uint8Array, problems: Violation[]): RequestRoot | null {
  try {
    const value = readJson(bytes, REQUEST_LIMITS);
    if (value instanceof JsonObject) {
      return { object: value, hash: canonicalDigest(bytes), inputsHash: inputsDigest(value, bytes) };
    }
    problems.push({ field: "request", reason: `Must be an object, not ${jsonTypeName(value)}` });
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    problems.push({ field: "request", reason: describeRefusal(error) });
  }
  return null;
}

function describeRefusal(error: JsonSyntaxError): string {
  const place = `at byte ${error.offset}`;
  if (error.code === "TOO_LARGE") return `Too large: ${error.reason}`;
  if (error.code === "TOO_DEEP") return `Nested too deeply: ${error.reason} (${place})`;
  return `Cannot be read as JSON: ${error.reason} (${place})`;
}

function nameOrUnknown(text: string | null): string {
  return text === null || text.trim() === "" ? "unknown" : text;
}

/** The older create call took a missing status for OK; the gate and the completeness guard judge it all the same. */
function readStatus(fields: FieldReader): RunStatus {
  const text = fields.text("status");
  if (text === null) return "OK";
  const status = RUN_STATUSES.find((known) => known === text);
  if (status !== undefined) return status;
  fields.problem("status", `Must be OK, BLOCKED or ERROR, not ${quotedText(text)}`);
  return "ERROR";
}

/** A full request is summarised here; without one, a summary the caller made is taken. */
function readSummary(fields: FieldReader): JsonObject {
  const full = fields.any("request");
  if (full !== null) return summarizeRequest(full);
  const own = fields.object("request_summary");
  return own === null ? jsonObject([]) : stripClientFeasibility(own);
}

function givenValue(fields: FieldReader, key: string): GivenValue | null {
  const value = fields.any(key);
  return value === null ? null : { value, bytes: fields.bytesOf(key) };
}

function givenObject(fields: FieldReader, key: string): GivenValue<JsonObject> | null {
  const value = fields.object(key);
  return value === null ? null : { value, bytes: fields.bytesOf(key) };
}

/** An empty object or list says nothing: it is taken as not given. */
function unlessEmpty<Given extends GivenValue>(given: Given | null): Given | null {
  const value = given?.value ?? null;
  const isEmpty = (value instanceof JsonObject && value.size === 0) || (Array.isArray(value) && value.length === 0);
  return isEmpty ? null : given;
}

function readDecision(decision: FieldReader): GivenDecision {
  return {
    isGiven: decision.isThere,
    riskLevel: decision.text("risk_level"),
    score: decision.any("score"),
    blockReason: decision.text("block_reason"),
    warnings: decision.texts("warnings"),
    details: decision.object("details") ?? jsonObject([]),
  };
}

function readOutputs(outputs: FieldReader): GivenOutputs {
  return {
    gcodeText: outputs.text("gcode_text"),
    opplan: givenObject(outputs, "opplan_json"),
    paths: readTexts(outputs, OUTPUT_PATHS),
  };
}

/** The files a request names, and what else it says about them (a list as long as theirs, if any says more). */
function readFiles(fields: FieldReader): {
  readonly named: readonly NamedFile[];
  readonly rest: readonly [string, JsonValue][];
} {
  const items = fields.innerItems("files");
  if (items.length > MAX_FILES) fields.problem("files", `Names ${items.length} files; a request may name ${MAX_FILES}`);
  const named = items.slice(0, MAX_FILES).map(readFile);
  const rest = items.map((item) => item.rest());
  return { named, rest: rest.some((more) => more.size > 0) ? [["files", rest]] : [] };
}

function readFile(item: FieldReader): NamedFile {
  const path = item.text("path");
  if (item.isThere && (path === null || path === "")) item.problem("path", "Must be the path of a file");
  return {
    path: path ?? "",
    kind: item.text("kind") || "file",
    mime: item.text("mime") || "application/octet-stream",
    filename: item.text("filename") || null,
    assertedSha256: item.text("sha256"),
  };
}

function readTexts<Key extends string>(fields: FieldReader, keys: readonly Key[]): Record<Key, string | null> {
  return Object.fromEntries(keys.map((key) => [key, fields.text(key)])) as Record<Key, string | null>;
}

function innerRest(readers: Readonly<Record<string, FieldReader>>): (readonly [string, JsonValue])[] {
  return Object.entries(readers)
    .map(([name, reader]) => [name, reader.rest()] as const)
    .filter(([, rest]) => rest.size > 0);
}
