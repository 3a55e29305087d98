import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { planRecords } from "../../../../src/main/ingest/plan-records.ts";
import { PLACEHOLDER_SHA256 } from "../../../../src/shared/sha256.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";
import { olderTree, planContext } from "./plan-context.ts";
import { olderRecordText, V2_STORE, writeFiles } from "./written-files.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => folders.remove());

async function plan(files: Readonly<Record<string, string | Uint8Array>>) {
  writeFiles(join(folders.root, "older"), files);
  const context = await planContext();
  return { context, ...(await planRecords(context, olderTree(join(folders.root, "older")).runs)) };
}

describe("records of an older store", () => {
  it("are all new or incomplete in an empty store, each at its date under its own name", async () => {
    const { planned, reports } = await planRecords(await planContext(), olderTree(V2_STORE).runs);
    expect(planned.map(({ path }) => `runs/${path}`)).toEqual(reports.map(({ source }) => source));
    expect(planned.map(({ declaredRunId }) => declaredRunId)).toEqual(planned.map(({ runId }) => runId));
    expect(new Set(reports.map(({ state }) => state))).toEqual(new Set(["new", "incomplete"]));
    expect(reports.filter(({ verdict }) => verdict === "placeholder")).toHaveLength(6);
  });

  it("go to the folder of their UTC date, or of their own folder where the time cannot be read", async () => {
    const { planned } = await plan({
      "runs/2025-12-18/run_a.json": olderRecordText("run_a", { created_at_utc: "2025-12-18T23:30:00-06:00" }),
      "runs/2025-12-18/run_b.json": olderRecordText("run_b", { created_at_utc: "soon" }),
    });
    expect(planned.map(({ path }) => path)).toEqual(["2025-12-19/run_a.json", "2025-12-18/run_b.json"]);
    expect(planned[1]?.reason).toBe("Its time of creation cannot be read.");
  });

  it("under names that are not safe, or differ only in case, get a name made from their content", async () => {
    const text = olderRecordText("../../etc/passwd");
    const lower = olderRecordText("run_x");
    const { planned } = await plan({
      "runs/2025-12-17/.._.._etc_passwd.json": text,
      "runs/2025-12-17/RUN_x.json": olderRecordText("RUN_x"),
      "runs/2025-12-17/run_x.json": lower,
    });
    expect(planned.map(({ runId }) => runId)).toEqual([
      `older_${sha256Hex(text).slice(0, 32)}`,
      "RUN_x",
      `older_${sha256Hex(lower).slice(0, 32)}`,
    ]);
    expect(planned[0]?.reason).toContain('It calls itself "../../etc/passwd"');
    expect(planned[0]?.path).toMatch(/^2025-12-17\/older_[0-9a-f]{32}\.json$/);
  });

  it("that call themselves otherwise than their file are imported under the file's name and say so", async () => {
    const { planned } = await plan({ "runs/2025-12-17/run_a.json": olderRecordText("run_z") });
    expect(planned[0]).toMatchObject({ runId: "run_a", declaredRunId: "run_z", reason: 'It calls itself "run_z".' });
  });

  it("that cannot be read are imported and say why", async () => {
    const { planned, reports } = await plan({
      "runs/2025-12-17/run_a.json": '{"run_id": "run_a"',
      "runs/2025-12-17/run_b.json": "",
    });
    expect(planned).toHaveLength(2);
    expect(reports.map(({ state, verdict }) => [state, verdict])).toEqual([
      ["unreadable", "unreadable"],
      ["unreadable", "unreadable"],
    ]);
    expect(reports[0]?.reason).toMatch(/^It cannot be read: /);
  });

  it("that come twice are one run when equal, else the second is kept apart", async () => {
    const text = olderRecordText("run_a");
    const { context, reports } = await plan({
      "runs/2025-12-17/run_a.json": text,
      "runs/2025-12-18/run_a.json": text,
      "runs/2025-12-19/run_a.json": olderRecordText("run_a", { notes: "other" }),
    });
    expect(reports.map(({ state }) => state)).toEqual(["new", "already_here", "conflict"]);
    expect(context.apart.map(({ file, isConflict }) => [file.source, isConflict])).toEqual([
      ["runs/2025-12-19/run_a.json", true],
    ]);
  });

  it("are compared with the store by id, whatever their date", async () => {
    const store = await openTestStore(folders);
    const here = recordChange(1);
    await store.commit(here);
    await store.settled();
    writeFiles(join(folders.root, "older"), {
      [`runs/2025-12-17/${here.runId}.json`]: olderRecordText(here.runId),
      [`runs/2026-11-20/${here.runId}.json`]: here.files[0]?.bytes ?? "",
    });
    const { reports } = await planRecords(await planContext(store), olderTree(join(folders.root, "older")).runs);
    expect(reports.map(({ state }) => state)).toEqual(["conflict", "already_here"]);
    await store.close();
  });

  it("without a digest of their feasibility are incomplete", async () => {
    const { reports } = await plan({
      "runs/2025-12-17/run_a.json": olderRecordText("run_a", { hashes: { feasibility_sha256: PLACEHOLDER_SHA256 } }),
    });
    expect(reports[0]).toMatchObject({ state: "incomplete", verdict: "placeholder" });
  });

  it.skipIf(process.getuid?.() === 0)("whose files may not be opened are told of and not imported", async () => {
    writeFiles(join(folders.root, "older"), { "runs/2025-12-17/run_a.json": "{}" });
    chmodSync(join(folders.root, "older", "runs", "2025-12-17", "run_a.json"), 0);
    const { planned, reports } = await plan({});
    expect([planned.length, reports[0]?.state, reports[0]?.reason]).toEqual([
      0,
      "unreadable",
      "Its file cannot be read (NO_PERMISSION). It was not imported.",
    ]);
  });
});
