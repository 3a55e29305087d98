import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOlderRecord } from "../../../../src/main/ingest/older-record.ts";
import { PLACEHOLDER_SHA256 } from "../../../../src/shared/sha256.ts";
import { olderRecordText, V2_STORE } from "./written-files.ts";

function read(members: Readonly<Record<string, unknown>>) {
  return readOlderRecord(Buffer.from(olderRecordText("run_a", members)));
}

function dateOf(created: unknown): string | null {
  return read({ created_at_utc: created }).utcDate;
}

describe("older record", () => {
  it("says what import must know", () => {
    const path = join(V2_STORE, "runs", "2025-12-17", "run_336e4be6f30c4a46b61ef5b3323991e1.json");
    expect(readOlderRecord(readFileSync(path))).toEqual({
      problem: null,
      runId: "run_336e4be6f30c4a46b61ef5b3323991e1",
      utcDate: "2025-12-17",
      status: "BLOCKED",
      riskLevel: "RED",
      verdict: "verified",
      lacks: null,
      attachments: [],
      oddities: [],
    });
  });

  it("has the UTC date of its time, in every spelling that occurs", () => {
    expect(dateOf("2025-12-18T10:00:00.120000Z")).toBe("2025-12-18");
    expect(dateOf("2025-12-18T23:30:00-06:00")).toBe("2025-12-19");
    expect(dateOf("2025-12-18 00:30:00+0200")).toBe("2025-12-17");
    expect(dateOf("2025-12-18")).toBe("2025-12-18");
    expect(dateOf(1766050000)).toBe("2025-12-18");
    expect(dateOf(1766050000000)).toBe("2025-12-18");
    for (const odd of ["yesterday", null, "2025-02-30", "9999-01-01", "2025-12-18T24:00:00Z", 1e300]) {
      expect(dateOf(odd)).toBeNull();
      expect(read({ created_at_utc: odd }).oddities).toEqual(["Its time of creation cannot be read"]);
    }
  });

  it("has a verdict about its feasibility digest", () => {
    const verdict = (digest: unknown) => read({ hashes: { feasibility_sha256: digest } }).verdict;
    expect(read({}).verdict).toBe("verified");
    expect(verdict("a".repeat(64))).toBe("mismatch");
    expect(verdict(PLACEHOLDER_SHA256)).toBe("placeholder");
    expect([verdict("not hex"), verdict(null), verdict(5)]).toEqual(["cannot-check", "cannot-check", "cannot-check"]);
    const surrogate = `{"feasibility":{"a":"\\ud800"},"hashes":{"feasibility_sha256":"${"a".repeat(64)}"}}`;
    expect(readOlderRecord(Buffer.from(surrogate)).verdict).toBe("cannot-check");
  });

  it("is incomplete where it says so itself", () => {
    expect(read({}).lacks).toBeNull();
    expect(read({ meta: { completeness_guard: true } }).lacks).toMatch(/completeness guard/);
    expect(read({ completeness: [{ field: "x", reason: "y" }] }).lacks).toMatch(/something is missing/);
    expect(read({ hashes: { feasibility_sha256: PLACEHOLDER_SHA256 } }).lacks).toMatch(/No fingerprint/);
  });

  it("lists the files it names by digest, and lets others be", () => {
    const sha256 = "ab".repeat(32);
    const { attachments } = read({
      attachments: [{ sha256: sha256.toUpperCase(), size_bytes: 5 }, { sha256: "x" }, 7],
    });
    expect(attachments).toEqual([
      { sha256, kind: null, mime: null, filename: null, sizeBytes: 5, createdAtUtc: null, runId: "run_a" },
    ]);
  });

  it("that cannot be read says why", () => {
    expect(readOlderRecord(Buffer.from('{"run_id":')).problem).toMatch(/byte 10/);
    expect(readOlderRecord(Buffer.from("[]")).problem).toMatch(/holds no object/);
    expect(readOlderRecord(Buffer.from("\ufeff{}")).problem).toMatch(/byte order mark/);
    expect(readOlderRecord(Buffer.from('{"a":1,"a":2,"created_at_utc":"2025-12-18"}')).oddities).toEqual([
      'The key "a" comes twice in one object',
    ]);
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void readOlderRecord(bytes)));
    const member = fc.constantFrom(
      "run_id",
      "created_at_utc",
      "hashes",
      "feasibility",
      "decision",
      "attachments",
      "meta",
    );
    fc.assert(fc.property(fc.dictionary(member, fc.jsonValue()), (members) => void read(members)));
  });
});
