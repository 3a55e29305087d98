import { describe, expect, it } from "vitest";
import { mendFindings } from "../../../../src/main/operations/mend-findings.ts";

describe("mendFindings", () => {
  it("says what happened, that nothing was lost, and where the old file is", () => {
    const [damaged, missing] = mendFindings([
      { reason: "damaged", keptAs: "catalog.db.damaged-4", removed: ["catalog.db.damaged-1"] },
      { reason: "missing", keptAs: null, removed: [] },
    ]);
    expect(damaged).toMatchObject({ code: "CATALOG_DIFFERS", severity: "info", found: "catalog.db.damaged-4" });
    expect(damaged?.what_to_do).toBe(
      "The list was damaged and has been built anew from the records. Nothing was lost. " +
        "The file that was there is kept as “catalog.db.damaged-4”. Older ones were removed: catalog.db.damaged-1.",
    );
    expect(missing?.what_to_do).toBe(
      "The list was taken away and has been built anew from the records. Nothing was lost.",
    );
  });
});
