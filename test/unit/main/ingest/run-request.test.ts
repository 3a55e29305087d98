import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toPlain } from "../../../../src/main/canonical/json-tree.ts";
import { parseRunRequest } from "../../../../src/main/ingest/run-request.ts";
import { brokenRequests, requestBytes, requestFixture } from "./read-request.ts";

/** The field that the first problem of each broken request must name. */
const BROKEN_FIELDS: Readonly<Record<string, string>> = {
  "broken/status-lower-case.json": "status",
  "broken/mode-number.json": "mode",
  "broken/meta-list.json": "meta",
  "broken/warnings-number.json": "decision.warnings[0]",
  "broken/files-text.json": "files",
};

describe("run request", () => {
  it("takes over every field it has a place for", () => {
    const request = parseRunRequest(requestFixture("full.json"));
    expect(request.problems).toEqual([]);
    expect([request.mode, request.toolId, request.status, request.eventType]).toEqual([
      "saw",
      "saw:veneer_160",
      "OK",
      "toolpaths",
    ]);
    expect(request.copied).toMatchObject({
      material_id: "ebony",
      machine_id: "M3",
      notes: "checked",
      gate_policy_id: null,
    });
    expect(request.parentPlanRunId).toBe("run_plan");
    expect(request.driftDetected).toBe(false);
    expect(request.outputs.paths).toEqual({ gcode_path: "out/op20.nc", opplan_path: null, preview_svg_path: null });
    expect(Buffer.from(request.toolpaths?.bytes ?? []).toString()).toBe('{ "unit": "mm", "moves": [1.0, 2.50] }');
  });

  it("keeps what it has no place for, inner objects under their name", () => {
    const { extraFields } = parseRunRequest(requestFixture("full.json"));
    expect(toPlain(extraFields)).toEqual({
      explanation_status: "READY",
      shift: 2,
      decision: { reviewer: "x" },
      outputs: { preview_png: "p.png" },
    });
    const files = parseRunRequest(requestBytes({ files: [{ path: "a.nc", side: "left" }, { path: "b.nc" }] }));
    expect(toPlain(files.extraFields)).toEqual({ files: [{ side: "left" }, {}] });
  });

  it("takes a request with nothing in it as one that says nothing", () => {
    const request = parseRunRequest(requestBytes({}));
    expect(request.problems).toEqual([]);
    expect([request.mode, request.toolId, request.status, request.eventType]).toEqual([
      "unknown",
      "unknown",
      "OK",
      "unknown",
    ]);
    expect([request.feasibility, request.toolpaths, request.outputs.gcodeText]).toEqual([null, null, null]);
  });

  it("takes empty feasibility and toolpaths for none", () => {
    const request = parseRunRequest(requestBytes({ feasibility: {}, toolpaths: [], outputs: { opplan_json: {} } }));
    expect([request.feasibility, request.toolpaths]).toEqual([null, null]);
    expect(request.outputs.opplan).not.toBeNull();
  });

  it.each(brokenRequests())("lists what is wrong with %s and names the field", (name) => {
    const request = parseRunRequest(requestFixture(name));
    expect(request.problems[0]?.field).toBe(BROKEN_FIELDS[name] ?? "request");
    expect(request.problems[0]?.reason).toMatch(/^[A-Z]/);
    expect(request.isReadable).toBe(name in BROKEN_FIELDS);
  });

  it("understands the rest of a request with one wrong field", () => {
    const request = parseRunRequest(requestFixture("broken/mode-number.json"));
    expect([request.mode, request.toolId, request.copied.machine_id]).toEqual(["unknown", "T1", "M3"]);
  });

  it("says that a request is too large without reading it", () => {
    const request = parseRunRequest(Buffer.alloc(16 * 1024 * 1024 + 1, " "));
    expect(request.problems[0]?.reason).toMatch(/^Too large/);
  });

  it("refuses more files than a request may name", () => {
    const files = Array.from({ length: 1001 }, () => ({ path: "a" }));
    expect(parseRunRequest(requestBytes({ files })).problems[0]?.field).toBe("files");
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseRunRequest(bytes).problems.length).toBeGreaterThanOrEqual(bytes.byteLength === 0 ? 1 : 0);
      }),
    );
    fc.assert(fc.property(fc.json(), (text) => void parseRunRequest(Buffer.from(text))));
  });
});
