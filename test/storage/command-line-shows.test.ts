import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedRun, HistoryEntry, RunPage, RunView } from "../../src/shared/operations/run-operations.ts";
import { runCommand } from "../support/command-process.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";

const REQUEST = '{"mode":"cam","tool_id":"T102","status":"OK"}';

describe("a run recorded from standard input", () => {
  let folders: TestFolders;
  let run: CreatedRun;
  beforeAll(async () => {
    folders = makeTestFolders();
    const created = await runCommand(folders, ["run", "create", "--input", "-", "--json"], REQUEST);
    expect([created.exitCode, created.stderr]).toEqual([0, ""]);
    run = created.json<CreatedRun>().value;
  });
  afterAll(() => folders.remove());

  it("is blocked, as nothing said that it is feasible", () => {
    expect(run.status).toBe("BLOCKED");
    expect(run.run_id).toMatch(/^run_[0-9a-f]{32}$/);
    expect(run.completeness.map(({ field }) => field)).toContain("hashes.feasibility_sha256");
  });

  it("lies where the format says, in the older system's field order", () => {
    expect(run.path).toBe(`${run.created_at_utc.slice(0, 10)}/${run.run_id}.json`);
    const text = readFileSync(join(folders.runsDir, run.path), "utf8");
    expect(Object.keys(JSON.parse(text)).slice(0, 6)).toEqual([
      "run_id",
      "created_at_utc",
      "request_id",
      "mode",
      "tool_id",
      "status",
    ]);
  });

  it("is shown, with its record number for number", async () => {
    const shown = await runCommand(folders, ["run", "show", run.run_id, "--json"]);
    expect(shown.exitCode).toBe(0);
    const { value } = shown.json<RunView>();
    expect(value.record).toMatchObject({ run_id: run.run_id, status: "BLOCKED", tool_id: "T102" });
    expect(value.row.run_number).toBe(run.run_number);
    expect((await runCommand(folders, ["run", "show", run.run_id])).text).toContain("T102");
  });

  it("comes back byte for byte", async () => {
    const raw = await runCommand(folders, ["run", "raw", run.run_id]);
    expect(raw.stdout.equals(readFileSync(join(folders.runsDir, run.path)))).toBe(true);
    const document = await runCommand(folders, ["run", "raw", run.run_id, "--json"]);
    const { value } = document.json<{ bytes_base64: string }>();
    expect(Buffer.from(value.bytes_base64, "base64").equals(raw.stdout)).toBe(true);
  });

  it("is listed under its status and under no other", async () => {
    const blocked = await runCommand(folders, ["run", "list", "--status", "BLOCKED", "--json"]);
    expect(blocked.json<RunPage>().value.rows.map(({ run_id }) => run_id)).toEqual([run.run_id]);
    const ok = await runCommand(folders, ["run", "list", "--status", "OK", "--json"]);
    expect(ok.json<RunPage>().value).toMatchObject({ rows: [], total: 0, store_total: 1 });
  });

  it("has a history that begins with being recorded, by the person and under the request of the call", async () => {
    const history = await runCommand(folders, ["run", "history", run.run_id, "--json"]);
    const { entries } = history.json<{ entries: HistoryEntry[] }>().value;
    expect(entries[0]).toMatchObject({ kind: "run.recorded", path: run.path });
    expect(entries[0]?.request_id).not.toBe("");
  });
});

describe("a complete run with a file", () => {
  let folders: TestFolders;
  beforeAll(() => {
    folders = makeTestFolders();
  });
  afterAll(() => folders.remove());

  it("is found intact, and its file comes back", async () => {
    const request = {
      ...{ mode: "saw", tool_id: "saw:6", status: "OK", event_type: "toolpaths" },
      feasibility: { risk_level: "GREEN", score: 87.5, rules_triggered: [] },
      decision: { risk_level: "GREEN", score: 87.5, block_reason: null, warnings: [], details: {} },
      files: [{ path: "op20.nc", kind: "gcode", mime: "text/x-gcode" }],
    };
    writeFileSync(join(folders.root, "op20.nc"), "G90\nG21\n");
    writeFileSync(join(folders.root, "request.json"), JSON.stringify(request));
    const created = await runCommand(folders, ["run", "create", "--input", "request.json", "--json"]);
    const run = created.json<CreatedRun>().value;
    expect([created.exitCode, run.status]).toEqual([0, "OK"]);
    const listed = await runCommand(folders, ["attachment", "list", run.run_id, "--json"]);
    const [file] = listed.json<{ attachments: { sha256: string; filename: string; present: boolean }[] }>().value
      .attachments;
    expect(file).toMatchObject({ filename: "op20.nc", present: true });
    const got = await runCommand(folders, ["attachment", "get", file?.sha256 ?? ""]);
    expect([got.exitCode, got.text]).toEqual([0, "G90\nG21\n"]);
    const checked = await runCommand(folders, ["check", run.run_id, "--json"]);
    expect([checked.exitCode, checked.json().value]).toMatchObject([0, { verdict: "intact", findings: [] }]);
  });

  it("whose file was changed on disk is reported, and getting the file exits with 1", async () => {
    const page = (await runCommand(folders, ["run", "list", "--json"])).json<RunPage>().value;
    const runId = page.rows[0]?.run_id ?? "";
    const listed = await runCommand(folders, ["attachment", "list", runId, "--json"]);
    const sha256 = listed.json<{ attachments: { sha256: string }[] }>().value.attachments[0]?.sha256 ?? "";
    writeFileSync(join(folders.runsDir, "_attachments", sha256.slice(0, 2), sha256.slice(2, 4), sha256), "G90\nG20\n");
    expect((await runCommand(folders, ["check", runId])).exitCode).toBe(1);
    const got = await runCommand(folders, ["attachment", "get", sha256]);
    expect([got.exitCode, got.stderr]).toEqual([1, expect.stringContaining("not the file that was recorded")]);
  });
});

describe("hash canonical", () => {
  let folders: TestFolders;
  beforeAll(() => {
    folders = makeTestFolders();
  });
  afterAll(() => folders.remove());

  it("prints the fingerprint of the canonical form, and the form when asked", async () => {
    const hashed = await runCommand(folders, ["hash", "canonical", "-"], '{"b": 1.0, "a": 1e16}');
    const withText = await runCommand(folders, ["hash", "canonical", "-", "--text"], '{"b": 1.0, "a": 1e16}');
    expect(withText.text).toBe(`${hashed.text.trim()}\n{"a":1e+16,"b":1.0}\n`);
  });

  it("says why and where a text has no canonical form", async () => {
    const refused = await runCommand(folders, ["hash", "canonical", "-", "--json"], '{"a":01}');
    expect(refused.exitCode).toBe(2);
    expect(refused.json().error).toMatchObject({ code: "BAD_REQUEST", context: { offset: expect.any(Number) } });
  });

  it("makes no store and no data folder", async () => {
    await runCommand(folders, ["hash", "canonical", "-"], "{}");
    expect(() => readFileSync(join(folders.runsDir, "_integrity/store.json"))).toThrow("ENOENT");
    expect(() => readFileSync(join(folders.dataDir, "workstation.json"))).toThrow("ENOENT");
  });
});
