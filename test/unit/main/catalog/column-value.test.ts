import { describe, expect, it } from "vitest";
import { DamagedCatalog } from "../../../../src/main/catalog/catalog-fault.ts";
import { findInteger, findText, integerColumn, textColumn } from "../../../../src/main/catalog/column-value.ts";

const row = { number: 5, text: "five", nothing: null };

describe("columns", () => {
  it("give their value", () => {
    expect(integerColumn(row, "number")).toBe(5);
    expect(textColumn(row, "text")).toBe("five");
    expect(findInteger(row, "nothing")).toBeNull();
    expect(findText(row, "nothing")).toBeNull();
    expect(findInteger(row, "number")).toBe(5);
    expect(findText(row, "text")).toBe("five");
  });

  it("of another kind than written are damage", () => {
    expect(() => integerColumn(row, "text")).toThrow(DamagedCatalog);
    expect(() => textColumn(row, "number")).toThrow(DamagedCatalog);
    expect(() => textColumn(row, "nothing")).toThrow(DamagedCatalog);
    expect(() => findText(row, "missing")).toThrow(DamagedCatalog);
  });
});
