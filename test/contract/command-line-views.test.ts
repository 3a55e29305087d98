import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Application } from "../../src/main/operations/application.ts";
import type { OperationResponse } from "../../src/shared/operation-table.ts";
import type { RunPage } from "../../src/shared/operations/run-operations.ts";
import type { SavedView, WorkstationSettings } from "../../src/shared/operations/view-operations.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication, runInProcess } from "../support/test-application.ts";

const REQUESTS = [
  { mode: "cam", tool_id: "T102", machine_id: "M3", status: "OK", notes: "edge burn" },
  { mode: "saw", tool_id: "saw:6", machine_id: "M3", status: "OK" },
  { mode: "saw", tool_id: "T102", machine_id: "M4", status: "OK" },
];

let folders: TestFolders;
let app: Application;

beforeAll(async () => {
  folders = makeTestFolders();
  app = await openTestApplication(folders, { actorName: "ada" });
  const input = REQUESTS.map((request) => `${JSON.stringify(request)}\n`).join("");
  await runInProcess(folders, ["run", "create", "--batch", "-"], { app, input });
});
afterAll(async () => {
  await app.close();
  folders.remove();
});

/** Runs a command with `--json` and gives its exit code and its value or error. */
async function command<Value>(...args: string[]): Promise<[exitCode: number, value: Value]> {
  const { exitCode, out } = await runInProcess(folders, [...args, "--json"], { app });
  const { value, error } = JSON.parse(out) as { value: Value; error: Value };
  return [exitCode, value ?? error];
}

/** Tools and machines of the runs that a list shows. */
async function listed(...args: string[]): Promise<string[]> {
  const [, page] = await command<RunPage>("run", "list", ...args);
  return page.rows.map(({ tool_id: tool, machine_id: machine }) => `${tool} ${machine}`).sort();
}

describe("a typed query", () => {
  it.each([
    ["", ["T102 M3", "T102 M4", "saw:6 M3"]],
    ["tool:T102", ["T102 M3", "T102 M4"]],
    ["tool:saw:6,T102 machine:M3", ["T102 M3", "saw:6 M3"]],
    ["status:blocked since:today edge", ["T102 M3"]],
    ["until:2020-01-01", []],
    ["-tool:T102", ["saw:6 M3"]],
    ["-exported -mode:saw", ["T102 M3"]],
  ])("lists what it asks for: %s", async (query, rows) => {
    expect(await listed("--query", query)).toEqual(rows);
  });

  it("holds together with the other options", async () => {
    expect(await listed("--query", "tool:T102", "--machine", "M4")).toEqual(["T102 M4"]);
  });

  it("is refused where an option sets the same filter", async () => {
    const [exitCode, error] = await command<{ message: string }>("run", "list", "--query", "tool:T102", "--tool", "T1");
    expect([exitCode, error.message]).toEqual([2, "--tool sets tool a second time; --query sets it too."]);
  });

  it("that is broken is shown with a line under the word", async () => {
    const { exitCode, err, out } = await runInProcess(folders, ["run", "list", "--query", "tool:T1 decision:gren"], {
      app,
    });
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err.split("\n")).toEqual([
      '--query: "gren" is not a value of this filter. Did you mean GREEN? (BAD_REQUEST)',
      "  tool:T1 decision:gren",
      "                   ^^^^",
      "",
    ]);
  });

  it("that is broken tells a script where and what may stand there", async () => {
    const [exitCode, error] = await command<object>("run", "list", "--query", "status:DONE");
    expect([exitCode, error]).toMatchObject([
      2,
      {
        code: "BAD_REQUEST",
        context: {
          field: "--query",
          problem: "unknown-value",
          start: 7,
          length: 4,
          word: "DONE",
          allowed: "OK, BLOCKED, ERROR",
        },
      },
    ]);
  });
});

describe("views on the command line", () => {
  it("are listed, and list their runs", async () => {
    const view = { name: "Sawn on M3", query: "mode:saw machine:M3" };
    await app.call("view.save", { view }, { door: "window" });
    const { out } = await runInProcess(folders, ["view", "list"], { app });
    expect(out).toMatch(/Blocked +built in +status:BLOCKED +builtin-blocked/);
    expect(out).toMatch(/Sawn on M3 +saved +mode:saw machine:M3 +view-/);
    expect(await listed("--view", "sawn on m3")).toEqual(["saw:6 M3"]);
    expect(await listed("--view", "Blocked", "--query", "-machine:M4")).toEqual(
      await listed("--query", "status:BLOCKED -machine:M4"),
    );
    expect((await command<object>("run", "list", "--view", "Moon"))[0]).toBe(3);
    expect((await command<object>("run", "list", "--view", "Sawn on M3", "--mode", "cam"))[0]).toBe(2);
  });

  it("go to another workstation as a file, which replaces nothing", async () => {
    const path = join(folders.root, "view.json");
    expect(await command("view", "export", "Sawn on M3", "--out", path)).toMatchObject([0, { name: "view.json" }]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      format: 1,
      name: "Sawn on M3",
      query: "mode:saw machine:M3",
    });
    expect((await command("view", "export", "Sawn on M3", "--out", path))[0]).toBe(4);
    const [, view] = await command<SavedView>("view", "import", path);
    expect(view).toMatchObject({ name: "Sawn on M3 2", builtin: false });
    const other = makeTestFolders();
    const said = await runInProcess(other, ["view", "import", path]);
    expect([said.exitCode, said.out]).toEqual([0, 'The view "Sawn on M3" is here now.\n']);
    expect((await runInProcess(other, ["view", "list"])).out).toContain("Sawn on M3");
    other.remove();
  });

  it("are refused as files that are none, with the reason", async () => {
    const path = join(folders.root, "bad.json");
    for (const [text, exitCode, message] of [
      ["{", 2, "source is no JSON text."],
      ['{"format":1,"name":"x"}', 2, 'source has something that does not fit in "query".'],
      ["x".repeat(70_000), 2, "too large to be a saved view"],
    ] as const) {
      writeFileSync(path, text);
      expect(await command("view", "import", path)).toMatchObject([
        exitCode,
        { message: expect.stringContaining(message) },
      ]);
    }
    expect((await command("view", "import", join(folders.root, "gone.json")))[0]).toBe(3);
    expect((await command("view", "import", folders.root))[0]).toBe(2);
    expect((await command("view", "export", "Blocked"))[0]).toBe(2);
  });

  it("that cannot be read are named", async () => {
    mkdirSync(join(folders.dataDir, "views", "ada"), { recursive: true });
    writeFileSync(join(folders.dataDir, "views", "ada", "torn.json"), '{"format":1,');
    expect((await runInProcess(folders, ["view", "list"], { app })).out).toContain(
      "CANNOT READ torn.json: is no JSON text",
    );
    const [, { unreadable }] = await command<OperationResponse<"view.list">>("view", "list");
    expect(unreadable).toHaveLength(1);
  });
});

describe("the settings of the workstation", () => {
  it("are shown, set in part, and decide what today is about", async () => {
    const [, before] = await command<WorkstationSettings>("workstation", "show");
    expect(before).toMatchObject({ shifts: ["06:00", "14:00", "22:00"], machine: null });
    const [, after] = await command<WorkstationSettings>(
      "workstation",
      "set",
      "--machine",
      "M3",
      "--shifts",
      "20:00, 08:00",
    );
    expect(after).toEqual({ ...before, machine: "M3", shifts: ["08:00", "20:00"] });
    expect(await listed("--view", "My machine today")).toEqual(["T102 M3", "saw:6 M3"]);
    const { out } = await runInProcess(folders, ["workstation", "set", "--machine", "", "--shifts", ""], { app });
    expect(out).toContain("Shifts begin at midnight: a shift is a day.\nMachine: none.\n");
    expect(await listed("--view", "My machine today")).toHaveLength(3);
  });

  it("are refused where they make no sense, naming the option", async () => {
    expect(await command("workstation", "set", "--shifts", "6:00")).toMatchObject([
      2,
      { message: "--shifts is no time (06:00)." },
    ]);
    expect(await command("workstation", "set")).toMatchObject([2, { context: { field: "--shifts" } }]);
  });
});
