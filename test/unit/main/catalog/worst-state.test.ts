import { describe, expect, it } from "vitest";
import { NO_STATE, type RunState, worstState } from "../../../../src/main/catalog/worst-state.ts";

const STATUSES = [null, "OK", "BLOCKED", "ERROR"] as const;
const RISKS = [null, "GREEN", "YELLOW", "UNKNOWN", "ERROR", "RED"] as const;

describe("worstState", () => {
  it("takes the worse in each respect, whichever comes first", () => {
    for (const [at, status] of STATUSES.entries()) {
      for (const [other, worse] of STATUSES.entries()) {
        const expected = { ...NO_STATE, status: other > at ? worse : status };
        expect(worstState({ ...NO_STATE, status }, { ...NO_STATE, status: worse })).toEqual(expected);
      }
    }
    for (const [at, risk] of RISKS.entries()) {
      for (const [other, worse] of RISKS.entries()) {
        const expected = { ...NO_STATE, risk: other > at ? worse : risk };
        expect(worstState({ ...NO_STATE, risk }, { ...NO_STATE, risk: worse })).toEqual(expected);
      }
    }
  });

  it("judges status and risk apart", () => {
    const blocked: RunState = { status: "BLOCKED", risk: "GREEN" };
    expect(worstState(blocked, { status: "OK", risk: "RED" })).toEqual({ status: "BLOCKED", risk: "RED" });
  });
});
