import { describe, expect, it } from "vitest";
import { createRunQueryStore } from "../../../../src/renderer/state/run-query-store.ts";
import { blocksByLane } from "../../../../src/renderer/state/timeline-blocks.ts";
import { shownSpan } from "../../../../src/renderer/state/timeline-state.ts";
import { createTimelineStore } from "../../../../src/renderer/state/timeline-store.ts";
import { createWorkstationStore } from "../../../../src/renderer/state/workstation-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { OperationRequest } from "../../../../src/shared/operation-table.ts";
import type { Timeline } from "../../../../src/shared/operations/list-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makeRow } from "../sample-data.ts";
import { makeTimeline } from "../timeline-data.ts";

const HOUR = 3_600_000;
const FIRST = "2026-11-01T08:00:00.000000Z";
const LAST = "2026-11-20T16:00:00.000000Z";
const LANES = [
  { value: "M3", others: false, total: 9 },
  { value: "M1", others: false, total: 4 },
  { value: null, others: true, total: 2 },
];
type Read = OperationRequest<"timeline.read">;
type Step = OperationRequest<"timeline.step">;

/** Runs of lane M3 at full hours of 20 November, run_8 at 08:00 to run_16 at 16:00; M1 has one at 12:20. */
function answerStep({ lane_value: lane, start, direction }: Step) {
  const hours = lane === "M1" ? [12 + 1 / 3] : [8, 9, 10, 11, 12, 13, 14, 15, 16];
  const atOf = (hour: number) => Date.UTC(2026, 10, 20) + Math.round(hour * HOUR);
  const from = "at" in start ? Date.parse(start.at) : atOf(Number(start.run_id.slice(4)));
  const hour =
    direction === "later" ? hours.find((one) => atOf(one) > from) : hours.findLast((one) => atOf(one) < from);
  if (hour === undefined) return { row: null };
  return { row: makeRow({ run_id: `run_${hour}`, created_at_utc: new Date(atOf(hour)).toISOString() }) };
}

function answerRead({ bins, lane }: Read): Timeline {
  const lanes = lane === "none" ? [{ value: null, others: false, total: 15 }] : LANES;
  return makeTimeline([{ lane: 0, bin: 0 }], { bins, lanes, first: FIRST, last: LAST, total: 15 });
}

async function open(answers: FakeAnswers = {}) {
  const main = createFakeMain({
    "timeline.read": answerRead,
    "timeline.step": answerStep,
    "workstation.get": () => ({ shifts: ["06:00", "18:00"], machine: null, zone: "Europe/Berlin" }),
    ...answers,
  });
  const timers = createFakeTimers(Date.UTC(2026, 10, 20, 12));
  const runQuery = createRunQueryStore();
  const workstation = createWorkstationStore(main.client);
  const store = createTimelineStore({ client: main.client, timers, runQuery, workstation });
  void workstation.getState().read();
  const stop = store.getState().watch();
  store.getState().setRoom(1000, 34);
  await settle();
  await settle();
  const reads = () => main.requestsOf("timeline.read") as readonly Read[];
  const lastRead = () => reads().at(-1);
  return { ...main, timers, runQuery, store, stop, reads, lastRead };
}

/** Everything on its way has arrived. */
async function arrive() {
  for (let turn = 0; turn < 5; turn += 1) await settle();
}

describe("timeline store", () => {
  it("shows everything at first, with the zone and the shifts of the workstation", async () => {
    const { store, lastRead } = await open();
    const state = store.getState();
    expect(state).toMatchObject({ span: null, zone: "Europe/Berlin", shifts: ["06:00", "18:00"], loading: false });
    const { fromMs, toMs } = shownSpan(state);
    expect(fromMs).toBeLessThan(Date.parse(FIRST));
    expect(toMs).toBeGreaterThan(Date.parse(LAST));
    expect(Date.parse(lastRead()?.from ?? "")).toBeLessThanOrEqual(fromMs);
    expect(lastRead()).toMatchObject({ lane: "machine", filters: { hidden: "exclude" } });
    expect(state.data?.counts).toBeInstanceOf(Uint32Array);
  });

  it("asks nothing while nobody looks", async () => {
    const { store, stop, reads, emit, runQuery, timers } = await open();
    stop();
    const before = reads().length;
    store.getState().jump("today");
    runQuery.getState().change({ machine: ["M3"] });
    emit("store.changed", { seq: 1, run_ids: ["run_1"], more: false });
    timers.advance(60_000);
    await arrive();
    expect(reads()).toHaveLength(before);
  });

  it("jumps, zooms and pans from what is shown", async () => {
    const { store, lastRead } = await open();
    store.getState().jump("today");
    await arrive();
    expect(lastRead()).toMatchObject({ from: "2026-11-19T23:00:00.000Z", to: "2026-11-20T22:59:59.999999Z" });
    store.getState().zoom(2, Date.UTC(2026, 10, 20, 11));
    expect(shownSpan(store.getState())).toEqual({
      fromMs: Date.UTC(2026, 10, 20, 5),
      toMs: Date.UTC(2026, 10, 20, 17),
    });
    store.getState().pan(-HOUR);
    expect(shownSpan(store.getState()).fromMs).toBe(Date.UTC(2026, 10, 20, 4));
    store.getState().showAll();
    expect(store.getState().span).toBeNull();
  });

  it("keeps old numbers while new ones are on their way, and reads the newest wish only", async () => {
    const slow = deferred<Timeline>();
    let isSlow = false;
    const { store, reads } = await open({
      "timeline.read": (request) => (isSlow ? slow.promise : answerRead(request)),
    });
    const before = store.getState().data;
    isSlow = true;
    store.getState().jump("today");
    await arrive();
    store.getState().pan(HOUR);
    store.getState().pan(HOUR);
    expect(store.getState()).toMatchObject({ data: before, loading: true });
    const count = reads().length;
    isSlow = false;
    slow.resolve(answerRead(reads().at(-1) as Read));
    await arrive();
    expect(reads()).toHaveLength(count + 1);
    expect(store.getState().data).not.toBe(before);
    expect(store.getState().loading).toBe(false);
  });

  it("an answer for other lanes or another query never shows", async () => {
    const slow = deferred<Timeline>();
    let isSlow = false;
    const { store, reads } = await open({
      "timeline.read": (request) => (isSlow ? slow.promise : answerRead(request)),
    });
    isSlow = true;
    void store.getState().read();
    await arrive();
    const late = reads().at(-1) as Read;
    store.getState().setLane("none");
    expect(store.getState().data).toBeNull();
    const shown: number[] = [];
    store.subscribe(({ data }) => void (data !== null && shown.push(data.lanes.length)));
    isSlow = false;
    slow.resolve(answerRead({ ...late, lane: "machine" }));
    await arrive();
    expect(new Set(shown)).toEqual(new Set([1]));
  });

  it("follows the query of the list; other dates show all of them, other filters stay where one is", async () => {
    const { store, runQuery, lastRead } = await open();
    store.getState().jump("today");
    runQuery.getState().change({ machine: ["M3"] });
    await arrive();
    expect(lastRead()?.filters.machine).toEqual(["M3"]);
    expect(store.getState().span).not.toBeNull();
    runQuery.getState().change({ date: { kind: "range", from: "2026-11-19", to: null } });
    await arrive();
    expect(store.getState().span).toBeNull();
    expect(lastRead()?.filters.from).toBe("2026-11-18T23:00:00.000Z");
  });

  it("notices dates that were changed while nobody looked", async () => {
    const { store, runQuery, stop } = await open();
    store.getState().jump("today");
    stop();
    runQuery.getState().change({ date: { kind: "last", amount: 3, unit: "day" } });
    store.getState().watch();
    expect(store.getState().span).toBeNull();
  });

  it("follows the store once for a burst of changes", async () => {
    const { emit, timers, reads } = await open();
    const before = reads().length;
    for (let seq = 0; seq < 50; seq += 1) emit("store.changed", { seq, run_ids: [`run_${seq}`], more: false });
    timers.advance(1_000);
    await arrive();
    // What the whole selection looks like is asked for first.
    expect(reads()).toHaveLength(before + 2);
  });

  it("says what was refused, keeps what it has, and can try again", async () => {
    let isBroken = false;
    const { store } = await open({
      "timeline.read": (request) => {
        if (isBroken) throw new AppError("CONFLICT", "no");
        return answerRead(request);
      },
    });
    isBroken = true;
    await store.getState().read();
    expect(store.getState()).toMatchObject({ error: { code: "CONFLICT" }, loading: false });
    expect(store.getState().data).not.toBeNull();
    isBroken = false;
    await store.getState().read();
    expect(store.getState().error).toBeNull();
  });

  it("a date that does not exist is told, not thrown", async () => {
    const { store, runQuery } = await open();
    runQuery.getState().change({ date: { kind: "range", from: "2026-02-30", to: null } });
    await arrive();
    expect(store.getState().error?.code).toBe("BAD_REQUEST");
  });

  it("a block becomes a list of its lane and its span, and the timeline stays where it was", async () => {
    const { store, runQuery } = await open();
    store.getState().jump("today");
    await arrive();
    const { data } = store.getState();
    const block = data === null ? undefined : blocksByLane(data)[0]?.[0];
    if (block === undefined) throw new Error("no block");
    store.getState().listBlock(block);
    expect(runQuery.getState()).toMatchObject({ shows: "list", query: { machine: ["M3"] } });
    expect(runQuery.getState().query.date).toEqual({ kind: "range", from: "2026-11-20T00:00", to: "2026-11-20T00:59" });
    await arrive();
    expect(shownSpan(store.getState())).toEqual({
      fromMs: Date.UTC(2026, 10, 19, 23),
      toMs: Date.UTC(2026, 10, 20, 23),
    });
  });

  it("nothing of another folder stays", async () => {
    const { store } = await open();
    await store.getState().step("later");
    store.getState().reset();
    expect(store.getState()).toMatchObject({ data: null, span: null, active: null, laneKey: "machine" });
  });
});

describe("steps of the timeline", () => {
  const active = ({ store }: Awaited<ReturnType<typeof open>>) => store.getState().active?.row.run_id;

  it("the first step goes to the run at that end of what is in sight, the next ones from run to run", async () => {
    const opened = await open();
    const { store } = opened;
    store.getState().jump("today");
    await store.getState().step("earlier");
    expect(active(opened)).toBe("run_16");
    await Promise.all([store.getState().step("earlier"), store.getState().step("earlier")]);
    expect(active(opened)).toBe("run_14");
    await store.getState().step("later");
    expect(active(opened)).toBe("run_15");
    expect(store.getState().activeLane).toBe("M3");
  });

  it("says at the end that there is no further run, and stays", async () => {
    const opened = await open();
    await opened.store.getState().stepToEnd("later");
    expect(active(opened)).toBe("run_16");
    await opened.store.getState().step("later");
    expect(active(opened)).toBe("run_16");
    expect(opened.store.getState().atEnd).toBe("later");
    await opened.store.getState().stepToEnd("earlier");
    expect(active(opened)).toBe("run_8");
    expect(opened.store.getState().atEnd).toBeNull();
  });

  it("brings a run that is out of sight into sight", async () => {
    const opened = await open();
    const { store } = opened;
    await store.getState().stepToEnd("earlier");
    store.getState().zoom(1_000);
    const before = shownSpan(store.getState());
    await store.getState().step("later");
    const { fromMs, toMs } = shownSpan(store.getState());
    expect(toMs - fromMs).toBe(before.toMs - before.fromMs);
    expect(Date.UTC(2026, 10, 20, 9)).toBeGreaterThan(fromMs);
    expect(Date.UTC(2026, 10, 20, 9)).toBeLessThan(toMs);
  });

  it("another lane begins at the run nearest in time; what stands for all others is passed over", async () => {
    const opened = await open();
    const { store } = opened;
    await store.getState().stepToEnd("later");
    await store.getState().step("earlier");
    await store.getState().moveLane(1);
    expect(store.getState().activeLane).toBe("M1");
    await store.getState().moveLane(1);
    expect(store.getState().activeLane).toBe("M1");
    await store.getState().moveLane(-1);
    expect(active(opened)).toBe("run_12");
  });

  it("finds the one run of a block", async () => {
    const { store, requestsOf } = await open();
    store.getState().jump("today");
    await arrive();
    const cell = { fromMs: Date.UTC(2026, 10, 20, 9), toMs: Date.UTC(2026, 10, 20, 10) };
    const row = await store.getState().findRun({ lane: 0, cell, ...cell, count: 1, worst: "GREEN" });
    expect(row?.run_id).toBe("run_9");
    expect(requestsOf("timeline.step").at(-1)).toMatchObject({ lane: "machine", lane_value: "M3", direction: "later" });
  });

  it("a step that fails is told", async () => {
    const { store } = await open({
      "timeline.step": () => {
        throw new AppError("CONFLICT", "no");
      },
    });
    await store.getState().step("later");
    expect(store.getState().error?.code).toBe("CONFLICT");
  });

  it("leaving the run forgets it; choosing a lane begins there", async () => {
    const { store } = await open();
    await store.getState().step("later");
    store.getState().leaveRun();
    expect(store.getState().active).toBeNull();
    store.getState().chooseLane("M1");
    await store.getState().step("later");
    expect(store.getState().active?.lane).toBe("M1");
  });
});
