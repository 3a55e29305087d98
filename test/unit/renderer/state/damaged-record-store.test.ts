import { describe, expect, it } from "vitest";
import { createDamagedRecordStore } from "../../../../src/renderer/state/damaged-record-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createFakeMain, type FakeAnswers } from "../fake-bridge.ts";

const ANSWERS: FakeAnswers = {
  "run.raw": () => ({ bytes: new Uint8Array(300), path: "p", sha256: "s" }),
  "files.pick": () => ({ picked: { grant: "g", label: "stick" } }),
  "run.save": () => ({
    sha256: "s",
    size_bytes: 300,
    path: "/stick/run_1.json",
    name: "run_1.json",
    read_back: "drive",
  }),
};

function open(answers: FakeAnswers = {}) {
  const main = createFakeMain({ ...ANSWERS, ...answers });
  return { ...main, damaged: createDamagedRecordStore(main.client) };
}

describe("damaged record store", () => {
  it("asks once how much is left of a record", async () => {
    const { damaged, requestsOf } = open();
    await damaged.getState().look("run_1");
    await damaged.getState().look("run_1");
    expect(damaged.getState().byRun.get("run_1")?.sizeBytes).toBe(300);
    expect(requestsOf("run.raw")).toHaveLength(1);
  });

  it("where no file is left the size stays unknown", async () => {
    const { damaged } = open({
      "run.raw": () => {
        throw new AppError("PATH_NOT_FOUND", "x");
      },
    });
    await damaged.getState().look("run_1");
    expect(damaged.getState().byRun.get("run_1")).toEqual({ sizeBytes: null, copy: { state: "none" } });
  });

  it("saves a copy where the person says, and says under which name", async () => {
    const { damaged, requestsOf } = open();
    await damaged.getState().look("run_1");
    await damaged.getState().save("run_1");
    expect(requestsOf("run.save")).toEqual([{ run_id: "run_1", to: { folder: { grant: "g" }, name: null } }]);
    expect(damaged.getState().byRun.get("run_1")).toEqual({
      sizeBytes: 300,
      copy: { state: "saved", name: "run_1.json" },
    });
  });

  it("saves nothing when the person chooses no folder, and tells what went wrong", async () => {
    const { damaged, requestsOf } = open({ "files.pick": () => ({ picked: null }) });
    await damaged.getState().save("run_1");
    expect(requestsOf("run.save")).toEqual([]);
    const failing = open({
      "run.save": () => {
        throw new AppError("ALREADY_EXISTS", "x");
      },
    });
    await failing.damaged.getState().save("run_1");
    expect(failing.damaged.getState().byRun.get("run_1")?.copy).toMatchObject({
      state: "failed",
      error: { code: "ALREADY_EXISTS" },
    });
  });
});
