import { describe, expect, it } from "vitest";
import { batchStep, stepRank } from "../../../../src/main/catalog/batch-step.ts";

describe("batchStep", () => {
  it("is told by the last word of a kind of event that names one", () => {
    const told = {
      saw_batch_spec: "spec",
      saw_batch_plan: "plan",
      saw_batch_decision: "decision",
      saw_batch_op_toolpaths: "toolpaths",
      saw_batch_execution: "execution",
      saw_batch_plan_decision: "decision",
      "Saw-Batch-PLAN": "plan",
      toolpaths: "toolpaths",
    };
    expect(Object.fromEntries(Object.keys(told).map((event) => [event, batchStep(event)]))).toEqual(told);
  });

  it("is another step where no word names one", () => {
    expect([null, "", "unknown", "approval", "planning", "specs"].map(batchStep)).toEqual(Array(6).fill("other"));
  });
});

describe("stepRank", () => {
  it("follows the order of a batch, other steps last", () => {
    const steps = ["other", "execution", "spec", "toolpaths", "decision", "plan"] as const;
    expect([...steps].sort((one, two) => stepRank(one) - stepRank(two))).toEqual([
      ...["spec", "plan", "decision", "toolpaths", "execution", "other"],
    ]);
  });
});
