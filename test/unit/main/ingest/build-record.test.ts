import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildRecord, type RecordContext } from "../../../../src/main/ingest/build-record.ts";
import { INLINE_LIMIT_BYTES } from "../../../../src/main/ingest/request-attachments.ts";
import { parseRunRequest } from "../../../../src/main/ingest/run-request.ts";
import { PLACEHOLDER_SHA256, type Sha256 } from "../../../../src/shared/sha256.ts";
import { brokenRequests, requestBytes, requestFixture } from "./read-request.ts";
import { V2_STORE } from "./written-files.ts";

const CONTEXT: RecordContext = {
  runId: "run_0193aa00000070008000000000000001",
  createdAtUtc: "2026-11-20T10:11:12.345000Z",
  runNumber: "572-4",
  storeId: "store-1",
  workstationId: "ws-1",
  recordedBy: "anna",
  requestId: "req-1",
  attachments: [],
  fileViolations: [],
};

const OWN_FIELDS = [
  "schema_version",
  "store_id",
  "workstation_id",
  "run_number",
  "recorded_by",
  "request_hash",
  "completeness",
  "inputs_hash",
];

interface PlainRecord {
  readonly [key: string]: unknown;
  readonly decision: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly hashes: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

function build(bytes: Uint8Array, context: Partial<RecordContext> = {}) {
  const built = buildRecord(parseRunRequest(bytes), { ...CONTEXT, ...context });
  const text = built.bytes.toString("utf8");
  return { ...built, text, record: JSON.parse(text) as PlainRecord };
}

function olderRecord(name: string): PlainRecord {
  return JSON.parse(readFileSync(join(V2_STORE, "runs", name), "utf8"));
}

function keysOf(record: PlainRecord): unknown {
  const inner = ["decision", "hashes", "outputs"].map((key) => Object.keys(record[key] as object));
  return [Object.keys(record), ...inner];
}

describe("record", () => {
  it("has every field of the older system in its order, then ours", () => {
    const older = olderRecord("2025-12-17/run_d1e73bb4cd6444b09d2827587bf640ed.json");
    for (const name of ["full.json", "minimal.json", "broken/torn.json"]) {
      const { record } = build(requestFixture(name));
      const [fields, ...inner] = keysOf(older) as string[][];
      expect(keysOf(record)).toEqual([[...(fields ?? []), ...OWN_FIELDS], ...inner]);
    }
  });

  it("is two-space JSON in UTF-8 with one newline at the end", () => {
    const { text } = build(requestFixture("full.json"));
    expect(text.startsWith('{\n  "run_id": "run_0193')).toBe(true);
    expect(text.endsWith("\n}\n")).toBe(true);
    expect(text).not.toContain("\r");
    expect(text).toContain('"name": "Nußbaum 😀"');
  });

  it("keeps every number as it was received", () => {
    const { text } = build(requestFixture("full.json"));
    for (const line of [
      '"score": 87.50,',
      '"limit": 1e-7,',
      '"big": 123456789012345678901234567890,',
      '"zero": -0.0,',
      '"margin": 0.070',
      '"b": 1.0,',
    ]) {
      expect(text).toContain(line);
    }
  });

  it("is blocked by the guard with the older system's words when it says almost nothing", () => {
    const older = olderRecord("2025-12-17/run_d7837a735e634450aca548bc37308f37.json");
    const { record, status, completeness } = build(requestFixture("minimal.json"));
    expect(status).toBe("BLOCKED");
    expect(record.decision).toEqual(older.decision);
    expect(record.hashes).toEqual(older.hashes);
    expect(record.meta).toEqual(older.meta);
    expect(record.completeness).toEqual(completeness);
    expect([record.gate_policy_id, record.gate_decision]).toEqual(["rmos.gate/1", "BLOCKED"]);
  });

  it("says a complete run was allowed, and leaves the older fields that change at their defaults", () => {
    const { record, status } = build(requestFixture("full.json"));
    expect(status).toBe("OK");
    expect(record.decision.risk_level).toBe("YELLOW");
    expect([record.gate_policy_id, record.gate_decision]).toEqual(["rmos.gate/1", "ALLOWED"]);
    expect([record.explanation_status, record.advisory_inputs, record.source_advisory_id]).toEqual(["NONE", [], null]);
    expect(record.completeness).toEqual([]);
    expect(record.lineage).toEqual({ parent_plan_run_id: "run_plan" });
  });

  it("keeps a gate that the request names", () => {
    const { record } = build(requestBytes({ gate_policy_id: "gate.v1", gate_decision: "OVERRIDDEN" }));
    expect([record.gate_policy_id, record.gate_decision]).toEqual(["gate.v1", "OVERRIDDEN"]);
  });

  it("drops nothing: unknown fields, and values that stand in the way of ours, are kept in meta", () => {
    const { record } = build(requestFixture("full.json"));
    expect(record.meta.extra_fields).toMatchObject({
      shift: 2,
      explanation_status: "READY",
      decision: { reviewer: "x" },
    });
    const guarded = build(requestBytes({ meta: { completeness_guard: "theirs" } })).record;
    expect(guarded.meta).toEqual({
      completeness_guard_as_received: "theirs",
      completeness_guard: true,
      violation_count: 2,
    });
  });

  it.each(brokenRequests())("is an ERROR that names the field for %s", (name) => {
    const { record, status, completeness } = build(requestFixture(name));
    expect(status).toBe("ERROR");
    expect(record.decision.risk_level).toBe("ERROR");
    expect(record.decision.block_reason).toContain(`The request could not be understood - ${completeness[0]?.field}: `);
    expect(record.errors).toEqual([`${completeness[0]?.field}: ${completeness[0]?.reason}`]);
  });

  it("never ends softer than asked", () => {
    expect(build(requestBytes({ status: "ERROR", feasibility: { risk_level: "GREEN" } })).status).toBe("ERROR");
    expect(build(requestBytes({ status: "BLOCKED", feasibility: { risk_level: "GREEN" } })).status).toBe("BLOCKED");
    expect(build(requestBytes({ status: "OK", feasibility: { risk_level: "RED" } })).status).toBe("BLOCKED");
  });

  it("is blocked by a file that could not be taken", () => {
    const violation = { field: "files[0].path", reason: "No file is there" };
    const built = build(requestBytes({ feasibility: { risk_level: "GREEN" } }), { fileViolations: [violation] });
    expect([built.status, built.completeness]).toEqual(["BLOCKED", [violation]]);
  });

  it("keeps a score that cannot be recorded among the details", () => {
    const { record } = build(requestBytes({ feasibility: { risk_level: "GREEN" }, decision: { score: 120 } }));
    expect(record.decision.score).toBeNull();
    expect(record.decision.details).toMatchObject({ score_given: 120 });
  });

  it("leaves outputs that are too large to attachments, with their digests", () => {
    const gcode = "G1 X1\n".repeat(INLINE_LIMIT_BYTES / 6 + 1);
    const { record } = build(requestBytes({ outputs: { gcode_text: gcode, opplan_json: { gcode } } }));
    expect([record.outputs.gcode_text, record.outputs.opplan_json]).toEqual([null, null]);
    expect(record.hashes.gcode_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(record.hashes.opplan_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("lists attachments with all six fields", () => {
    const sha256 = "ab".repeat(32) as Sha256;
    const attachment = { sha256, kind: "gcode", mime: "text/x-gcode", filename: "op20.nc", sizeBytes: 12 };
    const { record } = build(requestBytes({}), { attachments: [attachment] });
    expect(record.attachments).toEqual([
      {
        sha256,
        kind: "gcode",
        mime: "text/x-gcode",
        filename: "op20.nc",
        size_bytes: 12,
        created_at_utc: CONTEXT.createdAtUtc,
      },
    ]);
  });

  it("is the same for the same request and context", () => {
    const bytes = requestFixture("full.json");
    expect(build(bytes).text).toBe(build(bytes).text);
  });

  it("holds to the rules of older readers for any JSON in any field", () => {
    const field = fc.constantFrom(
      ...["mode", "tool_id", "status", "feasibility", "decision", "outputs", "files", "meta", "request", "hashes"],
      ...["toolpaths", "lineage", "errors", "drift_summary", "drift_detected", "notes", "request_summary", "x"],
    );
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (request) => {
        const { record } = build(requestBytes(request));
        expectReadableByOlderSystem(record);
      }),
    );
  });

  it("is read by Python with the same keys in the same order, and the same digest of its feasibility", () => {
    const { text, record } = build(requestFixture("full.json"));
    const script =
      "import sys,json,hashlib;r=json.load(sys.stdin);" +
      "c=json.dumps(r['feasibility'],sort_keys=True,separators=(',',':'),ensure_ascii=False);" +
      "print(json.dumps([list(r),hashlib.sha256(c.encode()).hexdigest()]))";
    const printed = python(script, text);
    if (printed === null) return;
    expect(JSON.parse(printed)).toEqual([Object.keys(record), record.hashes.feasibility_sha256]);
  });
});

/** Null where the machine has no Python 3. */
function python(script: string, input: string): string | null {
  try {
    return execFileSync("python3", ["-c", script], {
      input,
      encoding: "utf8",
      env: { ...process.env, PYTHONUTF8: "1" },
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Source: older-stores, "Reader strictness". */
function expectReadableByOlderSystem(record: PlainRecord): void {
  expect(["OK", "BLOCKED", "ERROR"]).toContain(record.status);
  for (const key of ["mode", "tool_id", "event_type"]) expect(typeof record[key]).toBe("string");
  for (const key of ["request_summary", "feasibility", "meta", "outputs"]) expect(isObject(record[key])).toBe(true);
  const { risk_level, score, warnings, details } = record.decision;
  expect(["GREEN", "YELLOW", "RED", "UNKNOWN", "ERROR"]).toContain(risk_level);
  expect(score === null || (typeof score === "number" && score >= 0 && score <= 100)).toBe(true);
  expect(Array.isArray(warnings) && warnings.every((warning) => typeof warning === "string")).toBe(true);
  expect(isObject(details)).toBe(true);
  expect(record.hashes.feasibility_sha256).toHaveLength(PLACEHOLDER_SHA256.length);
  expect(record.errors === null || (Array.isArray(record.errors) && record.errors.every(isText))).toBe(true);
  for (const key of ["lineage", "drift_summary"]) expect(record[key] === null || isObject(record[key])).toBe(true);
  expect(record.advisory_inputs).toEqual([]);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
