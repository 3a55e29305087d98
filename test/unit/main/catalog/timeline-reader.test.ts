import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OperationRequest } from "../../../../src/shared/operation-table.ts";
import { BLOCK_STATES, type Timeline } from "../../../../src/shared/operations/list-operations.ts";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import { madeCatalog, madeEvent, madeRun } from "./made-runs.ts";
import { entriesOf, holdsPlainly, microsOf, plainFilters, plainIds, plainRuns } from "./plain-scan.ts";

type Request = OperationRequest<"timeline.read">;

function request(more: Partial<Request> = {}): Request {
  return { filters: runFiltersSchema.parse({}), lane: "none", from: null, to: null, bins: 10, max_lanes: 24, ...more };
}

function countsOf(timeline: Timeline): readonly number[] {
  const view = new DataView(timeline.counts.buffer, timeline.counts.byteOffset, timeline.counts.byteLength);
  return Array.from({ length: timeline.counts.byteLength / 4 }, (_, at) => view.getUint32(at * 4, true));
}

describe("timeline.read", () => {
  it("counts each run once in its lane and its block, and tells the worst of each block", () => {
    const lanes = fc.constantFrom("machine", "tool", "session", "none");
    fc.assert(
      fc.property(plainRuns, plainFilters, lanes, fc.integer({ min: 1, max: 30 }), (runs, filters, lane, bins) => {
        const catalog = madeCatalog(entriesOf(runs));
        const timeline = catalog.timeline(request({ filters, lane, bins }));
        const found = runs.filter((run) => holdsPlainly(run, filters));
        expect(timeline.total).toBe(found.length);
        const counts = countsOf(timeline);
        const [from, to] = [Math.min(...found.map(microsOf)), Math.max(...found.map(microsOf))];
        timeline.lanes.forEach(({ total, value }, at) => {
          const own = found.filter((run) => lane === "none" || run[lane] === value);
          expect(total).toBe(own.length);
          for (let bin = 0; bin < bins; bin++) {
            const inside = own.filter((run) => Math.floor((microsOf(run) - from) * (bins / (to - from + 1))) === bin);
            expect(counts[at * bins + bin]).toBe(inside.length);
            const states = inside.map((run) => BLOCK_STATES.indexOf((run.risk ?? "none") as "RED"));
            expect(timeline.worst[at * bins + bin]).toBe(Math.max(0, ...states));
          }
        });
        catalog.close();
      }),
      { numRuns: 40 },
    );
  });

  it("says what span it drew, and what the whole selection spans", () => {
    const catalog = madeCatalog([
      madeRun(0, "run_1", { created_at_utc: "2026-11-20T10:00:00Z" }),
      madeRun(1, "run_2", { created_at_utc: "2026-11-20T12:00:00Z" }),
    ]);
    const timeline = catalog.timeline(request({ from: "2026-11-20T11:00:00Z", to: "2026-11-20T13:00:00Z" }));
    expect(timeline).toMatchObject({
      total: 1,
      first: "2026-11-20T10:00:00.000000Z",
      last: "2026-11-20T12:00:00.000000Z",
    });
    expect(countsOf(timeline)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
    expect(() => catalog.timeline(request({ from: "2026-11-21T00:00:00Z", to: "2026-11-20T00:00:00Z" }))).toThrow(
      "ends before",
    );
    expect(madeCatalog().timeline(request())).toMatchObject({ total: 0, first: null, lanes: [] });
  });

  it("tells where the clock was set back, by the order in which entries were made", () => {
    const catalog = madeCatalog([
      madeEvent(0, "run.hidden", "run_1", {}, { at: "2026-11-20T12:00:00.000000Z" }),
      madeEvent(1, "run.shown", "run_1", {}, { at: "2026-11-20T09:00:00.000000Z" }),
      madeRun(2, "run_1", { created_at_utc: "2026-11-20T08:00:00Z" }),
      madeRun(3, "run_2", { created_at_utc: "2026-11-20T20:00:00Z" }),
    ]);
    expect(catalog.timeline(request()).clock).toEqual([{ at: "2026-11-20T09:00:00.000000Z", by_ms: -10_800_000 }]);
  });
});

describe("timeline.step", () => {
  it("goes from run to run in the order of the list, both ways, and ends", () => {
    fc.assert(
      fc.property(plainRuns, plainFilters, (runs, filters) => {
        const catalog = madeCatalog(entriesOf(runs));
        const step = (start: { run_id: string } | { at: string }, direction: "earlier" | "later") =>
          catalog.timelineStep({ filters, lane: "none", lane_value: null, start, direction })?.run_id ?? null;
        const ids = [...plainIds(runs, filters)];
        const walked: string[] = [];
        let next = step({ at: "2027-01-01T00:00:00Z" }, "earlier");
        while (next !== null) {
          walked.push(next);
          next = step({ run_id: next }, "earlier");
        }
        expect(walked).toEqual(ids);
        for (const [at, id] of ids.entries()) expect(step({ run_id: id }, "later")).toBe(ids[at - 1] ?? null);
        catalog.close();
      }),
      { numRuns: 30 },
    );
  });

  it("stays in its lane, and says when a run is not there", () => {
    const catalog = madeCatalog([
      madeRun(0, "run_1", { created_at_utc: "2026-11-20T10:00:00Z", machine_id: "M1" }),
      madeRun(1, "run_2", { created_at_utc: "2026-11-20T11:00:00Z" }),
      madeRun(2, "run_3", { created_at_utc: "2026-11-20T12:00:00Z", machine_id: "M1" }),
    ]);
    const filters = runFiltersSchema.parse({});
    const step = (runId: string, value: string | null) =>
      catalog.timelineStep({
        filters,
        lane: "machine",
        lane_value: value,
        start: { run_id: runId },
        direction: "later",
      });
    expect(step("run_1", "M1")?.run_id).toBe("run_3");
    expect(step("run_1", null)?.run_id).toBe("run_2");
    expect(step("run_1", "M9")).toBeNull();
    expect(() => step("run_9", "M1")).toThrow(expect.objectContaining({ code: "RUN_NOT_FOUND" }));
  });
});
