import { describe, expect, it } from "vitest";
import { createBasketStore, MOST_COMPARED } from "../../../../src/renderer/state/basket-store.ts";
import { createFakeMain, settle } from "../fake-bridge.ts";
import { makeRow, makeView } from "../sample-data.ts";

function open() {
  const main = createFakeMain({ "run.get": ({ run_id }) => makeView(makeRow({ run_id, note: note.text })) });
  const note = { text: "first" };
  return { ...main, note, store: createBasketStore(main.client) };
}

const run = (number: number) => ({ runId: `run_${number}`, name: `${number}-0` });

describe("basket store", () => {
  it("takes up to four runs, and says which one did not fit", () => {
    const { store } = open();
    for (const number of [1, 2, 3, 4, 5]) store.getState().toggle(run(number));
    expect(store.getState().runs).toHaveLength(MOST_COMPARED);
    expect(store.getState().refused).toEqual(run(5));
    store.getState().toggle(run(2));
    expect(store.getState().runs.map(({ name }) => name)).toEqual(["1-0", "3-0", "4-0"]);
    expect(store.getState().refused).toBeNull();
  });

  it("takes no run twice", () => {
    const { store } = open();
    store.getState().add([run(1), run(2)]);
    store.getState().add([run(2), run(3)]);
    expect(store.getState().runs).toHaveLength(3);
  });

  it("shows its runs, and follows what is added to them", async () => {
    const { store, note, emit } = open();
    store.getState().add([run(1), run(2)]);
    await store.getState().show();
    expect(store.getState().rows).toMatchObject({ state: "ready", value: [{ note: "first" }, { note: "first" }] });
    note.text = "second";
    emit("store.changed", { seq: 1, run_ids: ["run_2"], more: false });
    await settle();
    expect(store.getState().rows).toMatchObject({ value: [{}, { note: "second" }] });
  });

  it("stops showing when its last run is taken out", async () => {
    const { store } = open();
    store.getState().add([run(1)]);
    await store.getState().show();
    store.getState().remove("run_1");
    expect(store.getState()).toMatchObject({ showing: false, runs: [] });
  });
});
