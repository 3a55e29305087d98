import { describe, expect, it } from "vitest";
import { annotationEntries } from "../../../../src/main/operations/annotation-entries.ts";
import { OPERATION_TABLE } from "../../../../src/shared/operation-table.ts";

const schema = OPERATION_TABLE["run.annotate"].request;

function entries(input: object) {
  return annotationEntries("run_1", schema.parse({ run_id: "run_1", ...input })).map(({ kind, body }) => ({
    kind,
    body,
  }));
}

describe("annotationEntries", () => {
  it("makes one event of each thing added", () => {
    const added = entries({
      set: { batch: "7", cell: "B" },
      note: "edge ok",
      tags: ["a", "b"],
      hide: true,
      reason: "test cut",
    });
    expect(added).toEqual([
      { kind: "run.annotated", body: { kind: "set", key: "batch", value: "7" } },
      { kind: "run.annotated", body: { kind: "set", key: "cell", value: "B" } },
      { kind: "run.annotated", body: { kind: "note", text: "edge ok" } },
      { kind: "run.tagged", body: { tag: "a" } },
      { kind: "run.tagged", body: { tag: "b" } },
      { kind: "run.hidden", body: { reason: "test cut" } },
    ]);
  });

  it("shows a hidden run again, with or without a reason", () => {
    expect(entries({ hide: false })).toEqual([{ kind: "run.shown", body: { reason: null } }]);
  });

  it("refuses to add nothing", () => {
    expect(() => entries({})).toThrow(/adds nothing/);
  });

  it("refuses a reason for nothing", () => {
    expect(() => entries({ note: "n", reason: "r" })).toThrow(/reason needs hide or show/);
  });

  it("keeps halves of surrogate pairs out of the ledger", () => {
    expect(entries({ note: "a\ud800b" })).toEqual([
      { kind: "run.annotated", body: { kind: "note", text: "a\ufffdb" } },
    ]);
  });
});
