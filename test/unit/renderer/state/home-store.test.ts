import { describe, expect, it } from "vitest";
import { createHomeStore, LOOK_AFTER_MS, TICK_MS } from "../../../../src/renderer/state/home-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { OperationRequest } from "../../../../src/shared/operation-table.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makeNumbers, makePage, makeRow, makeRows, makeView } from "../sample-data.ts";

type Asked = OperationRequest<"run.query">;

const WORKSTATION = { shifts: ["06:00", "14:00", "22:00"], machine: "M3", zone: "Europe/Berlin" };
/** 13:00 in Berlin: an hour before the shift changes. */
const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR_MS = 3_600_000;

function makeStorage(kept: Record<string, string> = {}) {
  const map = new Map(Object.entries(kept));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, text: string) => void map.set(key, text),
  };
}

function open(answers: FakeAnswers = {}, storage = makeStorage()) {
  const main = createFakeMain({
    "workstation.get": () => WORKSTATION,
    "numbers.get": () => makeNumbers(),
    "run.query": () => makePage(makeRows(2, 1)),
    "run.get": ({ run_id }) => makeView(makeRow({ run_id })),
    ...answers,
  });
  const timers = createFakeTimers(NOON);
  let told = 0;
  const onWorkstation = (): void => {
    told += 1;
  };
  const store = createHomeStore({ client: main.client, timers, storage, onWorkstation });
  return { ...main, timers, store, timesTold: () => told, get: store.getState };
}

const isAsked = (requests: readonly unknown[], fits: (filters: Asked["filters"]) => boolean): boolean =>
  requests.some((request) => fits((request as Asked).filters));

describe("home store", () => {
  it("reads nothing until it is shown, and then all parts of the role", async () => {
    const { get, seen, emit } = open();
    emit("store.changed", { seq: 1, run_ids: [], more: true });
    await settle();
    expect(seen).toEqual([]);
    get().follow();
    await settle();
    const { cards } = get();
    expect(cards.last.value?.newest?.row.run_id).toBe("run_2");
    expect(cards.shift.value?.total).toBe(12);
    expect(cards.trouble.value?.total).toBe(2);
    expect(cards.period.value).toBeNull();
  });

  it("a machinist reads the runs of the machine, a supervisor those of all", async () => {
    const { get, requestsOf } = open();
    get().follow();
    await settle();
    expect(isAsked(requestsOf("numbers.get"), ({ machine }) => machine.length === 0)).toBe(false);
    get().showAs("machinist", "supervisor");
    await settle();
    expect(isAsked(requestsOf("numbers.get"), ({ machine }) => machine.length === 0)).toBe(true);
  });

  it("this shift begins where the clock of the workstation says", async () => {
    const { get, requestsOf } = open();
    get().follow();
    await settle();
    // 06:00 in Berlin is 05:00 in UTC.
    expect(isAsked(requestsOf("numbers.get"), ({ from }) => from === "2026-11-21T05:00:00.000Z")).toBe(true);
  });

  it("what waits for a review comes with failed checks first", async () => {
    const { get } = open({
      "run.query": ({ filters }) =>
        filters.risk.includes("RED")
          ? makePage([makeRow({ run_id: "run_red" })])
          : makePage(makeRows(7, 3), { total: 40 }),
    });
    get().showAs("supervisor", "supervisor");
    get().follow();
    await settle();
    const { value } = get().cards.waiting;
    expect(value?.rows.map((row) => row.run_id)).toEqual(["run_red", "run_7", "run_6", "run_5", "run_4"]);
    expect(value?.total).toBe(41);
  });

  it("changes are answered by one look after each burst, and old numbers stay meanwhile", async () => {
    const held = deferred<void>();
    let reads = 0;
    const { get, emit, timers } = open({
      "numbers.get": async () => {
        reads += 1;
        if (reads > 3) await held.promise;
        return makeNumbers({ total: reads });
      },
    });
    get().follow();
    await settle();
    const before = get().cards.all.value?.total;
    for (let seq = 1; seq < 5; seq += 1) emit("store.changed", { seq, run_ids: ["run_9"], more: false });
    expect(reads).toBe(3);
    timers.advance(LOOK_AFTER_MS);
    await settle();
    expect(reads).toBe(6);
    expect(get().cards.all.value?.total).toBe(before);
    held.resolve();
    await settle();
    expect(get().cards.all.value?.total).toBe(6);
  });

  it("a new shift is read when it begins, and not before", async () => {
    const { get, timers, requestsOf } = open();
    get().follow();
    await settle();
    const first = requestsOf("numbers.get").length;
    timers.advance(TICK_MS);
    await settle();
    expect(requestsOf("numbers.get")).toHaveLength(first);
    timers.advance(HOUR_MS);
    await settle();
    expect(requestsOf("numbers.get").length).toBeGreaterThan(first);
    expect(isAsked(requestsOf("numbers.get"), ({ from }) => from === "2026-11-21T13:00:00.000Z")).toBe(true);
  });

  it("nothing is read any more once it is left", async () => {
    const { get, timers, emit, seen } = open();
    const leave = get().follow();
    await settle();
    leave();
    const before = seen.length;
    emit("store.changed", { seq: 1, run_ids: [], more: true });
    timers.advance(5 * HOUR_MS);
    await settle();
    expect(seen).toHaveLength(before);
  });

  it("a part that cannot be read says so and leaves the others and its old value alone", async () => {
    let isBroken = false;
    const { get } = open({
      "run.query": ({ filters }) => {
        if (isBroken && filters.status.includes("BLOCKED")) throw new AppError("INTERNAL", "broken");
        return makePage(makeRows(1, 1));
      },
    });
    get().follow();
    await settle();
    isBroken = true;
    await get().refresh();
    const { blocked, trouble } = get().cards;
    expect(blocked.error?.message).toBe("broken");
    expect(blocked.value?.total).toBe(1);
    expect(trouble.error).toBeNull();
    isBroken = false;
    await get().refresh();
    expect(get().cards.blocked.error).toBeNull();
  });

  it("without the workstation nothing can be told, and the reason is", async () => {
    const { get, requestsOf } = open({
      "workstation.get": () => {
        throw new AppError("INTERNAL", "no settings");
      },
    });
    get().follow();
    await settle();
    expect(get().workstation.error?.message).toBe("no settings");
    expect(requestsOf("numbers.get")).toEqual([]);
  });

  it("answers for a role that is no longer shown are dropped", async () => {
    const held = deferred<void>();
    const { get } = open({
      "numbers.get": async ({ filters }) => {
        if (filters.machine.length > 0) await held.promise;
        return makeNumbers({ total: filters.machine.length > 0 ? 1 : 99 });
      },
    });
    get().follow();
    await settle();
    get().showAs("machinist", "supervisor");
    expect(get().cards.all.value).toBeNull();
    await settle();
    expect(get().cards.all.value?.total).toBe(99);
    held.resolve();
    await settle();
    expect(get().cards.all.value?.total).toBe(99);
  });

  it("whose work list one looks at is remembered for each role of a person", async () => {
    const storage = makeStorage();
    open({}, storage).get().showAs("supervisor", "auditor");
    const next = open({}, storage).get;
    next().showFor("supervisor");
    expect(next().role).toBe("auditor");
    next().showFor("machinist");
    expect(next().role).toBe("machinist");
    open({}, makeStorage({ "rmos-runs.home-as.admin": "king" }))
      .get()
      .showFor("admin");
  });

  it("what was remembered by something else is not believed", () => {
    const { get } = open({}, makeStorage({ "rmos-runs.home-as.admin": "king" }));
    get().showFor("admin");
    expect(get().role).toBe("supervisor");
  });

  it("another period shows no number of the old one", async () => {
    const { get } = open();
    get().showAs("auditor", "auditor");
    get().follow();
    await settle();
    expect(get().cards.period.value?.total).toBe(12);
    get().choosePeriod({ target: "today", from: "", to: "" });
    expect(get().cards.period.value).toBeNull();
    await settle();
    expect(get().cards.period.value?.total).toBe(12);
  });

  it("the machine is set, and all is read for it; a refusal is told and changes nothing", async () => {
    const { get, requestsOf, timesTold } = open({
      "workstation.set": ({ machine }) => {
        if (machine === "M9") throw new AppError("ROLE_REQUIRED", "no");
        return { ...WORKSTATION, machine: machine ?? null };
      },
    });
    get().follow();
    await settle();
    expect(await get().setWorkstation({ machine: "M9" })).toBe(false);
    expect(get().workstationError?.code).toBe("ROLE_REQUIRED");
    expect(get().workstation.value?.machine).toBe("M3");
    expect(timesTold()).toBe(0);
    const before = requestsOf("numbers.get").length;
    expect(await get().setWorkstation({ machine: "M4" })).toBe(true);
    expect(timesTold()).toBe(1);
    await settle();
    expect(get().workstationError).toBeNull();
    expect(requestsOf("numbers.get").length).toBeGreaterThan(before);
  });

  it("another folder leaves nothing of the old one", async () => {
    const held = deferred<void>();
    let isHeld = false;
    const { get } = open({
      "numbers.get": async () => {
        if (isHeld) await held.promise;
        return makeNumbers();
      },
    });
    get().follow();
    await settle();
    isHeld = true;
    get().reset();
    expect(get().cards.all.value).toBeNull();
    expect(get().workstation.value).toBeNull();
    held.resolve();
    await settle();
    expect(get().cards.all.value?.total).toBe(12);
  });
});
