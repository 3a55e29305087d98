import { describe, expect, it } from "vitest";
import { madeCatalog, madeRun } from "./made-runs.ts";

const INPUTS = "ab".repeat(32);
const [FIRST, SECOND] = ["11".repeat(32), "22".repeat(32)];

/** A run at minute `minute` with these fields. */
function at(seq: number, runId: string, fields: Readonly<Record<string, unknown>> = {}, minute = seq) {
  const time = new Date(Date.UTC(2026, 10, 20, 8, minute)).toISOString().replace(".000Z", ".000000Z");
  return madeRun(seq, runId, { created_at_utc: time, ...fields });
}

function made(gcode: string | null): Readonly<Record<string, unknown>> {
  return { inputs_hash: INPUTS, hashes: { gcode_sha256: gcode } };
}

function related(items: Parameters<typeof madeCatalog>[0], runId: string) {
  const found = madeCatalog(items).related(runId);
  if (found === null) throw new Error(`${runId} is not there`);
  return found;
}

const idsIn = ({ rows }: { readonly rows: readonly { readonly run_id: string }[] }) => rows.map((row) => row.run_id);

describe("CatalogDatabase.related", () => {
  it("knows no run that was never recorded", () => {
    expect(madeCatalog().related("run_1")).toBeNull();
  });

  it("finds the runs a run was made from, newest first, and tells those that are not here", () => {
    const { parents } = related(
      [
        at(0, "run_1"),
        at(1, "run_2"),
        at(2, "run_3", {
          parent_run_id: "run_1",
          meta: { parent_id: "run_2", parent_batch_plan_artifact_id: "run_9" },
        }),
      ],
      "run_3",
    );
    expect([idsIn(parents), parents.total, parents.missing]).toEqual([["run_2", "run_1"], 2, ["run_9"]]);
  });

  it("finds the runs made from a run, each once, whichever field names it", () => {
    const { children } = related(
      [
        at(0, "run_1", { parent_run_id: "run_1" }),
        at(1, "run_2", { parent_run_id: "run_1", meta: { parent_id: "run_1" } }),
        at(2, "run_3", { lineage: { parent_plan_run_id: "run_1" } }),
        at(3, "run_4", { meta: { parent_batch_spec_artifact_id: "run_1" } }),
      ],
      "run_1",
    );
    expect([idsIn(children), children.total]).toEqual([["run_4", "run_3", "run_2"], 3]);
  });

  it("shows twenty of many and counts all", () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      at(index + 1, `run_${index + 1}`, { parent_run_id: "run_0" }),
    );
    const { children } = related([at(0, "run_0"), ...many], "run_0");
    expect([children.rows.length, children.total, children.rows[0]?.run_id]).toEqual([20, 30, "run_30"]);
  });

  it("counts the runs of its batch and its sessions", () => {
    const fields = { workflow_session_id: "s1", meta: { session_id: "s2", batch_label: "batch-A" } };
    const { batches, sessions } = related(
      [at(0, "run_1", fields), at(1, "run_2", { meta: { batch_label: "batch-A" } }), at(2, "run_3")],
      "run_1",
    );
    expect(batches).toEqual([{ label: "batch-A", total: 2 }]);
    expect(sessions).toEqual([
      { id: "s1", total: 1 },
      { id: "s2", total: 1 },
    ]);
  });

  it("finds runs with the same inputs and tells those with another result, whichever came first", () => {
    const items = [at(0, "run_1", made(FIRST)), at(1, "run_2", made(SECOND)), at(2, "run_3", made(FIRST))];
    const second = related(items, "run_2").same_inputs;
    expect([idsIn(second), second.total, second.other_result]).toEqual([["run_3", "run_1"], 2, ["run_3", "run_1"]]);
    expect(second.differing.map((row) => row.run_id)).toEqual(["run_1"]);
    const first = related(items, "run_1").same_inputs;
    expect([first.other_result, first.differing]).toEqual([["run_2"], []]);
    const third = related(items, "run_3").same_inputs;
    expect([third.other_result, third.differing.map((row) => row.run_id)]).toEqual([["run_2"], ["run_2"]]);
  });

  it("says nothing of a run that made nothing, or of one without inputs", () => {
    const items = [at(0, "run_1", made(FIRST)), at(1, "run_2", made(null)), at(2, "run_3")];
    const nothingMade = related(items, "run_2").same_inputs;
    expect([nothingMade.total, nothingMade.other_result, nothingMade.differing]).toEqual([1, [], []]);
    expect(related(items, "run_3").same_inputs).toEqual({ rows: [], total: 0, other_result: [], differing: [] });
  });

  it("goes by the order of the ledger where the clock was put back", () => {
    const items = [at(0, "run_1", made(FIRST), 30), at(1, "run_2", made(SECOND), 10)];
    expect(related(items, "run_2").same_inputs.differing.map((row) => row.run_id)).toEqual(["run_1"]);
    expect(related(items, "run_1").same_inputs.differing).toEqual([]);
  });

  it("finds an earlier result behind thousands of the same result", () => {
    const same = Array.from({ length: 3000 }, (_, index) => at(index + 1, `run_s${index}`, made(SECOND)));
    const items = [at(0, "run_first", made(FIRST)), ...same];
    const { same_inputs: found } = related(items, "run_s2999");
    expect(found.differing.map((row) => row.run_id)).toEqual(["run_first"]);
    expect([found.total, found.rows.length, found.other_result]).toEqual([3000, 20, []]);
  });

  it("finds the last run that went well with the same tool on the same machine", () => {
    const place = { tool_id: "T1", machine_id: "M1" };
    const items = [
      at(0, "run_old", { ...place, status: "OK" }),
      at(1, "run_ok", { ...place, status: "OK" }),
      at(2, "run_blocked", { ...place, status: "BLOCKED" }),
      at(3, "run_other", { ...place, tool_id: "T2", status: "OK" }),
      at(4, "run_elsewhere", { ...place, machine_id: "M2", status: "OK" }),
      at(5, "run_now", { ...place, status: "ERROR" }),
      at(6, "run_later", { ...place, status: "OK" }),
      at(7, "run_bare", { tool_id: "T1", status: "OK" }),
    ];
    expect(related(items, "run_now").last_ok?.run_id).toBe("run_ok");
    expect(related(items, "run_old").last_ok).toBeNull();
    expect(related(items, "run_bare").last_ok).toBeNull();
  });
});
