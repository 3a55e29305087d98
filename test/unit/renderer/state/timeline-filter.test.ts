import { describe, expect, it } from "vitest";
import { laneChange, spanDates } from "../../../../src/renderer/state/timeline-filter.ts";
import { resolveQuery } from "../../../../src/shared/query/resolve-query.ts";
import { EVERYTHING, runQuerySchema } from "../../../../src/shared/query/run-query.ts";

const LANES = ["M3", "M1"].map((value) => ({ value, others: false, total: 1 }));
const NO_MACHINE = { value: null, others: false, total: 1 };
const OPEN = { from: null, to: null };
const zone = "Europe/Berlin";

function span(from: string, to: string) {
  return { fromMs: Date.parse(from), toMs: Date.parse(to) };
}

/** The instants that the list will ask for. */
function asked(date: ReturnType<typeof spanDates>) {
  const { from, to } = resolveQuery({ ...EVERYTHING, date }, { now: new Date(0), zone, shifts: [] });
  return { from, to };
}

describe("timeline filter", () => {
  it("a lane becomes the filter with its value", () => {
    const lanes = LANES;
    const of = (laneKey: "machine" | "tool" | "session" | "none", value: string) =>
      laneChange(EVERYTHING, { laneKey, lane: { value, others: false, total: 1 }, lanes });
    expect(of("machine", "M3")).toEqual({ machine: ["M3"] });
    expect(of("tool", "T1")).toEqual({ tool: ["T1"] });
    expect(of("session", "wf_1")).toEqual({ workflow_session: ["wf_1"] });
    expect(of("none", "x")).toEqual({});
  });

  it("a tag is added to those that must all be there", () => {
    const query = runQuerySchema.parse({ tag: ["a", "b"], tag_all: ["c"] });
    const lane = { value: "b", others: false, total: 1 };
    expect(laneChange(query, { laneKey: "tag", lane, lanes: [lane] })).toEqual({ tag_all: ["c", "b"] });
  });

  it("runs without a value are those of no other lane; what the query leaves out stays out", () => {
    const query = runQuerySchema.parse({ without: { machine: ["M7"], tool: ["T1"] } });
    const change = laneChange(query, { laneKey: "machine", lane: NO_MACHINE, lanes: [...LANES, NO_MACHINE] });
    expect(change).toEqual({ without: { ...query.without, machine: ["M7", "M3", "M1"] } });
  });

  it("round minutes are told as the clock shows them and mean exactly the span", () => {
    const date = spanDates(span("2026-11-20T13:00:00Z", "2026-11-20T15:00:00Z"), OPEN, zone);
    expect(date).toEqual({ kind: "range", from: "2026-11-20T14:00", to: "2026-11-20T15:59" });
    expect(asked(date)).toEqual({ from: "2026-11-20T13:00:00.000Z", to: "2026-11-20T14:59:59.999999Z" });
  });

  it("seconds, and hours that come twice, are told as instants", () => {
    const seconds = spanDates(span("2026-11-20T13:00:10Z", "2026-11-20T13:00:20Z"), OPEN, zone);
    expect(asked(seconds)).toEqual({ from: "2026-11-20T13:00:10.000Z", to: "2026-11-20T13:00:19.999999Z" });
    const twice = spanDates(span("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"), OPEN, zone);
    expect(asked(twice)).toEqual({ from: "2026-10-25T00:00:00.000Z", to: "2026-10-25T00:59:59.999999Z" });
    const second = spanDates(span("2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"), OPEN, zone);
    expect(asked(second)).toEqual({ from: "2026-10-25T01:00:00.000Z", to: "2026-10-25T01:59:59.999999Z" });
  });

  it("never shows more than the query does", () => {
    const limits = { from: "2026-11-20T13:30:00.000Z", to: "2026-11-20T14:10:00.500999Z" };
    const date = spanDates(span("2026-11-20T13:00:00Z", "2026-11-20T15:00:00Z"), limits, zone);
    expect(asked(date)).toEqual(limits);
  });
});
