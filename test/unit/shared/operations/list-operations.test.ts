import { describe, expect, it } from "vitest";
import { runColumnsSchema } from "../../../../src/shared/operations/list-operations.ts";
import { runRowSchema } from "../../../../src/shared/operations/run-operations.ts";

describe("rows as columns", () => {
  it("have one list for each field of a row, and take in each list what the field takes", () => {
    expect(Object.keys(runColumnsSchema.shape)).toEqual(Object.keys(runRowSchema.shape));
    const nothing = Object.fromEntries(Object.keys(runRowSchema.shape).map((field) => [field, []]));
    expect(runColumnsSchema.safeParse(nothing).success).toBe(true);
    expect(runColumnsSchema.safeParse({ ...nothing, status: ["OK", null] }).success).toBe(true);
    expect(runColumnsSchema.safeParse({ ...nothing, status: ["DONE"] }).success).toBe(false);
    const { run_id: _left, ...without } = nothing;
    expect(runColumnsSchema.safeParse(without).success).toBe(false);
  });
});
