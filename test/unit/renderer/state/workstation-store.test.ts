import { describe, expect, it } from "vitest";
import { createWorkstationStore } from "../../../../src/renderer/state/workstation-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createFakeMain } from "../fake-bridge.ts";

describe("workstation store", () => {
  it("knows the zone before anything was read, and the rest after", async () => {
    const settings = { shifts: ["06:00", "14:00"], machine: "M3", zone: "Europe/Berlin" };
    const store = createWorkstationStore(createFakeMain({ "workstation.get": () => settings }).client);
    expect(store.getState().settings.zone).not.toBe("");
    await store.getState().read();
    expect(store.getState().settings).toEqual(settings);
  });

  it("keeps what it knew when it cannot be read", async () => {
    const { client } = createFakeMain({
      "workstation.get": () => {
        throw new AppError("IO_FAILED", "x");
      },
    });
    const store = createWorkstationStore(client);
    await store.getState().read();
    expect(store.getState().settings.shifts).toEqual([]);
  });
});
