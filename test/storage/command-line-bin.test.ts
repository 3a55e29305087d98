import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BIN = join(ROOT, "bin/rmos-runs.mjs");
const isBuilt = existsSync(join(ROOT, "out/main/cli.js"));
const REQUEST = '{"mode":"cam","tool_id":"T102","status":"OK"}\n';

interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ["", ""];
  child.stdout?.on("data", (chunk) => (out += String(chunk)));
  child.stderr?.on("data", (chunk) => (err += String(chunk)));
  return new Promise((resolve) => child.once("close", (exitCode) => resolve({ exitCode, out, err })));
}

describe("the rmos-runs command", () => {
  let folders: TestFolders;
  beforeEach(() => {
    folders = makeTestFolders();
  });
  afterEach(() => folders.remove());

  function start(bin: string, ...args: readonly string[]): ChildProcess {
    const env = { ...process.env, RMOS_RUNS_DIR: folders.runsDir, RMOS_RUNS_DATA_DIR: folders.dataDir };
    return spawn(process.execPath, [bin, ...args], { env, stdio: ["pipe", "pipe", "pipe", "ipc"] });
  }

  it("says what to run when the program is not built", async () => {
    mkdirSync(join(folders.root, "bin"));
    cpSync(BIN, join(folders.root, "bin/rmos-runs.mjs"));
    const { exitCode, out, err } = await ended(start(join(folders.root, "bin/rmos-runs.mjs"), "run", "list"));
    expect([exitCode, out, err]).toEqual([2, "", "The program is not built yet. Run: npm run build\n"]);
  });

  it.runIf(isBuilt)("records and lists with the built program", async () => {
    const recording = start(BIN, "run", "create", "--input", "-", "--json");
    recording.stdin?.end(REQUEST);
    const recorded = await ended(recording);
    expect([recorded.exitCode, recorded.err]).toEqual([0, ""]);
    const { value } = JSON.parse(recorded.out) as { value: { run_id: string } };
    const listed = await ended(start(BIN, "run", "list", "--json"));
    expect(listed.out).toContain(value.run_id);
  });

  it.runIf(isBuilt)("ends when whoever started it is gone", async () => {
    const child = start(BIN, "run", "create", "--batch", "-");
    const exited = new Promise((resolve) => child.once("exit", resolve));
    const printed = new Promise((resolve) => child.stdout?.once("data", resolve));
    child.stdin?.write(REQUEST);
    await printed;
    child.disconnect();
    expect(await exited).toBe(137);
  });
});
