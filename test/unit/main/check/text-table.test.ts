import { describe, expect, it } from "vitest";
import { TextTable } from "../../../../src/main/check/text-table.ts";

describe("a table of texts", () => {
  it("numbers texts in the order they come, each once", () => {
    const table = new TextTable();
    expect(["a", "b", "a", ""].map((text) => table.add(text))).toEqual([0, 1, 0, 2]);
    expect([table.size, table.indexOf("b"), table.indexOf("c")]).toEqual([3, 1, -1]);
    expect([table.has(""), table.has("c")]).toEqual([true, false]);
  });

  it("keeps them apart when it grows", () => {
    const table = new TextTable();
    for (let number = 0; number < 5_000; number += 1) expect(table.add(`2026-11-20/run_${number}.json`)).toBe(number);
    for (let number = 0; number < 5_000; number += 1) {
      expect(table.indexOf(`2026-11-20/run_${number}.json`)).toBe(number);
      expect(table.has(`2026-11-21/run_${number}.json`)).toBe(false);
    }
  });
});
