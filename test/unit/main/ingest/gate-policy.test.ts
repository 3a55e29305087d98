import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyGate, type GateQuestion } from "../../../../src/main/ingest/gate-policy.ts";
import { RISK_LEVELS, RUN_STATUSES } from "../../../../src/shared/verdicts.ts";

const QUESTION: GateQuestion = {
  askedStatus: "OK",
  askedReason: null,
  riskLevel: "GREEN",
  feasibilityRiskLevel: "GREEN",
  problems: [],
  violations: [],
};

describe("gate policy", () => {
  it("lets GREEN and YELLOW end as asked", () => {
    expect(applyGate(QUESTION)).toEqual({ status: "OK", decision: "ALLOWED", blockReason: null });
    expect(applyGate({ ...QUESTION, riskLevel: "YELLOW" }).status).toBe("OK");
    expect(applyGate({ ...QUESTION, askedStatus: "BLOCKED", riskLevel: "YELLOW" })).toEqual({
      status: "BLOCKED",
      decision: "BLOCKED",
      blockReason: null,
    });
  });

  it("blocks RED, UNKNOWN and ERROR in the older system's words, unless a reason is given", () => {
    expect(applyGate({ ...QUESTION, riskLevel: "RED" })).toEqual({
      status: "BLOCKED",
      decision: "BLOCKED",
      blockReason: "Risk level RED - operation blocked",
    });
    expect(applyGate({ ...QUESTION, riskLevel: "UNKNOWN" }).blockReason).toBe("Risk level UNKNOWN - operation blocked");
    expect(applyGate({ ...QUESTION, riskLevel: "RED", askedReason: "Blade too fast" }).blockReason).toBe(
      "Blade too fast",
    );
    expect(applyGate({ ...QUESTION, riskLevel: "RED", askedReason: "  " }).blockReason).toContain("Risk level RED");
  });

  it("does not let a decision talk its feasibility down", () => {
    expect(applyGate({ ...QUESTION, riskLevel: "GREEN", feasibilityRiskLevel: "RED" })).toEqual({
      status: "BLOCKED",
      decision: "BLOCKED",
      blockReason: "Risk level RED in the feasibility - operation blocked",
    });
  });

  it("joins the guard's words and the reason given", () => {
    const violations = [{ field: "files[0].path", reason: 'No file is at "a.nc"' }];
    expect(applyGate({ ...QUESTION, askedReason: "Wait for the blade", violations }).blockReason).toBe(
      'Completeness guard: missing or contradicting fields - files[0].path: No file is at "a.nc". Wait for the blade',
    );
  });

  it("never ends softer than asked, and never as OK with a blocking level, a problem or a violation", () => {
    const violation = fc.record({ field: fc.string(), reason: fc.string() });
    const question = fc.record({
      askedStatus: fc.constantFrom(...RUN_STATUSES),
      askedReason: fc.option(fc.string()),
      riskLevel: fc.constantFrom(...RISK_LEVELS),
      feasibilityRiskLevel: fc.option(fc.constantFrom(...RISK_LEVELS)),
      problems: fc.array(violation, { maxLength: 1 }),
      violations: fc.array(violation, { maxLength: 1 }),
    });
    fc.assert(
      fc.property(question, (asked) => {
        const answer = applyGate(asked);
        expect(RUN_STATUSES.indexOf(answer.status)).toBeGreaterThanOrEqual(RUN_STATUSES.indexOf(asked.askedStatus));
        const levels = [asked.riskLevel, asked.feasibilityRiskLevel];
        const mustNotPass = levels.some((level) => level !== null && level !== "GREEN" && level !== "YELLOW");
        if (mustNotPass || asked.problems.length + asked.violations.length > 0) {
          expect(answer.status).not.toBe("OK");
          expect(answer.blockReason).not.toBeNull();
        }
        expect(answer.decision).toBe(answer.status === "OK" ? "ALLOWED" : "BLOCKED");
      }),
    );
  });
});
