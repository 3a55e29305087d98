import { describe, expect, it } from "vitest";
import type { WritableJson } from "../../../../src/main/canonical/print-json.ts";
import { checkCompleteness } from "../../../../src/main/check/check-completeness.ts";
import { checkRecordShape } from "../../../../src/main/check/check-record-shape.ts";
import { olderRecord, ownRecord, RECORD_PATH, RUN_ID } from "./checked-store.ts";

const VIOLATIONS = [
  { field: "hashes.feasibility_sha256", reason: "Required" },
  { field: "decision.risk_level", reason: "Required" },
];

function found(value: Readonly<Record<string, WritableJson>>) {
  const { record } = checkRecordShape(Buffer.from(JSON.stringify(value)), { runId: RUN_ID, path: RECORD_PATH });
  if (record === null) throw new Error("The record of this test cannot be read");
  return checkCompleteness(record).findings.map((finding) => `${finding.code} ${finding.found}`);
}

describe("checkCompleteness", () => {
  it("finds nothing in a complete record", () => {
    expect(found(ownRecord())).toEqual([]);
    expect(found(olderRecord())).toEqual([]);
  });

  it("names what a record of ours says it lacks", () => {
    expect(found(ownRecord({ completeness: VIOLATIONS }))).toEqual([
      "INCOMPLETE hashes.feasibility_sha256, decision.risk_level",
    ]);
  });

  it("names what the older system's guard found missing", () => {
    const decision = { risk_level: "ERROR", details: { violations: VIOLATIONS } };
    expect(found(olderRecord({ decision }))).toEqual(["INCOMPLETE hashes.feasibility_sha256, decision.risk_level"]);
  });

  it("knows the guard by its mark alone", () => {
    expect(found(olderRecord({ meta: { completeness_guard: true } }))).toEqual(["INCOMPLETE null"]);
    expect(found(olderRecord({ meta: { completeness_guard: "yes" } }))).toEqual([]);
  });

  it.each<Record<string, WritableJson>>([
    { decision: null, meta: 5 },
    { completeness: "none", decision: { details: [] } },
    { completeness: [5], decision: { details: { violations: { a: 1 } } } },
  ])("is not put off by a record of another shape: %j", (more) => {
    expect(found(olderRecord(more))).toEqual([]);
  });
});
