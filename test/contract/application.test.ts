import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Application, ApplicationEvent } from "../../src/main/operations/application.ts";
import { AppError } from "../../src/shared/app-error.ts";
import { OPERATION_NAMES } from "../../src/shared/ipc/channel-names.ts";
import { EVENT_SCHEMAS } from "../../src/shared/ipc/events.ts";
import { OPERATION_TABLE } from "../../src/shared/operation-table.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication } from "../support/test-application.ts";
import { OPERATION_CASES } from "./operation-cases.ts";

const WINDOW = { door: "window" } as const;
const TERMINAL = { door: "command-line" } as const;
const REQUEST = Buffer.from('{"mode":"saw","tool_id":"saw:6","status":"OK","notes":"edge 87.0"}');

function record(app: Application, bytes: Uint8Array = REQUEST) {
  return app.call("run.create", { source: { bytes, name: null } }, WINDOW);
}

describe("every operation, called from the window", () => {
  let folders: TestFolders;
  let app: Application;
  beforeAll(async () => {
    folders = makeTestFolders();
    app = await openTestApplication(folders);
  });
  afterAll(async () => {
    await app.close();
    folders.remove();
  });

  it.each(OPERATION_NAMES)("%s refuses bad requests with the field, and fails only in coded ways", async (name) => {
    for (const [request, field] of OPERATION_CASES[name].badRequests) {
      await expect(app.callUntyped(name, request, WINDOW)).rejects.toMatchObject({
        code: "BAD_REQUEST",
        context: { field },
      });
    }
    for (const request of OPERATION_CASES[name].goodRequests) {
      const error: unknown = await app.callUntyped(name, request, WINDOW).then(
        () => null,
        (caught: unknown) => caught,
      );
      if (error !== null) expect(error).toBeInstanceOf(AppError);
      expect((error as AppError | null)?.code).not.toBe("INTERNAL");
    }
  });

  it.each(OPERATION_NAMES)("%s survives anything a page may send", async (name) => {
    const inputs = [
      undefined,
      null,
      0,
      "x",
      [],
      { __proto__: { run_id: "x" } },
      { run_id: { toString: null } },
      () => 1,
    ];
    for (const input of inputs) {
      await app.callUntyped(name, input, WINDOW).catch((error: unknown) => {
        expect(error).toBeInstanceOf(AppError);
        expect((error as AppError).code).not.toBe("INTERNAL");
      });
    }
  });

  it("answers with what can be cloned to another process", async () => {
    const run = await record(app);
    const request = { run_id: run.run_id };
    for (const name of ["run.get", "run.raw", "run.history", "attachment.list", "check.run"] as const) {
      const value = await app.callUntyped(name, request, WINDOW);
      expect(structuredClone(value)).toEqual(value);
    }
  });
});

describe("the window", () => {
  let folders: TestFolders;
  let app: Application;
  let picked: string | null;
  beforeEach(async () => {
    folders = makeTestFolders();
    picked = null;
    app = await openTestApplication(folders, { pickFile: async () => picked });
  });
  afterEach(async () => {
    await app.close();
    folders.remove();
  });

  it("can name no path in any operation", async () => {
    const file = { path: join(folders.root, "secret.json") };
    writeFileSync(file.path, "{}");
    const calls = [
      ["run.create", { source: { file } }, "source.file.path"],
      ["run.create", { source: { bytes: REQUEST, name: null }, files_base: file }, "files_base.path"],
      ["import.scan", { source: file }, "source.path"],
      ["import.commit", { source: file }, "source.path"],
      ["hash.canonical", { source: { file } }, "source.file.path"],
      ["checkpoint.verify", { source: { file } }, "source.file.path"],
      ["support.save", { to: { file } }, "to.file.path"],
      ["run.save", { run_id: (await record(app)).run_id, to: { file } }, "to.file.path"],
      ["attachment.save", { sha256: "0".repeat(64), to: { file } }, "to.file.path"],
      ["attachment.put", { run_id: (await record(app)).run_id, source: { file }, kind: "k" }, "source.file.path"],
    ] as const;
    for (const [name, request, field] of calls) {
      await expect(app.callUntyped(name, request, WINDOW)).rejects.toMatchObject({
        code: "BAD_REQUEST",
        context: { field },
      });
    }
  });

  it("records the file a person picked, under its name, with the files beside it", async () => {
    picked = join(folders.root, "op20.json");
    writeFileSync(
      picked,
      JSON.stringify({ mode: "saw", tool_id: "t", status: "OK", files: [{ path: "op20.nc", kind: "gcode" }] }),
    );
    writeFileSync(join(folders.root, "op20.nc"), "G90\n");
    const { picked: grant } = await app.call("files.pick", { purpose: "request-file" }, WINDOW);
    expect(grant).toMatchObject({ label: "op20.json" });
    const file = { grant: grant?.grant ?? "" };
    const run = await app.call("run.create", { source: { file }, files_base: file }, WINDOW);
    const { attachments } = await app.call("attachment.list", { run_id: run.run_id }, WINDOW);
    expect(attachments).toMatchObject([{ filename: "op20.nc", present: true, size_bytes: 4 }]);
  });

  it("adds the file a person dropped to a run, and is told in how many other runs it is", async () => {
    const path = join(folders.root, "edge.png");
    writeFileSync(path, "not really a photo");
    const file = await app.call("files.grant", { dropped_path: path }, WINDOW);
    const runs = [await record(app), await record(app), await record(app)];
    for (const { run_id } of runs) {
      const request = { run_id, source: { file: { grant: file.grant } }, kind: "photo" };
      expect(await app.call("attachment.put", request, WINDOW)).toMatchObject({
        added: true,
        attachment: { filename: "edge.png" },
      });
    }
    const [first, ...others] = runs.map(({ run_id }) => run_id);
    const { attachments } = await app.call("attachment.list", { run_id: first ?? "" }, WINDOW);
    expect(attachments).toMatchObject([{ filename: "edge.png", also_in: 2, present: true }]);
    const sha256 = attachments[0]?.sha256 ?? "";
    const newestFirst = others.reverse();
    expect(await app.call("attachment.runs", { sha256, run_id: first }, WINDOW)).toEqual({
      run_ids: newestFirst,
      more: false,
    });
    expect((await app.call("attachment.runs", { sha256 }, WINDOW)).run_ids).toEqual([...newestFirst, first]);
  });

  it("gets nothing when the person picked nothing, and no grant for what is not there", async () => {
    expect(await app.call("files.pick", { purpose: "import-folder" }, WINDOW)).toEqual({ picked: null });
    const grant = (path: string) => app.call("files.grant", { dropped_path: path }, WINDOW);
    await expect(grant(join(folders.root, "gone"))).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
    await expect(grant("relative.json")).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await grant(folders.root)).toMatchObject({ kind: "folder" });
  });

  it("is told of commits in batches, and of nothing that is not so", async () => {
    const events: ApplicationEvent[] = [];
    const stop = app.onEvent((event) => void events.push(event));
    const runs = await Promise.all([record(app), record(app), record(app)]);
    await expect.poll(() => events.length).toBeGreaterThan(0);
    stop();
    const told = events.flatMap((event) => (event.name === "store.changed" ? event.payload.run_ids : []));
    expect(told.sort()).toEqual(runs.map(({ run_id }) => run_id).sort());
    for (const { name, payload } of events) expect(() => EVENT_SCHEMAS[name].parse(payload)).not.toThrow();
  });

  it("reads its own writes at once", async () => {
    for (let index = 0; index < 20; index++) {
      const run = await record(app);
      const page = await app.call("run.query", {}, WINDOW);
      expect(page.rows[0]?.run_id).toBe(run.run_id);
    }
  });

  it("gets plain numbers, where the command line gets them as they are spelled", async () => {
    const run = await record(
      app,
      Buffer.from('{"mode":"saw","tool_id":"t","status":"OK","feasibility":{"score":87.0}}'),
    );
    const plain = await app.call("run.get", { run_id: run.run_id }, WINDOW);
    expect(plain.record).toMatchObject({ feasibility: { score: 87 } });
    expect(plain.record_text).toContain("87.0");
    const { record: tree } = await app.call("run.get", { run_id: run.run_id }, TERMINAL);
    expect(() => structuredClone(tree)).not.toThrow();
    expect(tree).not.toMatchObject({ run_id: run.run_id });
  });
});

describe("the sample runs", () => {
  it("lie in a folder of their own, are made once, and never mix with the workstation's runs", async () => {
    const folders = makeTestFolders();
    const requests = join(folders.root, "resources", "sample");
    mkdirSync(requests, { recursive: true });
    writeFileSync(join(requests, "01.json"), REQUEST);
    writeFileSync(join(requests, "02.json"), '{"torn":');
    const options = { resourcesDir: join(folders.root, "resources") };
    const app = await openTestApplication(folders, options);
    const totals = async (opened: Application) => (await opened.call("run.query", {}, WINDOW)).store_total;
    const own = await record(app);

    const session = await app.call("session.open", { folder: "sample" }, WINDOW);
    expect(session).toMatchObject({ sample: true, runs_dir: join(folders.dataDir, "sample-runs") });
    expect(await totals(app)).toBe(2);
    await expect(app.call("run.get", { run_id: own.run_id }, WINDOW)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await record(app);
    expect(await totals(app)).toBe(3);
    expect(await app.call("session.open", { folder: "own" }, WINDOW)).toMatchObject({ sample: false });
    expect(await totals(app)).toBe(1);
    await app.close();

    const again = await openTestApplication(folders, options);
    await again.call("session.open", { folder: "sample" }, WINDOW);
    expect(await totals(again)).toBe(3);
    await again.close();
    folders.remove();
  });
});

describe("a folder that is held by someone else", () => {
  it("is followed: the window is told when the other writes", async () => {
    const folders = makeTestFolders();
    const holder = await openTestStore(folders);
    const app = await openTestApplication(folders);
    const events: ApplicationEvent[] = [];
    app.onEvent((event) => void events.push(event));
    await app.call("run.query", {}, WINDOW);
    await holder.commit(recordChange(1));
    await expect.poll(() => events.length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(events[0]).toMatchObject({ name: "store.changed", payload: { run_ids: [], more: true } });
    expect((await app.call("run.query", {}, WINDOW)).total).toBe(1);
    await app.close();
    await holder.close();
    folders.remove();
  });

  it("can be read, is written by nobody, and is taken by opening again when it is free", async () => {
    const folders = makeTestFolders();
    const holder = await openTestStore(folders);
    const app = await openTestApplication(folders);
    expect((await app.call("session.get", {}, WINDOW)).store).toMatchObject({ mode: "read-only", reason: "locked" });
    expect((await app.call("run.query", {}, WINDOW)).rows).toEqual([]);
    await expect(record(app)).rejects.toMatchObject({ code: "STORE_LOCKED", context: { pid: process.pid } });
    await holder.close();
    expect((await app.call("session.open", { folder: "own" }, WINDOW)).store.mode).toBe("writable");
    await record(app);
    await app.close();
    folders.remove();
  });
});

describe("a store of a newer format", () => {
  it("can be read and is not written", async () => {
    const folders = makeTestFolders();
    const first = await openTestApplication(folders);
    const run = await record(first);
    await first.close();
    const identity = join(folders.runsDir, "_integrity/store.json");
    writeFileSync(identity, readFileSync(identity, "utf8").replace('"format": 1', '"format": 99'));
    const app = await openTestApplication(folders);
    expect((await app.call("session.get", {}, WINDOW)).store).toMatchObject({ mode: "read-only", reason: "too-new" });
    expect((await app.call("run.query", {}, WINDOW)).rows).toMatchObject([{ run_id: run.run_id }]);
    await expect(record(app)).rejects.toMatchObject({ code: "STORE_TOO_NEW" });
    await app.close();
    folders.remove();
  });
});

describe("a folder that cannot be opened", () => {
  it("does not stop the app: every call says why, and opening again takes it when it is there", async () => {
    const folders = makeTestFolders();
    writeFileSync(folders.runsDir, "a file in its place");
    const app = await openTestApplication(folders);
    const session = await app.call("session.get", {}, WINDOW);
    expect(session.store).toMatchObject({ mode: "read-only", message: expect.stringContaining(folders.runsDir) });
    await expect(app.call("run.query", {}, WINDOW)).rejects.toMatchObject({
      message: expect.stringContaining(folders.runsDir),
    });
    await expect(record(app)).rejects.not.toMatchObject({ code: "INTERNAL" });
    expect(await app.call("health.get", {}, WINDOW)).toMatchObject({ runs: null, store: { mode: "read-only" } });
    rmSync(folders.runsDir);
    expect((await app.call("session.open", { folder: "own" }, WINDOW)).store.mode).toBe("writable");
    await app.close();
    folders.remove();
  });
});

describe("work that can be stopped", () => {
  it("ends as CANCELLED, and the store goes on", async () => {
    const folders = makeTestFolders();
    const app = await openTestApplication(folders);
    await Promise.all(Array.from({ length: 50 }, () => record(app)));
    const rebuild = app.call("catalog.rebuild", {}, { ...WINDOW, jobId: "rebuild-1" });
    const cancelled = app.call("job.cancel", { job_id: "rebuild-1" }, WINDOW);
    const outcome = await rebuild.then(
      () => "done",
      (error: unknown) => (error as AppError).code,
    );
    expect(outcome).toBe((await cancelled).was_running ? "CANCELLED" : "done");
    expect((await app.call("run.query", {}, WINDOW)).total).toBe(50);
    await app.close();
    folders.remove();
  });

  it("is every job of the table, each with its own id", async () => {
    const folders = makeTestFolders();
    const app = await openTestApplication(folders);
    const run = await record(app);
    const jobs = OPERATION_NAMES.filter((name) => OPERATION_TABLE[name].job);
    expect(jobs.length).toBeGreaterThan(0);
    const both = await Promise.allSettled([
      app.call("check.run", { run_id: run.run_id }, { ...WINDOW, jobId: "same" }),
      app.call("catalog.verify", {}, { ...WINDOW, jobId: "same" }),
    ]);
    const refused = both.filter((one) => one.status === "rejected").map((one) => one.reason.code);
    expect(refused).toEqual(["CONFLICT"]);
    await app.close();
    folders.remove();
  });
});
