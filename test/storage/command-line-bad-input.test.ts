import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../support/command-process.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";

describe("bad input to a process", () => {
  let folders: TestFolders;
  beforeAll(() => {
    folders = makeTestFolders();
  });
  afterAll(() => folders.remove());

  it("leaves an ERROR record with the bytes attached of what is no request", async () => {
    const torn = '{"mode":"saw","tool_id":';
    const created = await runCommand(folders, ["run", "create", "--input", "-", "--json"], torn);
    const run = created.json<{ run_id: string; status: string }>().value;
    expect([created.exitCode, run.status]).toEqual([0, "ERROR"]);
    const listed = await runCommand(folders, ["attachment", "list", run.run_id, "--json"]);
    const [file] = listed.json<{ attachments: { sha256: string }[] }>().value.attachments;
    expect((await runCommand(folders, ["attachment", "get", file?.sha256 ?? ""])).text).toBe(torn);
  });

  it("exits with 2 for usage, and says so on standard error alone", async () => {
    const refused = await runCommand(folders, ["run", "list", "--colour", "red"]);
    expect([refused.exitCode, refused.text, refused.stderr]).toEqual([
      2,
      "",
      '--colour is not an option of "run list". (BAD_REQUEST)\n',
    ]);
  });
});
