import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Application } from "../../src/main/operations/application.ts";
import type { BatchTree, Related } from "../../src/shared/operations/relation-operations.ts";
import type { CreatedRun } from "../../src/shared/operations/run-operations.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication, runInProcess } from "../support/test-application.ts";

const OLDER_STORE = fileURLToPath(new URL("../fixtures/older-stores/v2-store", import.meta.url));

type Created = CreatedRun & { readonly differs_from: readonly string[] | null };

let folders: TestFolders;
let app: Application;

async function opened(): Promise<void> {
  folders = makeTestFolders();
  app = await openTestApplication(folders);
  // The catalog is open from here on: a command waits for it, but not for ever.
  await command(["run", "list"]);
}

async function closed(): Promise<void> {
  await app.close();
  folders.remove();
}

function command(args: readonly string[], input = "") {
  return runInProcess(folders, args, { app, input });
}

async function value<Value>(args: readonly string[], input = ""): Promise<Value> {
  return (JSON.parse((await command([...args, "--json"], input)).out) as { value: Value }).value;
}

/** A complete request; what it is asked for and what it made differ with the arguments. */
function request(depth: number, gcode: string | null, more: object = {}): string {
  return JSON.stringify({
    ...{ mode: "saw", tool_id: "saw:6", machine_id: "M3", event_type: "toolpaths", status: "OK" },
    request: { depth_mm: depth },
    feasibility: { risk_level: "GREEN", score: 90 },
    decision: { risk_level: "GREEN", score: 90 },
    outputs: gcode === null ? {} : { gcode_text: gcode },
    ...more,
  });
}

describe("a run with the same inputs and another result", () => {
  const create = ["run", "create", "--input", "-"];
  let first: Created;
  let second: Created;
  beforeAll(async () => {
    await opened();
    first = await value(create, request(2, "G1 Z-2.0\n"));
    second = await value(create, request(2, "G1 Z-2.1\n"));
  });
  afterAll(closed);

  it("is named when it is recorded", async () => {
    expect([first.differs_from, second.differs_from]).toEqual([[], [first.run_id]]);
    const { out, exitCode } = await command(create, request(2, "G1 Z-2.0\n"));
    expect(exitCode).toBe(0);
    expect(out).toContain(`Result differs from the earlier run ${second.run_number}. Same inputs, different toolpaths`);
  });

  it("is not made of other inputs, of no inputs, or of nothing made", async () => {
    const others = [
      request(3, "G1 Z-9\n"),
      request(2, null),
      request(2, "G1 Z-9\n", { request: {} }),
      request(2, "G1 Z-9\n", { machine_id: "M4" }),
    ];
    for (const other of others) expect((await value<Created>(create, other)).differs_from).toEqual([]);
  });

  it("is found from both of them", async () => {
    const related = await value<Related>(["run", "related", first.run_id]);
    expect(related.same_inputs.other_result).toContain(second.run_id);
    expect(related.same_inputs.differing).toEqual([]);
    const { out } = await command(["run", "related", second.run_id]);
    expect(out).toMatch(new RegExp(`^Same inputs\n.*\n.*${first.run_id}\\s+OTHER RESULT$`, "ms"));
    expect(out).toMatch(new RegExp(`^Last OK run of this tool on this machine\n.*\n.*${first.run_id}$`, "m"));
  });

  it("is counted at the end of a batch, after every run was acknowledged", async () => {
    const lines = [request(7, "a\n"), request(7, "b\n"), request(7, "a\n"), request(8, "a\n")].join("\n");
    const { out, err } = await command(["run", "create", "--batch", "-"], lines);
    expect(out.trimEnd().split("\n")).toHaveLength(4);
    expect(err).toBe("2 runs have another result than an earlier run with the same inputs.\n");
    expect((await command(["run", "create", "--batch", "-"], request(9, "a\n"))).err).toBe("");
  });
});

describe("runs that are based on each other", () => {
  beforeAll(opened);
  afterAll(closed);

  it("are found in both directions, and one that is not here is named", async () => {
    const create = ["run", "create", "--input", "-"];
    const parent = await value<Created>(create, request(1, "a\n"));
    const child = await value<Created>(create, request(2, "b\n", { parent_run_id: parent.run_id }));
    const orphan = await value<Created>(create, request(3, "c\n", { parent_run_id: "run_gone\u202e" }));
    const fromParent = await value<Related>(["run", "related", parent.run_id]);
    expect(fromParent.children.rows.map(({ run_id }) => run_id)).toEqual([child.run_id]);
    const fromChild = await value<Related>(["run", "related", child.run_id]);
    expect(fromChild.parents.rows.map(({ run_id }) => run_id)).toEqual([parent.run_id]);
    const { out } = await command(["run", "related", orphan.run_id]);
    expect(out).toContain("Based on run run_gone\\u202e, which is not in this folder.");
  });

  it("are not looked for where there is no such run", async () => {
    expect((await command(["run", "related", "../nonsense"])).exitCode).toBe(2);
    expect((await command(["run", "related", `run_${"0".repeat(32)}`])).exitCode).toBe(3);
  });
});

describe("the batch of the older store, imported", () => {
  beforeAll(async () => {
    await opened();
    await command(["import", OLDER_STORE]);
  });
  afterAll(closed);

  it.each([
    ["batch", "batch-A", []],
    ["session", "sess_42", ["--session"]],
  ])("is a tree from spec to toolpaths by its %s", async (_by, label, options) => {
    const tree = await value<BatchTree>(["batch", "tree", label, ...options]);
    expect(tree.nodes.map(({ step, depth, below }) => [step, depth, below])).toEqual([
      ["spec", 0, 3],
      ["plan", 1, 2],
      ["decision", 2, 1],
      ["toolpaths", 3, 0],
    ]);
    expect(tree.nodes.map(({ status, risk_level: risk }) => [status, risk])).toEqual(
      Array(4).fill(["BLOCKED", "YELLOW"]),
    );
    expect(tree.nodes.map(({ row }) => row.status)).toEqual(["OK", "OK", "OK", "BLOCKED"]);
    expect(tree).toMatchObject({ total: 4, left_out: 0, has_circle: false, status: "BLOCKED", risk_level: "YELLOW" });
  });

  it("is printed for people", async () => {
    const { out } = await command(["batch", "tree", "batch-A"]);
    expect(out).toMatch(/^worst status\s+BLOCKED$/m);
    expect(out).toMatch(/^ {6}\d+-\d +toolpaths +BLOCKED +YELLOW /m);
    expect(out).toMatch(/\sBLOCKED YELLOW \(3\)\s/);
  });

  it("is empty for a label that no run has", async () => {
    const { exitCode, out } = await command(["batch", "tree", "batch-Z"]);
    expect([exitCode, out]).toEqual([0, "No run here belongs to it.\n"]);
  });
});
