import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckState, checkStateSchema, type StoreCheckControl } from "../../../../src/main/check/check-state.ts";
import { checkStore } from "../../../../src/main/check/check-store.ts";
import { openLedgerReader } from "../../../../src/main/store/ledger-reader.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { createStoreReader } from "../../../../src/main/store/store-reader.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import type { StoreCheckScope } from "../../../../src/shared/operations/check-operations.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import {
  makeSmallStore,
  recordSmallRun,
  type SmallStore,
  withStore,
} from "../../../fixtures/bad-stores/small-store.ts";
import { inFolder } from "../../../support/check-folder.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

const ACTOR = { uid: "tester", role: "machinist", sid: "s1" };
const EVERYTHING: StoreCheckScope = { what: "store", from: null, to: null, run_ids: null };

let folders: TestFolders;
let small: SmallStore;
let runIds: readonly string[];

beforeAll(async () => {
  folders = makeTestFolders();
  small = await makeSmallStore(folders);
  runIds = await withStore(folders, async (store) => {
    const runs = await Promise.all([4, 5, 6].map((number) => recordSmallRun(store, { tool_id: `T${number}` })));
    const sha256 = basename(small.attachment) as Sha256;
    // The first and the last run share a file, which is read and counted once.
    const body = { sha256, kind: "gcode", mime: null, filename: "op20.nc", size_bytes: 12 };
    const entry = {
      kind: "attachment.added",
      subject: runs[2]?.run_id ?? "",
      path: small.attachment,
      sha256,
      size: 12,
      body,
    } as const;
    await store.commit({ files: [], entries: [entry], actor: ACTOR, requestId: "r" });
    return runs.map(({ run_id: runId }) => runId);
  });
  const record = inFolder(folders, small.records[1] ?? "");
  writeFileSync(record, readFileSync(record, "utf8").replace('"tool_id": "T2"', '"tool_id": "T9"'));
});

afterAll(() => folders.remove());

function check(control: Partial<StoreCheckControl> = {}, scope = EVERYTHING, clock = createSettableClock()) {
  return checkIn(folders, control, { scope, clock });
}

function checkIn(
  { runsDir, dataDir }: TestFolders,
  control: Partial<StoreCheckControl>,
  { scope, clock } = { scope: EVERYTHING, clock: createSettableClock() },
) {
  const store = {
    ...createStoreReader(nodeFs, runsDir),
    ...{ runsDir, ledger: openLedgerReader(nodeFs, runsDir), settled: () => Promise.resolve() },
  };
  const quiet = { signal: new AbortController().signal, progress: () => undefined };
  return checkStore({ store, clock, fs: nodeFs, dataDir }, scope, { ...quiet, ...control });
}

/** Stops a check when `done` runs are done and gives what it handed out, as a file would give it back. */
async function stopAfter(done: number, from: CheckState | null = null): Promise<CheckState> {
  const stopper = new AbortController();
  const kept: CheckState[] = [];
  const control: StoreCheckControl = {
    ...{ from, signal: stopper.signal, keep: (state) => kept.push(state) },
    progress: (now) => {
      if (now >= done) stopper.abort();
    },
  };
  await expect(check(control)).rejects.toMatchObject({ code: "CANCELLED" });
  expect(kept).toHaveLength(1);
  return checkStateSchema.parse(JSON.parse(JSON.stringify(kept[0])));
}

describe("a check that was stopped among the runs", () => {
  it("comes, from wherever it goes on, to the same report as one that was not", async () => {
    const whole = await check();
    expect([whole.runs, whole.odd_runs.length]).toEqual([{ total: 6, verdicts: { intact: 5, changed: 1 } }, 1]);
    for (let done = 0; done < 6; done += 1) {
      const state = await stopAfter(done);
      expect(state.next).toBe(done);
      expect(await check({ from: state })).toEqual(whole);
    }
  });

  it("can be stopped again", async () => {
    const second = await stopAfter(4, await stopAfter(2));
    expect(second).toMatchObject({ next: 4, of: 6, runs: { total: 4, odd: 1 } });
    expect(await check({ from: second })).toEqual(await check());
  });

  it("does not look again at what was done", async () => {
    const seen: number[] = [];
    await check({ from: await stopAfter(5), progress: (done) => seen.push(done) });
    expect(seen).toEqual([5, 6]);
  });

  it("tells the bytes read so far, those that were read before among them", async () => {
    const read: (number | undefined)[] = [];
    const note = (_done: number, _total: number | null, bytes?: number): void => void read.push(bytes);
    const { checked } = await check({ progress: note });
    const before = read.splice(0);
    expect(before).toEqual(before.toSorted((one, other) => (one ?? 0) - (other ?? 0)));
    expect(before.at(-1)).toBeGreaterThan(before[0] ?? 0);
    expect(before.at(-1)).toBeLessThanOrEqual(checked.bytes);
    await check({ from: await stopAfter(5), progress: note });
    expect(read).toEqual(before.slice(-2));
  });

  it("tells on its way through a large file how much of it was read", async () => {
    const large = makeTestFolders();
    try {
      await makeSmallStore(large);
      const sizeBytes = 3 * 1024 * 1024;
      const bytes = Buffer.alloc(sizeBytes, "x");
      const sha256 = createHash("sha256").update(bytes).digest("hex") as Sha256;
      await withStore(large, async (store) => {
        const run = await recordSmallRun(store, { tool_id: "T9" });
        const path = attachmentPath(sha256);
        const body = { sha256, kind: "scan", mime: null, filename: "scan.bin", size_bytes: sizeBytes };
        const entry = { kind: "attachment.added", subject: run.run_id, path, sha256, size: sizeBytes, body } as const;
        await store.commit({ files: [{ path, bytes }], entries: [entry], actor: ACTOR, requestId: "r" });
      });
      const steps: [number, number][] = [];
      const progress = (done: number, _total: number | null, read = 0): void => void steps.push([done, read]);
      await checkIn(large, { progress });
      const [before, ...during] = steps.filter(([done]) => done === 3).map(([, read]) => read);
      expect(during.map((read) => read - (before ?? 0) > 0)).toEqual([true, true, true]);
      expect(during.toSorted((one, other) => one - other)).toEqual(during);
    } finally {
      large.remove();
    }
  });

  it("looks at the ledger anew: what is known of runs is all that is kept", async () => {
    const state = await stopAfter(3);
    expect(state.findings.map(({ code }) => code)).toEqual(["RECORD_CHANGED"]);
    const foreign = inFolder(folders, "_integrity/ledger/foreign.txt");
    writeFileSync(foreign, "x");
    const codes = (await check({ from: state })).findings.map(({ code }) => code);
    expect(codes).toEqual(["RECORD_CHANGED", "FOREIGN_FILE"]);
    nodeFs.unlink(foreign);
  });

  it("hands out how far it is every ten seconds too, and when the last run is done", async () => {
    const clock = createSettableClock();
    const kept: number[] = [];
    const control: Partial<StoreCheckControl> = {
      keep: ({ next }) => kept.push(next),
      progress: () => clock.advance(6_000),
    };
    await check(control, EVERYTHING, clock);
    expect(kept).toEqual([2, 4, 6, 6]);
  });
});

describe("the runs of a check", () => {
  it("are those of its period and those picked by hand", async () => {
    const count = async (scope: Partial<StoreCheckScope>) =>
      (await check({}, { ...EVERYTHING, what: "runs", ...scope })).runs.total;
    expect(await count({})).toBe(6);
    expect(await count({ run_ids: [...runIds.slice(0, 2), "no-such-run"] })).toBe(2);
    expect(await count({ from: "2999-01-01" })).toBe(0);
    expect(await count({ to: "2000-01-01" })).toBe(0);
    expect(await count({ from: "2000-01-01", to: "2999-01-01" })).toBe(6);
  });

  it("are looked at for their files alone where only those are asked for", async () => {
    const report = await check({}, { ...EVERYTHING, what: "attachments" });
    expect([report.verdict, report.findings]).toEqual(["intact", []]);
  });

  it("carry their id in every finding", async () => {
    const [finding] = (await check()).findings;
    expect(small.records[1]).toContain(finding?.run_id);
  });
});
