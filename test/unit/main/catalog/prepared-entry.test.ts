import { describe, expect, it } from "vitest";
import { prepareEntry } from "../../../../src/main/catalog/prepared-entry.ts";
import { madeCheck, madeEvent, madeRun } from "./made-runs.ts";

describe("prepareEntry", () => {
  it("works out what an entry does, and keeps where it stands", () => {
    const { placed, record } = madeRun(4, "run_1", { mode: "saw" });
    const { at, prev } = placed.entry;
    expect(prepareEntry(placed, record)).toMatchObject({
      seq: 4,
      subject: "run_1",
      at,
      prev,
      place: placed.place,
      check: null,
    });
    expect(prepareEntry(placed, record).changes).toMatchObject([
      { what: "recorded", summary: { row: { mode: "saw" } } },
    ]);
  });

  it("asks for no file where none matters, and for the report of a check", () => {
    const tagged = madeEvent(5, "run.tagged", "run_1", { tag: "urgent" });
    expect(prepareEntry(tagged.placed, tagged.record).changes).toHaveLength(2);
    const check = madeCheck(6);
    expect(prepareEntry(check.placed, check.record)).toMatchObject({ changes: [], check: { seq: 6 } });
  });
});
