import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication, runInProcess } from "../support/test-application.ts";
import { verifyLedger } from "../support/verify-ledger.ts";

const REQUEST = '{"mode":"cam","tool_id":"T102","status":"OK"}';
const HOLDER = { host: "press-2", pid: 4711, user: "bo", since: "2026-11-20T10:11:12.345000Z", app: "0.0.9" };
const WINDOW = { door: "window" } as const;

let folders: TestFolders;
let lockPath: string;

beforeEach(async () => {
  folders = makeTestFolders();
  const store = await openTestStore(folders);
  await store.commit(recordChange(1));
  await store.close();
  lockPath = join(folders.runsDir, "_integrity", "lock");
  writeFileSync(
    join(folders.runsDir, "_integrity", "owner.json"),
    JSON.stringify({ ...HOLDER, epoch: 1, boot: "1700000000" }),
  );
  mkdirSync(lockPath);
});
afterEach(() => folders.remove());

function goStale(): void {
  utimesSync(lockPath, new Date(0), new Date(0));
}

async function runJson(...args: readonly string[]) {
  const { exitCode, out } = await runInProcess(folders, [...args, "--json"], { input: REQUEST });
  return {
    exitCode,
    answer: JSON.parse(out) as { readonly error?: { readonly code: string; readonly context: object } },
  };
}

function takenOver(): unknown[] {
  return verifyLedger(folders.runsDir)
    .entries.filter(({ kind }) => kind === "epoch.opened")
    .map(({ body }) => body.taken_over ?? null);
}

describe("a folder that a program on another machine left locked", () => {
  it("is read in the window, says that it can be taken over, and takes records after that", async () => {
    goStale();
    const app = await openTestApplication(folders, { actorName: "ada" });
    const { store } = await app.call("session.get", {}, WINDOW);
    expect(store).toMatchObject({ mode: "read-only", reason: "locked", can_take_over: true, holder: HOLDER });
    expect((await app.call("run.query", {}, WINDOW)).total).toBe(1);
    await expect(app.call("run.annotate", { run_id: recordChange(1).runId, note: "n" }, WINDOW)).rejects.toMatchObject({
      code: "STORE_LOCKED",
    });
    expect((await app.call("session.open", { folder: "own" }, WINDOW)).store.mode).toBe("read-only");
    const session = await app.call("session.open", { folder: "own", take_over: true }, WINDOW);
    expect(session.store.mode).toBe("writable");
    await app.close();
    const { app: _, ...from } = HOLDER;
    expect(takenOver()).toEqual([null, { by: "ada", ...from }]);
    expect(existsSync(lockPath)).toBe(false);
  }, 30_000);

  it("is not written from the command line, which names the holder and what can be done", async () => {
    goStale();
    const { exitCode, answer } = await runJson("run", "create", "--input", "-");
    expect([exitCode, answer.error]).toMatchObject([
      5,
      { code: "STORE_LOCKED", context: { host: "press-2", pid: 4711 } },
    ]);
    const doctor = await runInProcess(folders, ["doctor"]);
    expect([doctor.exitCode, doctor.out]).toEqual([1, expect.stringContaining("rmos-runs doctor --take-over")]);
    expect(existsSync(lockPath)).toBe(true);
  });

  it("is taken over from the command line, once", async () => {
    goStale();
    expect((await runJson("doctor", "--take-over")).exitCode).toBe(0);
    expect((await runJson("run", "create", "--input", "-")).exitCode).toBe(0);
    expect((await runJson("doctor", "--take-over")).exitCode).toBe(0);
    expect(takenOver().filter((from) => from !== null)).toMatchObject([{ host: "press-2", user: "bo" }]);
  }, 30_000);

  it("is left to a holder that renewed its lock a moment ago, whoever asks", async () => {
    const { exitCode, answer } = await runJson("doctor", "--take-over");
    expect([exitCode, answer.error]).toMatchObject([5, { code: "STORE_LOCKED", context: { host: "press-2" } }]);
    expect((await runInProcess(folders, ["doctor"])).out).not.toContain("--take-over");
  });

  it("is free once its lock was removed, and the ledger knows whose it was", async () => {
    rmSync(lockPath, { recursive: true });
    expect((await runJson("run", "create", "--input", "-")).exitCode).toBe(0);
    expect(takenOver()).toMatchObject([null, { by: null, host: "press-2" }]);
  });
});
