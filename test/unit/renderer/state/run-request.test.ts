import { describe, expect, it } from "vitest";
import {
  buildRunRequest,
  EMPTY_FORM,
  formFaults,
  type RecordForm,
} from "../../../../src/renderer/state/run-request.ts";

const FILLED: RecordForm = { ...EMPTY_FORM, mode: " saw ", tool: "T102" };

function requestOf(form: RecordForm): unknown {
  return JSON.parse(new TextDecoder().decode(buildRunRequest(form)));
}

describe("run request", () => {
  it("needs a mode and a tool and a distance that is a number from 0 to 100", () => {
    expect(formFaults(EMPTY_FORM)).toEqual(["mode", "tool"]);
    expect(formFaults(FILLED)).toEqual([]);
    for (const distance of ["0", "100", "87.5", "87,5", " 61 "])
      expect(formFaults({ ...FILLED, distance })).toEqual([]);
    for (const distance of ["101", "-1", "x", "1e2", "8.", "87.5 mm"]) {
      expect(formFaults({ ...FILLED, distance })).toEqual(["distance"]);
    }
  });

  it("without a decision it claims no check: the record will be blocked and say so", () => {
    expect(requestOf(FILLED)).toEqual({
      mode: "saw",
      tool_id: "T102",
      event_type: "recorded_by_hand",
      status: "OK",
      material_id: null,
      machine_id: null,
      notes: null,
    });
  });

  it("a chosen decision is the result of the check, marked as entered by hand; nothing unknown becomes 0", () => {
    expect(
      requestOf({ ...FILLED, risk: "YELLOW", distance: "", warnings: " near limit \n\n slow feed" }),
    ).toMatchObject({
      feasibility: { risk_level: "YELLOW", score: null, warnings: ["near limit", "slow feed"], entered_by_hand: true },
      decision: { risk_level: "YELLOW", score: null, block_reason: null, warnings: ["near limit", "slow feed"] },
    });
    expect(requestOf({ ...FILLED, risk: "RED", distance: "18,5", reason: "Too fast" })).toMatchObject({
      decision: { score: 18.5, block_reason: "Too fast" },
    });
  });

  it("G-code is kept as typed, with its line ends and blanks", () => {
    expect(requestOf({ ...FILLED, gcode: " G90\n\nG21 \n" })).toMatchObject({
      outputs: { gcode_text: " G90\n\nG21 \n" },
    });
    expect(requestOf({ ...FILLED, gcode: " \n" })).not.toHaveProperty("outputs");
  });
});
