import { userInfo } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunPage } from "../../src/shared/operations/run-operations.ts";
import { runCommand, startCommand } from "../support/command-process.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";

const REQUEST = '{"mode":"cam","tool_id":"T102","status":"OK"}';

describe("a runs folder that another process holds", () => {
  let folders: TestFolders;
  beforeEach(() => {
    folders = makeTestFolders();
  });
  afterEach(() => folders.remove());

  it("cannot be written, and the holder is named", async () => {
    const holder = startCommand(folders, "run", "create", "--batch", "-");
    holder.write(`${REQUEST}\n`);
    await holder.untilLines(1);
    const second = await runCommand(folders, ["run", "create", "--input", "-", "--json"], REQUEST);
    expect(second.exitCode).toBe(5);
    const { error } = second.json();
    expect(error.code).toBe("STORE_LOCKED");
    expect(error.context).toMatchObject({ pid: holder.pid, user: userInfo().username, since: expect.any(String) });
    expect(error.message).toContain(`${holder.pid}`);
    holder.endInput();
    expect((await holder.finished).exitCode).toBe(0);
  });

  it("can be listed, shown and checked meanwhile, with what the holder acknowledged", async () => {
    const holder = startCommand(folders, "run", "create", "--batch", "-");
    holder.write(`${REQUEST}\n${REQUEST}\n`);
    const [first = ""] = await holder.untilLines(2);
    const runId = first.split(" ")[0] ?? "";
    const listed = await runCommand(folders, ["run", "list", "--json"]);
    expect([listed.exitCode, listed.json<RunPage>().value.total]).toEqual([0, 2]);
    expect((await runCommand(folders, ["run", "show", runId])).exitCode).toBe(0);
    expect((await runCommand(folders, ["run", "history", runId])).exitCode).toBe(0);
    holder.endInput();
    expect((await holder.finished).exitCode).toBe(0);
  });

  it("is free again at once when the holder was killed, and nothing it acknowledged is gone", async () => {
    const holder = startCommand(folders, "run", "create", "--batch", "-");
    holder.write(`${REQUEST}\n`.repeat(40));
    const lines = await holder.untilLines(10);
    holder.kill("SIGKILL");
    const { text } = await holder.finished;
    const acknowledged = text
      .split("\n")
      .slice(0, -1)
      .map((line) => line.split(" ")[0] ?? "");
    expect(acknowledged.length).toBeGreaterThanOrEqual(lines.length);
    const listed = await runCommand(folders, ["run", "list", "--limit", "500", "--json"]);
    const here = new Set(listed.json<RunPage>().value.rows.map(({ run_id }) => run_id));
    expect(acknowledged.filter((runId) => !here.has(runId))).toEqual([]);
    const next = await runCommand(folders, ["run", "create", "--input", "-"], REQUEST);
    expect(next.exitCode).toBe(0);
  });
});
