import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Application } from "../../src/main/operations/application.ts";
import type { RunPage } from "../../src/shared/operations/run-operations.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { type CommandSetting, openTestApplication, runInProcess } from "../support/test-application.ts";

const REQUEST = '{"mode":"cam","tool_id":"T102","status":"OK"}';
const UNKNOWN_RUN = `run_${"0".repeat(32)}`;

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly context: Record<string, unknown>;
}

/** Runs a command that must be refused, and gives its exit code and the error of its one document. */
async function refusal(
  folders: TestFolders,
  args: readonly string[],
  setting: CommandSetting = {},
): Promise<[number, Refusal]> {
  const { exitCode, out, err } = await runInProcess(folders, [...args, "--json"], setting);
  const document = JSON.parse(out) as { ok: boolean; error: Refusal };
  expect([document.ok, err]).toEqual([false, ""]);
  return [exitCode, document.error];
}

async function pageOf(folders: TestFolders, args: readonly string[], setting?: CommandSetting): Promise<RunPage> {
  const { out } = await runInProcess(folders, ["run", "list", ...args, "--json"], setting);
  return (JSON.parse(out) as { value: RunPage }).value;
}

describe("the command line refuses", () => {
  let folders: TestFolders;
  let app: Application;
  beforeAll(async () => {
    folders = makeTestFolders();
    app = await openTestApplication(folders);
    await runInProcess(folders, ["run", "create", "--batch", "-"], { app, input: `${REQUEST}\n`.repeat(3) });
  });
  afterAll(async () => {
    await app.close();
    folders.remove();
  });

  it.each([
    [["run", "show", "../../etc/passwd"], 2, "BAD_RUN_ID", "run_id"],
    [["run", "raw", "con"], 2, "BAD_RUN_ID", "run_id"],
    [["run", "history", "a/b"], 2, "BAD_RUN_ID", "run_id"],
    [["attachment", "list", "\u202ex"], 2, "BAD_RUN_ID", "run_id"],
    [["run", "show", UNKNOWN_RUN], 3, "RUN_NOT_FOUND", undefined],
    [["check", UNKNOWN_RUN], 3, "RUN_NOT_FOUND", undefined],
    [["run", "annotate", UNKNOWN_RUN, "--note", "n"], 3, "RUN_NOT_FOUND", undefined],
    [["run", "list", "--status", "DONE"], 2, "BAD_REQUEST", "filters.status.0"],
    [["run", "list", "--from", "yesterday"], 2, "BAD_REQUEST", "filters.from"],
    [["run", "list", "--exported", "maybe"], 2, "BAD_REQUEST", "--exported"],
    [["run", "list", "--limit", "0"], 2, "BAD_REQUEST", "limit"],
    [["run", "list", "--limit", "many"], 2, "BAD_REQUEST", "--limit"],
    [["run", "list", "--colour", "red"], 2, "BAD_REQUEST", "--colour"],
    [["attachment", "get", "0".repeat(64)], 3, "ATTACHMENT_NOT_FOUND", undefined],
    [["attachment", "get", "../secret"], 2, "BAD_REQUEST", "sha256"],
    [["attachment", "put", UNKNOWN_RUN, "package.json", "--kind", "k"], 3, "RUN_NOT_FOUND", undefined],
    [["attachment", "put", "../x", "package.json", "--kind", "k"], 2, "BAD_RUN_ID", "run_id"],
    [["attachment", "put", UNKNOWN_RUN, "package.json"], 2, "BAD_REQUEST", "--kind"],
    [["attachment", "put", UNKNOWN_RUN, "package.json", "--kind", " "], 2, "BAD_REQUEST", "kind"],
    [["attachment", "put", UNKNOWN_RUN, "gone.nc", "--kind", "k"], 3, "PATH_NOT_FOUND", undefined],
    [["attachment", "put", UNKNOWN_RUN, ".", "--kind", "k"], 2, "BAD_REQUEST", "source.file"],
    [["attachment", "get", "0".repeat(64), "--out", "copy.nc"], 3, "ATTACHMENT_NOT_FOUND", undefined],
    [["attachment", "get", "0".repeat(64), "--out", "gone/copy.nc"], 3, "PATH_NOT_FOUND", undefined],
    [["attachment", "put", UNKNOWN_RUN], 2, "BAD_REQUEST", "FILE"],
    [["run", "create", "--input", "gone.json"], 3, "PATH_NOT_FOUND", undefined],
    [["run", "create", "--input", "."], 2, "BAD_REQUEST", "source.file"],
    [["run", "create", "--batch", "gone.ndjson"], 3, "PATH_NOT_FOUND", undefined],
    [["run", "create", "--batch", "."], 2, "BAD_REQUEST", "--batch"],
    [["run", "create"], 2, "BAD_REQUEST", "--input"],
    [["run", "create", "--input", "-", "--batch", "-"], 2, "BAD_REQUEST", "--batch"],
    [["import", "gone"], 3, "PATH_NOT_FOUND", undefined],
    [["hash", "canonical", "gone.json"], 3, "PATH_NOT_FOUND", undefined],
    [["explain", UNKNOWN_RUN], 2, "BAD_REQUEST", "command"],
    [["dance"], 2, "BAD_REQUEST", "command"],
    [[], 2, "BAD_REQUEST", "command"],
  ] as const)("%j with exit code %i as %s", async (args, exitCode, code, field) => {
    const [found, error] = await refusal(folders, args, { app });
    expect([found, error.code]).toEqual([exitCode, code]);
    if (field !== undefined) expect(error.context.field).toBe(field);
  });

  it("an annotation that is not right, naming the option", async () => {
    const [{ run_id: runId }] = (await pageOf(folders, [], { app })).rows as [RunPage["rows"][number]];
    for (const [args, text] of [
      [["--note", " "], "--note must not be empty."],
      [["--set", "novalue"], "--set must look like key=value."],
      [["--tag", "x".repeat(61)], "--tag must have at most 60 characters."],
      [["--hide", "--unhide"], "--unhide cannot be used together with --hide."],
      [[], "request adds nothing: give a value, a note or a tag, or hide or show the run."],
    ] as const) {
      const [exitCode, error] = await refusal(folders, ["run", "annotate", runId, ...args], { app });
      expect([exitCode, error.code, error.message]).toEqual([2, "BAD_REQUEST", text]);
    }
  });

  it("a cursor that was altered, and one for other filters", async () => {
    const { next_cursor: next } = await pageOf(folders, ["--limit", "2"], { app });
    const cursor = next ?? "";
    expect((await pageOf(folders, ["--limit", "2", "--cursor", cursor], { app })).rows).toHaveLength(1);
    const middle = Math.floor(cursor.length / 2);
    const altered = `${cursor.slice(0, middle)}${cursor[middle] === "A" ? "B" : "A"}${cursor.slice(middle + 1)}`;
    for (const args of [
      ["--cursor", altered],
      ["--cursor", "x"],
      ["--cursor", cursor, "--mode", "saw"],
    ]) {
      const [exitCode, error] = await refusal(folders, ["run", "list", ...args], { app });
      expect([exitCode, error.code]).toEqual([2, "BAD_CURSOR"]);
    }
  });

  it("text that has no canonical form, with reason and place", async () => {
    const [exitCode, error] = await refusal(folders, ["hash", "canonical", "-"], { app, input: '{"a": 01}' });
    expect([exitCode, error.code]).toEqual([2, "BAD_REQUEST"]);
    expect(error.context).toMatchObject({ offset: 7, reason: expect.any(String) });
  });
});

describe("a runs folder that cannot be used", () => {
  let folders: TestFolders;
  beforeAll(() => {
    folders = makeTestFolders();
    writeFileSync(join(folders.root, "file"), "not a folder");
    mkdirSync(join(folders.root, "empty"));
  });
  afterAll(() => folders.remove());

  it.each([
    [["run", "create", "--input", "-"], "file"],
    [["run", "create", "--input", "-"], "file/runs"],
    [["run", "list"], "file"],
    [["run", "list"], "mistyped"],
    [["run", "annotate", UNKNOWN_RUN, "--note", "n"], "mistyped"],
    [["catalog", "rebuild"], "mistyped"],
  ] as const)("is named with the reason by %j at %s", async (args, name) => {
    const path = join(folders.root, name);
    const [exitCode, error] = await refusal(folders, [...args, "--runs-dir", path], { input: REQUEST });
    expect(error.message).toContain(join(folders.root, name.split("/")[0] ?? ""));
    expect([3, 6]).toContain(exitCode);
    expect(error.code).not.toBe("INTERNAL");
  });

  it("is not made for a command that cannot be understood", async () => {
    const path = join(folders.root, "not-made");
    for (const args of [
      ["run", "create"],
      ["run", "create", "--batch", "."],
      ["run", "create", "--input", "-", "--x"],
    ]) {
      await refusal(folders, [...args, "--runs-dir", path]);
    }
    expect(existsSync(path)).toBe(false);
  });

  it("is no trouble when it is only empty", async () => {
    const args = ["--runs-dir", join(folders.root, "empty")];
    expect(await pageOf(folders, args)).toMatchObject({ rows: [], store_total: 0 });
  });

  it("can be looked at before there is one", async () => {
    const { exitCode, out } = await runInProcess(folders, ["health", "--json"]);
    expect([exitCode, (JSON.parse(out) as { value: object }).value]).toMatchObject([
      0,
      { runs_dir: folders.runsDir, runs: 0 },
    ]);
  });
});
