import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedRun, RunPage, RunView } from "../../src/shared/operations/run-operations.ts";
import type { Health } from "../../src/shared/operations/store-operations.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { runInProcess } from "../support/test-application.ts";

const REQUEST = '{"mode":"cam","tool_id":"T102","status":"OK"}';

describe("a recorded run, on the command line", () => {
  let folders: TestFolders;
  let run: CreatedRun;

  /** Runs a command with `--json` and gives its exit code and its value. */
  async function command<Value = unknown>(...args: string[]): Promise<[number, Value]> {
    const { exitCode, out } = await runInProcess(folders, [...args, "--json"], { input: REQUEST });
    return [exitCode, (JSON.parse(out) as { value: Value }).value];
  }

  beforeAll(async () => {
    folders = makeTestFolders();
    [, run] = await command<CreatedRun>("run", "create", "--input", "-");
  });
  afterAll(() => folders.remove());

  it("takes notes, tags and values without its record changing", async () => {
    const before = readFileSync(join(folders.runsDir, run.path));
    const added = ["--note", "edge ok", "--tag", "pilot", "--set", "cell=B=2"];
    expect((await command("run", "annotate", run.run_id, ...added))[0]).toBe(0);
    const [, { folded }] = await command<RunView>("run", "show", run.run_id);
    expect(folded).toMatchObject({ tags: ["pilot"], notes: [{ text: "edge ok" }] });
    expect(folded.annotations).toMatchObject([{ key: "cell", value: "B=2" }]);
    expect(readFileSync(join(folders.runsDir, run.path)).equals(before)).toBe(true);
  });

  it("leaves lists when hidden, is found with --hidden, and comes back when shown again", async () => {
    const rows = async (...more: string[]) => (await command<RunPage>("run", "list", ...more))[1].rows.length;
    await command("run", "annotate", run.run_id, "--hide", "--reason", "test cut");
    expect([await rows(), await rows("--hidden"), await rows("--hidden-only")]).toEqual([0, 1, 1]);
    const people = await runInProcess(folders, ["run", "list"]);
    expect(people.out).toContain("1 hidden run is left out");
    await command("run", "annotate", run.run_id, "--unhide");
    expect([await rows(), await rows("--hidden-only")]).toEqual([1, 0]);
  });

  it("has a code to scan, and is found by it, by its number and by its id", async () => {
    const [, { code }] = await command<{ code: string }>("run", "code", run.run_id);
    expect(code).toMatch(/^RN1[0-9]{5}$/);
    for (const text of [code, run.run_number, run.run_id]) {
      expect(await command("run", "find", text)).toMatchObject([0, { rows: [{ run_id: run.run_id }], more: false }]);
    }
    const { exitCode, out } = await runInProcess(folders, ["run", "find", "9-2"]);
    expect([exitCode, out]).toEqual([3, ""]);
  });

  it("is checked, and what it lacks is said", async () => {
    const [exitCode, report] = await command<{ verdict: string; findings: { code: string }[] }>("check", run.run_id);
    expect([exitCode, report.verdict]).toEqual([1, "incomplete"]);
    expect(report.findings.map(({ code }) => code)).toContain("INCOMPLETE");
  });

  it("takes a file, once, and gives it back byte for byte", async () => {
    const path = join(folders.root, "edge.png");
    writeFileSync(path, "not really a photo");
    const put = ["attachment", "put", run.run_id, path, "--kind", "photo", "--mime", "image/png"];
    expect(await command("attachment", "list", run.run_id)).toEqual([0, { attachments: [] }]);
    expect(await command(...put)).toMatchObject([0, { added: true, attachment: { filename: "edge.png" } }]);
    expect(await command(...put)).toMatchObject([0, { added: false }]);
    expect((await runInProcess(folders, put)).out).toContain("has it already: edge.png");
    const [, { attachments }] = await command<{ attachments: { sha256: string }[] }>("attachment", "list", run.run_id);
    expect(attachments).toMatchObject([{ kind: "photo", mime: "image/png", also_in: 0 }]);
    const { exitCode, out } = await runInProcess(folders, ["attachment", "get", attachments[0]?.sha256 ?? ""]);
    expect([exitCode, out]).toEqual([0, "not really a photo"]);
    expect((await runInProcess(folders, ["attachment", "list", run.run_id])).out).toContain("edge.png");
    const get = ["attachment", "get", attachments[0]?.sha256 ?? "", "--out", join(folders.root, "copy.png")];
    expect((await runInProcess(folders, get)).out).toMatch(/^Saved .*copy\.png \(18 bytes\)\. It was read back/);
    expect(readFileSync(join(folders.root, "copy.png"), "utf8")).toBe("not really a photo");
    expect((await runInProcess(folders, get)).exitCode).toBe(4);
  });

  it("agrees with the catalog, also after that was made anew", async () => {
    expect((await command("catalog", "verify"))[0]).toBe(0);
    expect((await command("catalog", "rebuild"))[1]).toMatchObject({ rows: 1 });
    expect((await command("catalog", "verify"))[1]).toMatchObject({ agrees: true });
  });

  it.each([
    [["run", "show"], "Record is not complete."],
    [["run", "history"], "run.recorded"],
    [["attachment", "list"], "OTHER RUNS"],
    [["check"], "INCOMPLETE"],
  ] as const)("%j says in words what it found", async (words, text) => {
    const { out, err } = await runInProcess(folders, [...words, run.run_id]);
    expect(out).toContain(text);
    expect(err).toBe("");
  });

  it.each([
    [["run", "list"], "1 of 1 runs."],
    [["run", "list", "--facets"], "STATUS"],
    [["run", "list", "--mode", "none"], "No runs match."],
    [["catalog", "verify"], "agree on 1 runs"],
    [["health"], "runs folder"],
    [["doctor"], "Nothing to do."],
  ] as const)("%j says in words how things are", async (words, text) => {
    const { exitCode, out } = await runInProcess(folders, words);
    expect([exitCode, out]).toEqual([0, expect.stringContaining(text)]);
  });

  it("says how large the folder is, who writes it and where the log lies, and saves that for support", async () => {
    const [, health] = await command<Health>("health");
    expect(health.growth?.store_bytes).toBeGreaterThan(readFileSync(join(folders.runsDir, run.path)).byteLength);
    expect(health).toMatchObject({ last_check: null, last_checkpoint: { size: expect.any(Number) } });
    expect(health.log_path.startsWith(folders.dataDir)).toBe(true);
    const path = join(folders.root, "support.json");
    expect(await command("health", "--support", path)).toMatchObject([0, { name: "support.json" }]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ health: { runs: health.runs } });
  });

  it("cannot turn text in a record against the terminal of whoever looks", async () => {
    const hostile = JSON.stringify({ mode: "cam", tool_id: "T\u001b[2J\u202e", status: "OK", notes: "a\nb" });
    await runInProcess(folders, ["run", "create", "--input", "-"], { input: hostile });
    const { out } = await runInProcess(folders, ["run", "list"]);
    expect(out).toContain("T\\u001b[2J\\u202e");
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("is listed by what the check found, and says when that was", async () => {
    const [, page] = await command<RunPage>("run", "list", "--check", "incomplete", "--tag", "pilot");
    expect(page.rows).toMatchObject([{ run_id: run.run_id, verdict: "incomplete" }]);
    expect((await command<RunPage>("run", "list", "--check", "changed", "--check", "intact"))[1].rows).toEqual([]);
    expect((await runInProcess(folders, ["run", "list"])).out).toMatch(/ not complete +run_/);
    expect((await runInProcess(folders, ["check", "--all", "--record"])).exitCode).toBe(1);
    const [, view] = await command<RunView>("run", "show", run.run_id);
    expect(view.row.checked_at).not.toBeNull();
    const { out } = await runInProcess(folders, ["run", "show", run.run_id]);
    expect(out).toContain(`Record is not complete. Checked ${view.row.checked_at?.slice(0, 10)} `);
    expect((await runInProcess(folders, ["run", "list", "--check", "fine"])).err).toContain("--check");
  });
});
