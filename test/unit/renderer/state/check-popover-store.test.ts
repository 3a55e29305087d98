import { describe, expect, it } from "vitest";
import { createCheckPopoverStore } from "../../../../src/renderer/state/check-popover-store.ts";
import { makeRow } from "../sample-data.ts";

const place = { left: 1, top: 2, bottom: 3 };

describe("check popover store", () => {
  it("shows one record check at a time", () => {
    const store = createCheckPopoverStore();
    expect(store.getState().subject).toBeNull();
    store.getState().show({ row: makeRow({ run_id: "run_1" }), canOpenRun: true, place });
    store.getState().show({ row: makeRow({ run_id: "run_2" }), canOpenRun: false, place });
    expect(store.getState().subject).toMatchObject({ row: { run_id: "run_2" }, canOpenRun: false });
    store.getState().close();
    expect(store.getState().subject).toBeNull();
  });
});
