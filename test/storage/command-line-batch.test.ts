import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CreatedRun, RunPage, RunView } from "../../src/shared/operations/run-operations.ts";
import { runCommand, startCommand } from "../support/command-process.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";

function request(index: number): string {
  return `${JSON.stringify({ mode: "cam", tool_id: `T${index}`, status: "OK" })}\n`;
}

function requests(count: number): string {
  return Array.from({ length: count }, (_, index) => request(index)).join("");
}

describe("run create --batch", () => {
  let folders: TestFolders;
  beforeEach(() => {
    folders = makeTestFolders();
  });
  afterEach(() => folders.remove());

  it("prints one line per run, in the order of the input", async () => {
    writeFileSync(join(folders.root, "many.ndjson"), requests(600));
    const done = await runCommand(folders, ["run", "create", "--batch", "many.ndjson"]);
    const lines = done.text.trimEnd().split("\n");
    expect([done.exitCode, done.stderr, lines.length]).toEqual([0, "", 600]);
    for (const line of lines) expect(line).toMatch(/^run_[0-9a-f]{32} BLOCKED \d+-\d$/);
    const first = lines[0]?.split(" ")[0] ?? "";
    const last = lines[599]?.split(" ")[0] ?? "";
    const toolOf = async (runId: string) =>
      (await runCommand(folders, ["run", "show", runId, "--json"])).json<RunView>().value.row.tool_id;
    expect([await toolOf(first), await toolOf(last)]).toEqual(["T0", "T599"]);
    const page = (await runCommand(folders, ["run", "list", "--json"])).json<RunPage>().value;
    expect(page.total).toBe(600);
  });

  it("prints a line as soon as its run is durable, while the input goes on", async () => {
    const batch = startCommand(folders, "run", "create", "--batch", "-", "--json");
    batch.write(request(1));
    const [line = ""] = await batch.untilLines(1);
    const run = (JSON.parse(line) as { value: CreatedRun }).value;
    const shown = await runCommand(folders, ["run", "show", run.run_id, "--json"]);
    expect(shown.exitCode).toBe(0);
    batch.write(request(2));
    await batch.untilLines(2);
    batch.endInput();
    expect((await batch.finished).exitCode).toBe(0);
  });

  it("leaves an ERROR record of a line that is no request, and goes on", async () => {
    const done = await runCommand(folders, ["run", "create", "--batch", "-"], `${request(1)}{"mode":\n\n${request(2)}`);
    expect(done.exitCode).toBe(0);
    expect(
      done.text
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" ")[1]),
    ).toEqual(["BLOCKED", "ERROR", "BLOCKED"]);
  });

  it("finishes what is under way when asked to stop, closes the store, and exits with 143", async () => {
    const batch = startCommand(folders, "run", "create", "--batch", "-");
    batch.write(requests(50));
    await batch.untilLines(50);
    batch.kill("SIGTERM");
    const done = await batch.finished;
    expect(done.exitCode).toBe(143);
    const listed = await runCommand(folders, ["run", "list", "--json"]);
    expect(listed.json<RunPage>().value.total).toBe(50);
  });

  it("records all of it when the reader of its lines goes away", async () => {
    const batch = startCommand(folders, "run", "create", "--batch", "-");
    batch.write(request(0));
    await batch.untilLines(1);
    batch.closeOutput();
    batch.write(requests(30));
    batch.endInput();
    expect((await batch.finished).exitCode).toBe(0);
    expect((await runCommand(folders, ["run", "list", "--json"])).json<RunPage>().value.total).toBe(31);
  });
});
