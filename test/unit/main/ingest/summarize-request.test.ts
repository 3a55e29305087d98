import { describe, expect, it } from "vitest";
import { readJson, toPlain } from "../../../../src/main/canonical/json-tree.ts";
import { JsonObject } from "../../../../src/main/canonical/json-value.ts";
import { stripClientFeasibility, summarizeRequest } from "../../../../src/main/ingest/summarize-request.ts";

function summaryOf(request: unknown): unknown {
  return toPlain(summarizeRequest(readJson(Buffer.from(JSON.stringify(request)))));
}

describe("request summary", () => {
  it("says what the older system's record of the same request says", () => {
    const request = {
      design: { rings: 3, outer_mm: 114 },
      context: { model_id: "om-28", material_id: "rosewood", machine_id: "grbl-1" },
      feasibility: { risk_level: "GREEN" },
    };
    const summary = {
      keys: ["design", "context", "feasibility"],
      note: "client_feasibility_stripped",
      design_keys: ["rings", "outer_mm"],
      context_keys: ["model_id", "material_id", "machine_id"],
      model_id: "om-28",
      material_id: "rosewood",
      machine_id: "grbl-1",
    };
    expect(JSON.stringify(summaryOf(request))).toBe(JSON.stringify(summary));
    expect(summaryOf({ design: { a: 1 }, ctx: { tool_id: "router:3mm" } })).toEqual({
      keys: ["design", "ctx"],
      design_keys: ["a"],
      context_keys: ["tool_id"],
      tool_id: "router:3mm",
    });
  });

  it("holds no value of the request but identifiers", () => {
    const request = { secret: "s3cret", context: { model_id: { payload: "s3cret" }, other: "s3cret" } };
    expect(JSON.stringify(summaryOf(request))).not.toContain("s3cret");
  });

  it("names at most 50 keys of each kind", () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`k${index}`, index]));
    const summary = summaryOf({ design: many, context: many, ...many }) as Record<string, unknown[]>;
    expect([summary.keys?.length, summary.design_keys?.length, summary.context_keys?.length]).toEqual([50, 50, 50]);
  });

  it("tells what a request that is no object was", () => {
    expect(summaryOf([1])).toEqual({ type: "a list", note: "non-dict request" });
    expect(summaryOf(null)).toEqual({});
  });

  it("strips what a ready-made summary says about feasibility", () => {
    const own = readJson(Buffer.from('{"blade":{"rpm":6500},"feasibility":{"risk_level":"GREEN"}}'));
    expect(own).toBeInstanceOf(JsonObject);
    if (own instanceof JsonObject) {
      expect(toPlain(stripClientFeasibility(own))).toEqual({
        blade: { rpm: 6500 },
        note: "client_feasibility_stripped",
      });
    }
  });
});
