import { describe, expect, it } from "vitest";
import {
  INLINE_LIMIT_BYTES,
  isKeptInline,
  requestAttachments,
} from "../../../../src/main/ingest/request-attachments.ts";
import { parseRunRequest } from "../../../../src/main/ingest/run-request.ts";
import { requestBytes, requestFixture } from "./read-request.ts";

function kindsOf(bytes: Buffer): readonly string[] {
  return requestAttachments(parseRunRequest(bytes), bytes, null).map(({ kind }) => kind);
}

describe("request attachments", () => {
  it("are none for a small request that was understood", () => {
    expect(kindsOf(requestFixture("minimal.json"))).toEqual([]);
    expect([isKeptInline(INLINE_LIMIT_BYTES), isKeptInline(INLINE_LIMIT_BYTES + 1)]).toEqual([true, false]);
  });

  it("keep toolpaths byte for byte", () => {
    const bytes = requestFixture("full.json");
    const [toolpaths] = requestAttachments(parseRunRequest(bytes), bytes, null);
    expect(toolpaths?.kind).toBe("toolpaths");
    expect(Buffer.from(toolpaths?.bytes ?? []).toString()).toBe('{ "unit": "mm", "moves": [1.0, 2.50] }');
  });

  it("keep outputs that are too large for the record, measured in bytes", () => {
    const text = "ß".repeat(INLINE_LIMIT_BYTES / 2);
    expect(kindsOf(requestBytes({ outputs: { gcode_text: text } }))).toEqual([]);
    expect(kindsOf(requestBytes({ outputs: { gcode_text: `${text}!`, opplan_json: { text } } }))).toEqual([
      "gcode",
      "opplan",
    ]);
  });

  it("keep the whole request where it could not be understood, under the name it came with", () => {
    const bytes = requestFixture("broken/torn.json");
    const [request] = requestAttachments(parseRunRequest(bytes), bytes, "job 7.json");
    expect(request).toMatchObject({ kind: "request", filename: "job 7.json", mime: "application/octet-stream" });
    expect(request?.bytes).toBe(bytes);
  });
});
