import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ledgerEntrySchema } from "../../../../src/main/store/ledger-entry.ts";
import { isPlainEntry } from "../../../../src/main/store/plain-entry.ts";
import { madeEntry } from "../catalog/made-runs.ts";

describe("isPlainEntry", () => {
  it("takes an entry as it stands in the ledger", () => {
    expect(
      isPlainEntry(madeEntry(3, "run.tagged", "run_1", { body: { tag: "x", list: [1, null, { deep: true }] } })),
    ).toBe(true);
  });

  it("takes nothing that the schema does not take as it is, whatever is put in a field's place", () => {
    const entry = madeEntry(3, "run.recorded", "run_1", { path: "a.json", size: 3 });
    const keys = [...Object.keys(entry), "another"];
    const bad = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, -1, 0.5, 2 ** 60, "", {}, [], Number.NaN));
    fc.assert(
      fc.property(fc.constantFrom(...keys), bad, fc.boolean(), (key, value, isLeftOut) => {
        const { [key as "app"]: _, ...rest } = entry;
        const changed = isLeftOut ? rest : { ...entry, [key]: value };
        if (!isPlainEntry(changed)) return;
        const parsed = ledgerEntrySchema.safeParse(changed);
        expect(parsed.success).toBe(true);
        expect(parsed.data).toEqual(changed);
      }),
      { numRuns: 500 },
    );
  });
});
