import { describe, expect, it } from "vitest";
import { cut, fieldList, textTable } from "../../../../../src/main/operations/command-line/text-table.ts";

describe("textTable", () => {
  it("aligns columns and shows nothing as a dash", () => {
    expect(
      textTable(
        ["ID", "TOOL"],
        [
          ["run_1", null],
          ["r", "saw:6"],
        ],
      ),
    ).toBe("ID     TOOL\nrun_1  -\nr      saw:6");
  });

  it("makes cells printable, so that a value cannot break the table", () => {
    expect(textTable(["A", "B"], [["x\ny", 1]])).toBe("A     B\nx\\ny  1");
  });
});

describe("fieldList", () => {
  it("leaves out what there is none of", () => {
    expect(
      fieldList([
        ["id", "r"],
        ["block reason", null],
        ["n", 0],
      ]),
    ).toBe("id  r\nn   0");
  });
});

describe("cut", () => {
  it("marks text it cut, and cuts no character in two", () => {
    expect(cut("🪵🪵🪵", 2)).toBe("🪵…");
    expect(cut("abc", 3)).toBe("abc");
  });
});
