import { describe, expect, it } from "vitest";
import { factText, readRecordFacts } from "../../../../src/renderer/state/record-facts.ts";

describe("record facts", () => {
  it("reads decision, warnings, rules and G-code", () => {
    const facts = readRecordFacts({
      feasibility: { rules_triggered: ["F020", "F012"] },
      decision: { block_reason: "Too fast", score: 18, warnings: ["Rim speed"], details: {} },
      outputs: { gcode_text: "G90\n" },
      tool_id: "T102",
    });
    expect(facts).toMatchObject({
      readable: true,
      blockReason: "Too fast",
      score: 18,
      warnings: ["Rim speed"],
      rules: ["F020", "F012"],
      gcodeText: "G90\n",
      missing: [],
    });
    expect(factText(facts, "tool_id")).toBe("T102");
  });

  it("lists what was missing once, whether ours or the older system says so", () => {
    const risk = { field: "decision.risk_level", reason: "Required" };
    const digest = { field: "hashes.feasibility_sha256", reason: "Required" };
    expect(readRecordFacts({ completeness: [risk, digest] }).missing).toEqual([risk, digest]);
    expect(readRecordFacts({ decision: { details: { violations: [risk] } } }).missing).toEqual([risk]);
    expect(readRecordFacts({ completeness: [risk], decision: { details: { violations: [risk] } } }).missing).toEqual([
      risk,
    ]);
  });

  it.each([null, undefined, 7, "text", []])("%j is no record, and nothing is claimed about it", (record) => {
    const facts = readRecordFacts(record);
    expect(facts).toMatchObject({ readable: false, score: null, warnings: [], missing: [], gcodeText: null });
  });

  it("fields of another shape count as not there; odd entries are shown as they are", () => {
    const facts = readRecordFacts({
      decision: { warnings: ["a", 7, { limit: 3n }], score: "87", block_reason: 4 },
      feasibility: [1],
      hashes: null,
      outputs: "none",
    });
    expect(facts.warnings).toEqual(["a", "7", '{"limit":"3"}']);
    expect(facts).toMatchObject({ score: null, blockReason: null, rules: [], hashes: {}, gcodeText: null });
  });

  it("an object or an empty text is no fact", () => {
    const facts = readRecordFacts({ a: {}, b: "", c: null, d: false, e: 12n });
    expect(["a", "b", "c", "d", "e", "f"].map((field) => factText(facts, field))).toEqual([
      null,
      null,
      null,
      "false",
      "12",
      null,
    ]);
  });
});
