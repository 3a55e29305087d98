import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutNote, summarizeRun, unreadableRun } from "../../../../src/main/catalog/run-summary.ts";
import { runRowSchema } from "../../../../src/shared/operations/run-operations.ts";
import { madeRecord } from "./made-runs.ts";

const PLACE = { path: "2026-11-20/run_1.json", runNumber: "7-3" };
const FULL = {
  run_id: "run_1",
  created_at_utc: "2026-11-20T10:11:12.345678Z",
  mode: "saw",
  tool_id: "saw:veneer_160",
  status: "BLOCKED",
  decision: { risk_level: "RED", block_reason: "Rim speed", warnings: ["dull blade", 5] },
  hashes: { feasibility_sha256: "ab".repeat(32) },
  lineage: { parent_plan_run_id: "run_plan" },
  advisory_inputs: [{ advisory_id: "adv_1" }, { advisory_id: "adv_1" }, { advisory_id: "adv_2" }, "odd"],
  explanation_status: "READY",
  attachments: [{ sha256: "cd".repeat(32), filename: "op20.nc" }],
  meta: {
    session_id: "sess_42",
    workflow_session_id: "wf_2",
    batch_label: "batch-A",
    parent_plan_run_id: "run_plan",
    parent_id: "run_step",
  },
  workflow_session_id: "wf_1",
  material_id: "ebony",
  machine_id: "M3",
  event_type: "toolpaths",
  parent_run_id: "run_0",
  notes: "Späne verklemmt",
};

function rowOf(fields: Readonly<Record<string, unknown>>) {
  return summarizeRun(madeRecord(fields), PLACE).row;
}

describe("summarizeRun", () => {
  it("takes the row from the record", () => {
    expect(rowOf(FULL)).toEqual({
      run_id: "run_1",
      batch_label: "batch-A",
      workflow_session: "wf_1",
      limit_percent: null,
      differs: false,
      run_number: "7-3",
      created_at_utc: "2026-11-20T10:11:12.345678Z",
      status: "BLOCKED",
      risk_level: "RED",
      mode: "saw",
      tool_id: "saw:veneer_160",
      material_id: "ebony",
      machine_id: "M3",
      event_type: "toolpaths",
      block_reason: "Rim speed",
      explanation_status: "READY",
      review: "none",
      verdict: "not-checked",
      checked_at: null,
      advisory_count: 2,
      attachment_count: 1,
      tags: [],
      hidden: false,
      note: "Späne verklemmt",
      path: "2026-11-20/run_1.json",
      problem: null,
    });
  });

  it("takes the links from every field the older system looked at, and from no other", () => {
    expect(summarizeRun(madeRecord(FULL), PLACE).links).toEqual({
      session: ["wf_1", "wf_2", "sess_42"],
      step: ["run_step"],
      inputs: [],
      parent: ["run_0", "run_plan"],
      batch: ["batch-A"],
      tag: [],
      attachment: ["cd".repeat(32)],
      advisory: ["adv_1", "adv_2"],
      kept: [],
    });
  });

  it("is found by its ids, names, note, reasons and file names", () => {
    const { words } = summarizeRun(madeRecord({ ...FULL, errors: ["ValueError"] }), PLACE);
    for (const word of [
      "run_1",
      "7-3",
      "saw:veneer_160",
      "ebony",
      "M3",
      "verklemmt",
      "Rim",
      "dull",
      "op20.nc",
      "ValueError",
    ]) {
      expect(words).toContain(word);
    }
  });

  it("leaves null what a record lacks or spells in a way we do not know", () => {
    const row = rowOf({ status: "ok", decision: { risk_level: "PURPLE" }, tool_id: 5, created_at_utc: 1766052000 });
    expect(row).toMatchObject({ status: null, risk_level: null, tool_id: null, created_at_utc: null, note: null });
  });

  it("reads a decision as older readers did", () => {
    expect(rowOf({ decision: { risk_level: " green " } }).risk_level).toBe("GREEN");
  });

  it("keeps a time that says its offset and spells out one that does not", () => {
    expect(rowOf({ created_at_utc: "2025-12-18T04:00:00-06:00" }).created_at_utc).toBe("2025-12-18T04:00:00-06:00");
    expect(rowOf({ created_at_utc: "2025-12-18 10:00:00" }).created_at_utc).toBe("2025-12-18T10:00:00.000000Z");
    expect(rowOf({ created_at_utc: "soon" }).created_at_utc).toBeNull();
  });

  it("gives the sort key in microseconds since 1970", () => {
    expect(summarizeRun(madeRecord({ created_at_utc: "1970-01-01T00:00:01.000002Z" }), PLACE).createdUs).toBe(
      1_000_002,
    );
    expect(summarizeRun(madeRecord({}), PLACE).createdUs).toBeNull();
  });

  it.each([
    ["a list of violations", { completeness: [{ field: "tool_id", reason: "missing" }] }],
    ["the older system's guard", { meta: { completeness_guard: true } }],
    ["the placeholder digest", { hashes: { feasibility_sha256: "0".repeat(64) } }],
  ])("calls a record incomplete that holds %s", (_, fields) => {
    expect(rowOf(fields).verdict).toBe("incomplete");
  });

  it.each([{ completeness: [] }, { completeness: null }, { meta: { completeness_guard: "no" } }])(
    "does not call a record incomplete for %j",
    (fields) => expect(rowOf(fields).verdict).toBe("not-checked"),
  );

  it.each([
    ["nothing", ""],
    ["half a record", '{"run_id": "run_1", '],
    ["a list", "[]"],
    ["no UTF-8", Buffer.from([0x7b, 0xff, 0x7d])],
    ["a byte order mark", "\ufeff{}"],
  ])("gives a row that says why for %s", (_, content) => {
    const { row, createdUs } = summarizeRun(Buffer.from(content), PLACE);
    expect(row).toMatchObject({ run_id: "run_1", run_number: "7-3", verdict: "cannot-check", status: null });
    expect(row.problem).toMatch(/^The record is not readable: .+\.$/);
    expect(createdUs).toBeNull();
  });

  it("gives a row for 2 MB of garbage", () => {
    const garbage = Buffer.alloc(2 * 1024 * 1024, '[{"a":\0\xff');
    expect(summarizeRun(garbage, PLACE).row.problem).toContain("not readable");
    expect(summarizeRun(Buffer.alloc(2 * 1024 * 1024, "["), PLACE).row.problem).toContain("not readable");
  });

  it("keeps the row small whatever the record holds", () => {
    const long = "😀".repeat(100_000);
    const { row, words, links } = summarizeRun(
      madeRecord({ ...FULL, tool_id: long, notes: long, decision: { block_reason: long }, workflow_session_id: long }),
      PLACE,
    );
    expect(JSON.stringify(row).length).toBeLessThan(3000);
    expect(words.length).toBeLessThanOrEqual(8000);
    expect(links.session).toEqual(["wf_2", "sess_42"]);
  });

  it("gives a valid row for any JSON there is", () => {
    const anything = fc.oneof(
      fc.json().map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 100 }),
      fc.record(Object.fromEntries(Object.keys(FULL).map((key) => [key, fc.jsonValue()]))).map(madeRecord),
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        const { row } = summarizeRun(bytes, PLACE);
        expect(runRowSchema.parse(row)).toEqual(row);
      }),
      { numRuns: 300 },
    );
  });
});

describe("unreadableRun", () => {
  it("keeps the id in the file's name and the reason", () => {
    const { row } = unreadableRun(
      { path: "2026-11-20/RUN-DXF-AB12.json", runNumber: null },
      "The record's file is missing.",
    );
    expect(row).toMatchObject({
      run_id: "RUN-DXF-AB12",
      problem: "The record's file is missing.",
      verdict: "cannot-check",
    });
  });
});

describe("cutNote", () => {
  it("cuts after 200 characters and never through a character", () => {
    expect(cutNote(`${"a".repeat(199)}😀`)).toBe("a".repeat(199));
    expect(cutNote(null)).toBeNull();
  });
});
