import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyFrame } from "../../../../src/main/store/apply-frame.ts";
import { clearObstacles, obstacleEntries, obstacleNotices } from "../../../../src/main/store/clear-obstacles.ts";
import type { JournalFrame } from "../../../../src/main/store/journal-frame.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

const PATH = "2026-11-20/run_1.json";
const BYTES = Buffer.from("a record of one line\n");
const FRAME: JournalFrame = {
  epoch: 3,
  files: [{ path: PATH, bytes: BYTES }],
  ledgerOffset: 6,
  ledgerBytes: Buffer.from("entry\nhead\n"),
};

let folders: TestFolders;
let segment: string;
let record: string;

beforeEach(() => {
  folders = makeTestFolders();
  for (const name of ["ledger", "quarantine"])
    mkdirSync(join(folders.runsDir, "_integrity", name), { recursive: true });
  segment = join(folders.runsDir, "_integrity", "ledger", "00000003.ndjson");
  record = join(folders.runsDir, PATH);
  mkdirSync(dirname(record));
  writeFileSync(segment, "first\n");
});
afterEach(() => folders.remove());

function clear() {
  return clearObstacles({ fs: nodeFs, runsDir: folders.runsDir, clock: createSettableClock() }, FRAME);
}

function apply(): void {
  applyFrame({ fs: nodeFs, runsDir: folders.runsDir, epoch: 3 }, FRAME);
}

function quarantined(): string[] {
  return readdirSync(join(folders.runsDir, "_integrity", "quarantine")).filter((name) => !name.endsWith(".why.json"));
}

/** What was recorded is in place in the end, whatever stood there. */
function expectInPlace(): void {
  apply();
  expect(readFileSync(record).equals(BYTES)).toBe(true);
  expect(readFileSync(segment, "utf8").startsWith("first\nentry\nhead\n")).toBe(true);
}

describe("clearObstacles", () => {
  it("touches nothing when nothing is in the way, before and after the change is applied", async () => {
    expect(await clear()).toEqual([]);
    apply();
    expect(await clear()).toEqual([]);
    expectInPlace();
  });

  it.each([
    ["nothing of it", Buffer.alloc(0)],
    ["its start", BYTES.subarray(0, 9)],
    ["lost blocks that read as zeros", Buffer.concat([BYTES.subarray(0, 5), Buffer.alloc(10), BYTES.subarray(15)])],
    ["all zeros", Buffer.alloc(BYTES.byteLength)],
  ])("takes away our own file when a power cut left of it: %s", async (_what, left) => {
    writeFileSync(record, left);
    expect(await clear()).toEqual([{ path: PATH, quarantine: null }]);
    expect(existsSync(record)).toBe(false);
    expect(quarantined()).toEqual([]);
    expectInPlace();
  });

  it.each([
    ["other bytes", Buffer.from("something else alright")],
    ["more bytes", Buffer.concat([BYTES, BYTES])],
    ["one byte changed", Buffer.from(BYTES.toString().replace("one", "two"))],
  ])("keeps in quarantine what another put there: %s", async (_what, bytes) => {
    writeFileSync(record, bytes);
    const [obstacle] = await clear();
    expect(obstacle?.path).toBe(PATH);
    const kept = join(folders.runsDir, "_integrity", "quarantine", obstacle?.quarantine ?? "none");
    expect(readFileSync(kept).equals(bytes)).toBe(true);
    expect(JSON.parse(readFileSync(`${kept}.why.json`, "utf8"))).toMatchObject({ from: PATH });
    expectInPlace();
  });

  it.runIf(process.platform !== "win32")("moves a link, a folder and a pipe out of the way as they are", async () => {
    symlinkSync("/nowhere", record);
    await clear();
    expectInPlace();
    nodeFs.unlink(record);
    mkdirSync(record);
    writeFileSync(join(record, "inside"), "x");
    await clear();
    expectInPlace();
    nodeFs.unlink(record);
    execFileSync("mkfifo", [record]);
    await clear();
    expectInPlace();
    expect(quarantined().sort()).toEqual(["run_1.json.1", "run_1.json.2", "run_1.json.3"]);
  });

  it("writes over unfinished ledger bytes of ours and leaves what follows", async () => {
    writeFileSync(segment, "first\nentry\n\0\0\0\0\0next\nhead\n");
    expect(await clear()).toEqual([{ path: "_integrity/ledger/00000003.ndjson", quarantine: null }]);
    expect(readFileSync(segment, "utf8")).toBe("first\nentry\nhead\nnext\nhead\n");
    expect(quarantined()).toEqual([]);
  });

  it("keeps in quarantine ledger bytes that another put in the place of ours", async () => {
    writeFileSync(segment, "first\nENTRY\nhead\n");
    const [obstacle] = await clear();
    const kept = join(folders.runsDir, "_integrity", "quarantine", obstacle?.quarantine ?? "none");
    expect(readFileSync(kept, "utf8")).toBe("ENTRY\nhead\n");
    expectInPlace();
  });

  it("leaves a segment alone that ends before the place of the change", async () => {
    writeFileSync(segment, "fir");
    expect(await clear()).toEqual([]);
    expect(readFileSync(segment, "utf8")).toBe("fir");
    expect(apply).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
  });
});

describe("obstacles", () => {
  const obstacles = [
    { path: "a.json", quarantine: null },
    { path: "b.json", quarantine: "b.json.1" },
  ];

  it("become entries: a recovery for our own, damage for others'", () => {
    expect(obstacleEntries(obstacles, "store")).toMatchObject([
      { kind: "store.recovered", subject: "store", body: { path: "a.json", unfinished: true } },
      { kind: "damage.found", subject: "store", body: { path: "b.json", quarantine: "b.json.1" } },
    ]);
  });

  it("are told to people only when they were others'", () => {
    expect(obstacleNotices(obstacles)).toHaveLength(1);
    expect(obstacleNotices(obstacles)[0]).toContain("b.json");
  });
});
