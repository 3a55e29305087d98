import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CheckState } from "../../../../src/main/check/check-state.ts";
import {
  canGoOn,
  findKeptCheck,
  forgetCheck,
  type KeptChecks,
  keepCheck,
  unfinishedCheck,
} from "../../../../src/main/operations/kept-check.ts";
import { findLastHead } from "../../../../src/main/store/last-head.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import { type CheckedApplication, openCheckedApplication } from "../../../support/checked-application.ts";
import { forgeLedger, signerOf } from "../../../support/forge-ledger.ts";

const TERMINAL = { door: "command-line" } as const;
const SCOPE = { what: "runs", from: null, to: null, run_ids: ["b", "a"] } as const;

let opened: CheckedApplication;
let kept: KeptChecks;
let state: CheckState;

beforeEach(async () => {
  opened = await openCheckedApplication();
  const { dataDir, runsDir } = opened.folders;
  const { store_id: storeId } = await opened.app.call("session.get", {}, TERMINAL);
  kept = { fs: nodeFs, dataDir, storeId: storeId ?? "" };
  const head = findLastHead(nodeFs, runsDir);
  state = {
    ...{ v: 1, scope: { ...SCOPE, run_ids: [...SCOPE.run_ids] }, next: 1, of: 3 },
    head: { size: head?.size ?? 0, root: (head?.root ?? "") as Sha256 },
    runs: { total: 1, odd: 1, verdicts: { changed: 1 }, odd_runs: [{ run_id: "a", verdict: "changed" }] },
    ...{ findings: [], finding_counts: {}, checked: { files: 1, bytes: 10 }, hashed: [] },
  };
});

afterEach(async () => {
  await opened.close();
});

describe("how far a check came", () => {
  it("is kept in the place of what was kept before, and forgotten when it is done", () => {
    expect(findKeptCheck(kept)).toBeNull();
    keepCheck(kept, { stopped_at: "then", state });
    keepCheck(kept, { stopped_at: "now", state: { ...state, next: 2 } });
    expect(findKeptCheck(kept)).toEqual({ stopped_at: "now", state: { ...state, next: 2 } });
    expect(readdirSync(join(kept.dataDir, "checks"))).toEqual([`${kept.storeId}.json`]);
    forgetCheck(kept);
    expect(findKeptCheck(kept)).toBeNull();
    forgetCheck(kept);
  });

  it("is not known where the note cannot be read", () => {
    keepCheck(kept, { stopped_at: "now", state });
    for (const text of ["", "{", '{"stopped_at":"now","state":{"v":2}}']) {
      writeFileSync(join(kept.dataDir, "checks", `${kept.storeId}.json`), text);
      expect(findKeptCheck(kept)).toBeNull();
    }
  });

  it("serves a check of the same things only", () => {
    const place = { fs: nodeFs, runsDir: opened.folders.runsDir };
    expect(canGoOn(place, state, { ...SCOPE, run_ids: ["a", "b"] })).toBe(true);
    expect(canGoOn(place, state, { ...SCOPE, run_ids: ["a"] })).toBe(false);
    expect(canGoOn(place, state, { ...SCOPE, run_ids: null })).toBe(false);
    expect(canGoOn(place, state, { ...SCOPE, run_ids: ["a", "b"], to: "2026-11-20" })).toBe(false);
  });

  it("serves a ledger that goes on, and none that was rewritten", async () => {
    const place = { fs: nodeFs, runsDir: opened.folders.runsDir };
    const scope = { ...SCOPE, run_ids: ["a", "b"] };
    await opened.app.call("check.store", {}, TERMINAL);
    expect(canGoOn(place, state, scope)).toBe(true);
    forgeLedger(opened.folders, signerOf(opened.folders), (entry) => ({ ...entry, request_id: "other" }));
    expect(canGoOn(place, state, scope)).toBe(false);
  });

  it("is shown by how many runs are done and how many of them are odd", async () => {
    const unfinished = { done: 1, total: 3, stopped_at: "now", odd_runs: 1 };
    expect(unfinishedCheck({ stopped_at: "now", state })).toMatchObject(unfinished);
    keepCheck(kept, { stopped_at: "now", state });
    expect((await opened.app.call("check.past", {}, TERMINAL)).unfinished).toMatchObject(unfinished);
  });
});

describe("check.store with resume", () => {
  const scope = { what: "runs", record: true } as const;

  function noteOfFirstRun(): void {
    const odd_runs = [{ run_id: "kept", verdict: "changed" as const }];
    const runs = { total: 1, odd: 1, verdicts: { changed: 1 }, odd_runs };
    keepCheck(kept, { stopped_at: "now", state: { ...state, scope: { ...SCOPE, run_ids: null }, runs } });
  }

  it("goes on where a check of the same things was stopped, and says in the ledger since when it is", async () => {
    noteOfFirstRun();
    await opened.app.call("check.run", { run_id: opened.small.runId, record: true }, TERMINAL);
    const report = await opened.app.call("check.store", { ...scope, resume: true }, TERMINAL);
    expect(report).toMatchObject({ runs: { total: 3 }, odd_runs: [{ run_id: "kept" }] });
    const past = await opened.app.call("check.past", {}, TERMINAL);
    expect([past.checks.length, past.unfinished]).toEqual([2, null]);
  });

  it("is not told of as stopped while it goes on", async () => {
    noteOfFirstRun();
    const check = opened.app.call("check.store", { ...scope, resume: true }, { ...TERMINAL, jobId: "j" });
    const [during] = await Promise.all([opened.app.call("check.past", {}, TERMINAL), check]);
    expect(during.unfinished).toBeNull();
  });

  it("begins anew without it, and forgets what was kept", async () => {
    noteOfFirstRun();
    const report = await opened.app.call("check.store", scope, TERMINAL);
    expect(report).toMatchObject({ runs: { total: 3 }, odd_runs: [], verdict: "intact" });
    expect(findKeptCheck(kept)).toBeNull();
  });
});
