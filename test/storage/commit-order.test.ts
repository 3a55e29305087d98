import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMIT_CALLS, orderProblems } from "../support/commit-order.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { readTrace, type TracedCall, tracerArguments, tracerTrouble } from "../support/traced-program.ts";

const PROGRAM = fileURLToPath(new URL("../../src/main/cli.ts", import.meta.url));
/** Half of them one after the other, half all at once, so that writers share a flush. */
const COMMITS = 200;
const REQUEST = '{"mode":"saw","tool_id":"T1","status":"OK","feasibility":{"risk_level":"GREEN"}}\n';

const trouble = process.platform === "linux" ? tracerTrouble() : "only Linux has strace";
if (trouble !== null) process.stdout.write(`the order of system calls is not looked at: ${trouble}\n`);

describe.skipIf(trouble !== null)("the system calls of a commit", () => {
  let folders: TestFolders;
  let calls: readonly TracedCall[];
  const runIds: string[] = [];

  beforeAll(async () => {
    folders = makeTestFolders();
    const traceFile = join(folders.root, "trace");
    const [tracer = "", ...options] = tracerArguments(traceFile, COMMIT_CALLS);
    const env = { ...process.env, RMOS_RUNS_DIR: folders.runsDir, RMOS_RUNS_DATA_DIR: folders.dataDir };
    const child = spawn(tracer, [...options, process.execPath, PROGRAM, "run", "create", "--batch", "-"], { env });
    const ended = once(child, "close");
    const lines = createInterface({ input: child.stdout });
    const next = lines[Symbol.asyncIterator]();
    const take = async (): Promise<void> => {
      const { value } = (await next.next()) as { readonly value?: string };
      runIds.push(value?.split(" ")[0] ?? "nothing");
    };
    for (let count = 0; count < COMMITS / 2; count += 1) {
      child.stdin.write(REQUEST);
      await take();
    }
    child.stdin.end(REQUEST.repeat(COMMITS / 2));
    for (let count = 0; count < COMMITS / 2; count += 1) await take();
    expect((await ended)[0]).toBe(0);
    calls = readTrace(readFileSync(traceFile, "utf8"));
  }, 300_000);

  afterAll(() => folders.remove());

  it("come in the order that was promised, for every run that was said to be recorded", () => {
    const problems = orderProblems(calls, runIds);
    const flushes = calls.filter(({ name, text }) => name === "fdatasync" && text.includes(".jnl>")).length;
    process.stdout.write(
      `system calls: ${calls.length} in ${runIds.length} commits, ${flushes} flushes of the journal, ${problems.length} out of order\n`,
    );
    expect(new Set(runIds).size).toBe(COMMITS);
    expect(problems).toEqual([]);
  });

  it.each([
    ["no flush of the journal", (call: TracedCall) => call.name === "fdatasync"],
    ["no look at the tokens", (call: TracedCall) => /\/epochs\/\d{8}\.json"/.test(call.text)],
    ["no link", (call: TracedCall) => call.name === "link"],
    ["no flush of files and folders", (call: TracedCall) => call.name === "fsync" || call.name === "syncfs"],
    ["no emptied journal", (call: TracedCall) => call.name === "ftruncate"],
  ])("would be found out of order with %s", (_what, isGone) => {
    expect(
      orderProblems(
        calls.filter((call) => !isGone(call)),
        runIds,
      ).length,
    ).toBeGreaterThanOrEqual(COMMITS / 2);
  });
});
