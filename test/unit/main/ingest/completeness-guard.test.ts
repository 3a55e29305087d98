import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkCompleteness, feasibilityRiskLevel } from "../../../../src/main/ingest/completeness-guard.ts";
import { digestRequest } from "../../../../src/main/ingest/request-digests.ts";
import { parseRunRequest } from "../../../../src/main/ingest/run-request.ts";
import { requestBytes } from "./read-request.ts";
import { V2_STORE } from "./written-files.ts";

function check(request: unknown) {
  const parsed = parseRunRequest(requestBytes(request));
  return checkCompleteness(parsed, digestRequest(parsed));
}

const COMPLETE = { feasibility: { risk_level: "GREEN", score: 80 } };

describe("completeness guard", () => {
  it("finds what the older system's guard found, in its words", () => {
    const path = join(V2_STORE, "runs", "2025-12-17", "run_d7837a735e634450aca548bc37308f37.json");
    const older = JSON.parse(readFileSync(path, "utf8"));
    const { violations, riskLevel } = check({ mode: "router" });
    expect(violations).toEqual(older.decision.details.violations);
    expect(riskLevel).toBe(older.decision.risk_level);
  });

  it("finds nothing wrong with a complete request", () => {
    expect(check(COMPLETE)).toMatchObject({ riskLevel: "GREEN", violations: [] });
    expect(check(COMPLETE).score?.text).toBe("80");
  });

  it("takes the decision's risk level before the feasibility's, whatever its case", () => {
    expect(check({ ...COMPLETE, decision: { risk_level: " red " } }).riskLevel).toBe("RED");
    expect(check({ ...COMPLETE, decision: {} }).riskLevel).toBe("GREEN");
    expect(feasibilityRiskLevel(parseRunRequest(requestBytes(COMPLETE)))).toBe("GREEN");
  });

  it("does not fall back to the feasibility where the decision names an unknown level", () => {
    const found = check({ ...COMPLETE, decision: { risk_level: "PURPLE" } });
    expect([found.riskLevel, found.violations[0]?.field]).toEqual(["ERROR", "decision.risk_level"]);
  });

  it.each([-0.5, 100.5, "87", true, {}])("records no score that older readers refuse: %j", (score) => {
    const found = check({ ...COMPLETE, decision: { score } });
    expect(found.score).toBeNull();
    expect(found.violations.map(({ field }) => field)).toEqual(["decision.score"]);
  });

  it.each(["0", "100", "1e2", "87.50"])("keeps the spelling of the score %s", (text) => {
    const parsed = parseRunRequest(Buffer.from(`{"decision":{"score":${text}}}`));
    expect(checkCompleteness(parsed, digestRequest(parsed)).score?.text).toBe(text);
  });

  it("finds an asserted digest that differs, and accepts one that does not", () => {
    const wrong = "a".repeat(64);
    const found = check({ ...COMPLETE, hashes: { feasibility_sha256: wrong, gcode_sha256: wrong } });
    expect(found.violations.map(({ field }) => field)).toEqual(["hashes.feasibility_sha256", "hashes.gcode_sha256"]);
    expect(found.violations[0]?.reason).toContain(wrong);
    const parsed = parseRunRequest(requestBytes(COMPLETE));
    const right = digestRequest(parsed).feasibility_sha256.toUpperCase();
    expect(check({ ...COMPLETE, hashes: { feasibility_sha256: right } }).violations).toEqual([]);
  });
});
