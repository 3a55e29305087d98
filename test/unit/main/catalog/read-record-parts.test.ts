import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonSyntaxError } from "../../../../src/main/canonical/json-syntax-error.ts";
import { readJson, toPlain } from "../../../../src/main/canonical/json-tree.ts";
import { JsonObject } from "../../../../src/main/canonical/json-value.ts";
import { readRecordParts } from "../../../../src/main/catalog/read-record-parts.ts";
import { summarizeRun } from "../../../../src/main/catalog/run-summary.ts";

const PLACE = { path: "2026-11-20/run_1.json", runNumber: null };
const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("GREEN", "OK", "é\n", "2026-11-20T10:00:00Z", "a".repeat(64)),
);
const parts = fc.record(
  {
    ...Object.fromEntries(
      ["run_id", "status", "mode", "tool_id", "notes", "event_type", "parent_run_id", "inputs_hash"].map((key) => [
        key,
        texts,
      ]),
    ),
    created_at_utc: texts,
    decision: fc.record({ risk_level: texts, block_reason: texts, warnings: fc.array(texts) }, { requiredKeys: [] }),
    feasibility: fc.dictionary(texts, fc.record({ value: fc.double(), limit: fc.double(), limit_kind: texts })),
    hashes: fc.jsonValue(),
    meta: fc.jsonValue(),
    outputs: fc.jsonValue(),
    attachments: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

describe("readRecordParts", () => {
  it("gives the summary that reading the whole record gives, in either layout", () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(0, 2, 3), (record, indent) => {
        const bytes = Buffer.from(`${JSON.stringify(record, null, indent)}\n`);
        const spaced = Buffer.from(`${JSON.stringify({ ...record, "\u2028é\\": 1 }, null, indent)}\n`);
        const whole = summarizeRun(spaced, PLACE);
        expect(summarizeRun(bytes, PLACE)).toEqual(whole);
        expect(summarizeRun(bytes, { ...PLACE, isOwn: true })).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it("reads members as they are spelled and leaves out what nobody looks at", () => {
    const value = readRecordParts(
      Buffer.from('{"notes": "\\u00e9", "outputs": 1, "errors": [1.50], "meta": null}'),
      false,
    );
    expect(value).toBeInstanceOf(JsonObject);
    expect(toPlain(value)).toEqual({ notes: "é", errors: [1.5], meta: null });
  });

  it("refuses what the whole reader refuses, in the same words", () => {
    const bytes = Buffer.from('{"notes": "x", "outputs": 01}');
    const refusal = (read: () => unknown): unknown => {
      try {
        return read();
      } catch (error) {
        return error instanceof JsonSyntaxError ? [error.reason, error.offset] : error;
      }
    };
    expect(refusal(() => readRecordParts(bytes, false))).toEqual(refusal(() => readJson(bytes)));
  });
});
