import { describe, expect, it } from "vitest";
import {
  COLUMN_NAMES,
  columnsFrom,
  differingColumns,
  differingFields,
  USUAL_COLUMNS,
} from "../../../../src/renderer/state/list-columns.ts";
import { makeRow } from "../sample-data.ts";

describe("list columns", () => {
  it("there are at most nine until a person asks for more", () => {
    expect(USUAL_COLUMNS).toHaveLength(9);
    expect(USUAL_COLUMNS[0]).toBe("run");
  });

  it("names from a file count where they are known, each once, behind the run", () => {
    expect(columnsFrom(["tags", "time", "tags", "colour", "run"])).toEqual(["run", "tags", "time"]);
    expect(columnsFrom(["colour"])).toEqual([]);
    expect(columnsFrom([])).toEqual([]);
  });

  it("only columns that differ are left, with the run and its record check", () => {
    const rows = [makeRow({ tool_id: "T1", tags: ["a"] }), makeRow({ tool_id: "T2", tags: ["a"] })];
    expect(differingColumns(COLUMN_NAMES, differingFields(rows))).toEqual(["run", "tool", "check"]);
    expect([...differingFields([])]).toEqual([]);
    expect([...differingFields([makeRow()])]).toEqual([]);
  });
});
