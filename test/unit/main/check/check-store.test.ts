import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  makeSmallStore,
  recordSmallRun,
  type SmallStore,
  withStore,
} from "../../../fixtures/bad-stores/small-store.ts";
import { checkFolder, inFolder } from "../../../support/check-folder.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { readFolder } from "../../../support/read-folder.ts";

let folders: TestFolders;
let small: SmallStore;

beforeEach(async () => {
  folders = makeTestFolders();
  small = await makeSmallStore(folders);
});

afterEach(() => folders.remove());

function changeRecord(): void {
  const record = inFolder(folders, small.records[1] ?? "");
  writeFileSync(record, readFileSync(record, "utf8").replace("T2", "T9"));
}

describe("checkStore", () => {
  it("finds nothing in an intact folder, and changes nothing in it", async () => {
    const before = readFolder(folders.root);
    const report = await checkFolder(folders);
    expect(report).toMatchObject({ verdict: "intact", findings: [], truncated: false, odd_runs: [] });
    expect(report.runs).toEqual({ total: 3, verdicts: { intact: 3 } });
    expect(report.ledger).toMatchObject({ entries: 10, root: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(readFolder(folders.root)).toEqual(before);
  });

  it("says what was asked beside what was found", async () => {
    const scope = { what: "runs", from: "2026-11-01", to: null, run_ids: [small.runId] } as const;
    expect(await checkFolder(folders, { ...scope, run_ids: [...scope.run_ids] })).toMatchObject(scope);
  });

  it("takes the worst of everything for its verdict", async () => {
    rmSync(inFolder(folders, small.records[0] ?? ""));
    expect((await checkFolder(folders)).verdict).toBe("cannot-check");
    changeRecord();
    const { verdict, odd_runs: odd } = await checkFolder(folders);
    expect([verdict, odd.map((run) => run.verdict)]).toEqual(["changed", ["cannot-check", "changed"]]);
  });

  it("looks only at what is wanted: files of runs, runs, or everything", async () => {
    changeRecord();
    writeFileSync(inFolder(folders, "foreign.txt"), "x");
    const codes = async (what: "store" | "runs" | "attachments") =>
      (await checkFolder(folders, { what })).findings.map(({ code }) => code);
    expect(await codes("attachments")).toEqual([]);
    expect(await codes("runs")).toEqual(["RECORD_CHANGED"]);
    expect(await codes("store")).toEqual(["RECORD_CHANGED", "FOREIGN_FILE"]);
  });

  it("checks beside a program that records just then, and calls nothing of that foreign", async () => {
    await withStore(folders, async (store) => {
      const recording = (async () => {
        for (let number = 0; number < 20; number += 1) await recordSmallRun(store, { tool_id: `T${number}` });
      })();
      for (let round = 0; round < 5; round += 1) {
        const { findings } = await checkFolder(folders);
        expect(findings.filter(({ code }) => code !== "JOURNAL_PENDING")).toEqual([]);
      }
      await recording;
    });
  });

  it("tells of a drive that fails rather than blaming the store for it", async () => {
    const fs = createFailingFs();
    fs.failWhere(({ name, path }) => name === "read" && path.includes("_attachments"), { kind: "refuse", code: "EIO" });
    await expect(checkFolder(folders, { fs })).rejects.toMatchObject({ code: "IO_FAILED" });
  });
});
