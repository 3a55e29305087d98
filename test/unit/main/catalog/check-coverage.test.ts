import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import {
  CheckCoverage,
  type Coverage,
  coverageSql,
  covers,
  dayOf,
  NO_DATE,
  NO_DAY,
} from "../../../../src/main/catalog/check-coverage.ts";

function coverage(): CheckCoverage {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  const kept = new CheckCoverage(db);
  kept.reload();
  return kept;
}

function check(seq: number, more: Partial<Coverage> = {}): Coverage {
  return { seq, at: `at ${seq}`, from: null, to: null, throughSeq: seq, ...more };
}

const days = fc.constantFrom(NO_DATE, NO_DAY, 20261119, 20261120, 20261121);
const limits = fc.option(fc.constantFrom(20261119, 20261120, 20261121));
const coverages = fc.record({ from: limits, to: limits, throughSeq: fc.nat(3) });

describe("dayOf", () => {
  it("numbers dates so that they sort, whether alone or as folder of a path", () => {
    expect(dayOf("2026-11-20")).toBe(20261120);
    expect(dayOf("2026-11-20/run_1.json")).toBe(20261120);
    expect(dayOf("2026-11-20")).toBeLessThan(dayOf("2027-01-01"));
  });

  it("tells a run that lies nowhere from one whose folder is no date", () => {
    expect(dayOf("")).toBe(NO_DAY);
    for (const path of ["runs/run_1.json", "2026-11-201/run_1.json", "2026-11/run_1.json"])
      expect(dayOf(path)).toBe(NO_DATE);
  });
});

describe("CheckCoverage", () => {
  it("knows the newest check that looked at a run", () => {
    const kept = coverage();
    kept.add(check(10));
    kept.add(check(20, { from: 20261120 }));
    expect(kept.newestOf({ recordedSeq: 5, day: 20261119 })?.seq).toBe(10);
    expect(kept.newestOf({ recordedSeq: 5, day: 20261120 })?.seq).toBe(20);
    expect(kept.newestOf({ recordedSeq: 15, day: 20261121 })?.seq).toBe(20);
    expect(kept.newestOf({ recordedSeq: 15, day: 20261119 })).toBeNull();
    expect(kept.newestOf({ recordedSeq: 20, day: 20261121 })).toBeNull();
  });

  it("drops checks that say nothing beside a newer one, and only those", () => {
    const kept = coverage();
    kept.add(check(10, { from: 20261119, to: 20261120 }));
    kept.add(check(20, { to: 20261121, throughSeq: 19 }));
    expect(kept.checks.map(({ seq }) => seq)).toEqual([20]);
    kept.add(check(30, { throughSeq: 5 }));
    expect(kept.checks.map(({ seq }) => seq)).toEqual([20, 30]);
    kept.add(check(40));
    expect(kept.checks.map(({ seq }) => seq)).toEqual([40]);
  });

  it("never answers otherwise for what it dropped", () => {
    fc.assert(
      fc.property(fc.array(coverages, { maxLength: 6 }), fc.nat(3), days, (all, recordedSeq, day) => {
        const kept = coverage();
        const checks = all.map((one, seq) => check(seq, one));
        for (const one of checks) kept.add(one);
        const newest = checks.findLast((one) => covers(one, { recordedSeq, day })) ?? null;
        expect(kept.newestOf({ recordedSeq, day })).toEqual(newest);
      }),
    );
  });

  it("says the same to SQLite as to us", () => {
    const db = new DatabaseSync(":memory:");
    fc.assert(
      fc.property(coverages, fc.nat(3), days, (one, recordedSeq, day) => {
        const { sql, values } = coverageSql(check(9, one));
        const row = db
          .prepare(`WITH run(recorded_seq, day) AS (SELECT ?, ?) SELECT ${sql} AS seen FROM run`)
          .get(recordedSeq, day, ...values);
        expect(row?.seen === 1).toBe(covers(check(9, one), { recordedSeq, day }));
      }),
    );
  });
});
