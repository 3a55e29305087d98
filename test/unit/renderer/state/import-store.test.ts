import { describe, expect, it } from "vitest";
import { createImportStore } from "../../../../src/renderer/state/import-store.ts";
import { createWorkStore } from "../../../../src/renderer/state/work-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { ImportReport } from "../../../../src/shared/operations/store-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makeImportReport } from "../sample-data.ts";

const SOURCE = { grant: "g1", label: "v2-store" };

function open(answers: FakeAnswers) {
  const main = createFakeMain({ "job.cancel": () => ({ was_running: true }), ...answers });
  return { ...main, store: createImportStore(main.client, createWorkStore(main.client, createFakeTimers())) };
}

describe("import store", () => {
  it("looks first, imports when told to, and reports", async () => {
    const { store, seen } = open({
      "files.pick": () => ({ picked: SOURCE }),
      "import.scan": () => makeImportReport({ new: 28 }),
      "import.commit": () => makeImportReport({ new: 28 }),
    });
    await store.getState().pickFolder();
    expect(store.getState().phase).toMatchObject({ name: "listed", source: SOURCE, report: { new: 28 } });
    expect(seen.map((call) => call.name)).toEqual(["files.pick", "import.scan"]);
    await store.getState().commit();
    expect(store.getState().phase).toMatchObject({ name: "done", report: { new: 28 } });
    expect(seen.at(-1)).toMatchObject({ name: "import.commit", request: { source: { grant: "g1" } } });
  });

  it("choosing nothing changes nothing", async () => {
    const { store } = open({ "files.pick": () => ({ picked: null }) });
    await store.getState().pickFolder();
    expect(store.getState().phase).toEqual({ name: "start", error: null });
  });

  it("a folder that cannot be looked through says why", async () => {
    const { store } = open({
      "import.scan": () => {
        throw new AppError("PATH_NOT_FOUND", "x");
      },
    });
    await store.getState().scan(SOURCE);
    expect(store.getState().phase).toMatchObject({ name: "start", error: { code: "PATH_NOT_FOUND" } });
  });

  it("a stopped import is looked through again, says so, and can go on", async () => {
    let answer = deferred<ImportReport>();
    let here = 0;
    const { store, requestsOf } = open({
      "import.scan": () => makeImportReport({ new: 28 - here, already_here: here }),
      "import.commit": () => answer.promise,
    });
    await store.getState().scan(SOURCE);
    const importing = store.getState().commit();
    await settle();
    store.getState().cancel();
    await settle();
    expect(requestsOf("job.cancel")).toHaveLength(1);
    here = 5;
    answer.reject(new AppError("CANCELLED", "x"));
    await importing;
    expect(store.getState().phase).toMatchObject({ name: "listed", stopped: true, error: null, report: { new: 23 } });
    answer = deferred();
    answer.resolve(makeImportReport());
    await store.getState().commit();
    expect(store.getState().phase.name).toBe("done");
  });

  it("an import that failed keeps its list with the reason", async () => {
    const { store } = open({
      "import.scan": () => makeImportReport(),
      "import.commit": () => {
        throw new AppError("DISK_FULL", "x");
      },
    });
    await store.getState().scan(SOURCE);
    await store.getState().commit();
    expect(store.getState().phase).toMatchObject({ name: "listed", stopped: false, error: { code: "DISK_FULL" } });
  });

  it("nothing else starts while an import is running", async () => {
    const answer = deferred<ImportReport>();
    const { store, requestsOf } = open({
      "import.scan": () => makeImportReport(),
      "import.commit": () => answer.promise,
    });
    await store.getState().scan(SOURCE);
    void store.getState().commit();
    await store.getState().scan({ grant: "g2", label: "other" });
    store.getState().startOver();
    expect(store.getState().phase.name).toBe("importing");
    expect(requestsOf("import.scan")).toHaveLength(1);
  });
});
