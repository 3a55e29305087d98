import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRecordShape } from "../../../../src/main/check/check-record-shape.ts";
import { olderRecord, ownRecord, RECORD_PATH, RUN_ID } from "./checked-store.ts";

const OLDER_RUNS = fileURLToPath(new URL("../../../fixtures/older-stores/v2-store/runs/", import.meta.url));
const PLACE = { runId: RUN_ID, path: RECORD_PATH };

function shapeOf(text: string, runId: string = RUN_ID) {
  return checkRecordShape(Buffer.from(text), { ...PLACE, runId });
}

function faults(text: string): readonly string[] {
  return shapeOf(text).findings.map(({ code, subject }) => `${code} ${subject}`);
}

const older = readdirSync(OLDER_RUNS, { recursive: true, encoding: "utf8" }).filter(
  (path) => /^\d{4}-\d{2}-\d{2}\/run_[0-9a-f]{32}\.json$/.test(path) && !path.includes("_advisory_"),
);

describe("checkRecordShape", () => {
  it("takes every record of a store the older system wrote", () => {
    expect(older.length).toBe(28);
    for (const path of older) {
      const runId = path.slice("2025-12-17/".length, -".json".length);
      const shape = checkRecordShape(readFileSync(join(OLDER_RUNS, path)), { runId, path });
      expect(shape.findings).toEqual([]);
      expect(shape.record?.isOwn).toBe(false);
    }
  });

  it("takes a record written here, and tells it from an older one", () => {
    const shape = shapeOf(JSON.stringify(ownRecord()));
    expect(shape.findings).toEqual([]);
    expect(shape.record?.isOwn).toBe(true);
  });

  it("misses in a record of ours what an older one may lack", () => {
    const { completeness, ...lacking } = ownRecord();
    expect(completeness).toEqual([]);
    expect(faults(JSON.stringify(lacking))).toEqual(["RECORD_SCHEMA completeness"]);
  });

  it("names each field by its path", () => {
    const odd = olderRecord({ attachments: [{ sha256: "a" }, { sha256: 5 }], status: "DONE", created_at_utc: "soon" });
    expect(faults(JSON.stringify(odd))).toEqual([
      "RECORD_SCHEMA created_at_utc",
      "RECORD_SCHEMA status",
      "RECORD_SCHEMA attachments[1].sha256",
    ]);
  });

  it("sees a record that stands in the place of another", () => {
    const { findings } = shapeOf(JSON.stringify(olderRecord()), "run_other");
    expect(findings).toMatchObject([
      { code: "RECORD_SCHEMA", subject: "run_id", expected: "run_other", found: RUN_ID },
    ]);
  });

  it("shows a key that stands twice, for readers differ in which they take", () => {
    const text = JSON.stringify(olderRecord()).replace('"status":"OK"', '"status":"OK","status":"BLOCKED"');
    expect(faults(text)).toEqual(["RECORD_SCHEMA status"]);
  });

  it.each(["NaN", "-Infinity", "1e400"])("shows %s, which is no number in JSON", (number) => {
    const text = JSON.stringify(olderRecord({ meta: { deep: ["X"] } })).replace('"X"', number);
    expect(faults(text)).toEqual([`RECORD_SCHEMA ${number}`]);
  });

  it("says why bytes cannot be read", () => {
    const { findings, record } = shapeOf('{"run_id": ');
    expect(record).toBeNull();
    expect(findings[0]?.what_to_do).toMatch(/^The record cannot be read: .*the text ends here/);
  });

  it("takes JSON of another kind for no record", () => {
    expect(faults("[]")).toEqual(["RECORD_UNREADABLE Record"]);
    expect(faults("")).toEqual(["RECORD_UNREADABLE Record"]);
  });

  it("names no more than the first faults of a record that is odd throughout", () => {
    const warnings = Array.from({ length: 500 }, () => 1);
    const odd = olderRecord({ decision: { risk_level: "RED", warnings } });
    expect(faults(JSON.stringify(odd)).length).toBe(20);
  });

  it("never throws, whatever the bytes hold", () => {
    const text = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.json().map((json) => Buffer.from(json)),
      fc
        .dictionary(fc.constantFrom(...Object.keys(ownRecord())), fc.jsonValue())
        .map((record) => Buffer.from(JSON.stringify(record))),
    );
    fc.assert(
      fc.property(text, (bytes) => {
        expect(checkRecordShape(Buffer.from(bytes), PLACE).items.length).toBe(1);
      }),
      { numRuns: 500 },
    );
  });
});
