import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filtersDigest, makeCursor, parseCursor } from "../../../../src/main/catalog/catalog-cursor.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { type RunFilters, runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";

const position = { sortUs: 1_766_052_000_000_000, runId: "run_0199" };

function filters(some: Partial<RunFilters> = {}): RunFilters {
  return runFiltersSchema.parse(some);
}

function refusal(cursor: string, of = filters()): unknown {
  try {
    return parseCursor(cursor, of);
  } catch (error) {
    return error instanceof AppError ? error.code : error;
  }
}

describe("filtersDigest", () => {
  it("is the same in whatever order values and fields are given", () => {
    const left = filters({ tool: ["a", "b"], mode: ["saw"] });
    const right = { ...filters({ mode: ["saw"] }), tool: ["b", "a"] };
    expect(filtersDigest(left)).toBe(filtersDigest(right));
  });

  it("differs where the filters differ", () => {
    expect(filtersDigest(filters({ tool: ["a"] }))).not.toBe(filtersDigest(filters({ mode: ["a"] })));
    expect(filtersDigest(filters({ hidden: "include" }))).not.toBe(filtersDigest(filters()));
  });
});

describe("cursor", () => {
  it("comes back as the position it was made from", () => {
    expect(parseCursor(makeCursor(position, filters()), filters())).toEqual(position);
  });

  it("is refused for other filters", () => {
    expect(refusal(makeCursor(position, filters()), filters({ mode: ["saw"] }))).toBe("BAD_CURSOR");
  });

  it("is refused with any one character changed, removed or added", () => {
    const cursor = makeCursor(position, filters());
    for (let at = 0; at < cursor.length; at++) {
      for (const other of ["A", "_", "=", " ", ""]) {
        const altered = cursor.slice(0, at) + other + cursor.slice(at + 1);
        if (altered !== cursor) expect(refusal(altered)).toBe("BAD_CURSOR");
      }
      expect(refusal(`${cursor.slice(0, at)}B${cursor.slice(at)}`)).toBe("BAD_CURSOR");
    }
  });

  it("is refused where a person made it up", () => {
    const text = fc.oneof(fc.string(), fc.base64String());
    fc.assert(
      fc.property(text, (cursor) => {
        expect(refusal(cursor)).toBe("BAD_CURSOR");
      }),
    );
  });
});
