import { describe, expect, it } from "vitest";
import { type ReadCheck, readCheck } from "../../../../src/main/catalog/read-check.ts";
import { type MadeCheck, madeCheck } from "./made-runs.ts";

const AT = "2026-11-20T10:11:12.345678Z";

function read(seq: number, made: MadeCheck, file?: Parameters<typeof readCheck>[1]): ReadCheck | null {
  const { placed, record } = madeCheck(seq, made);
  return readCheck(placed.entry, file ?? record);
}

function verdicts(check: ReadCheck | null): Readonly<Record<string, string>> {
  return Object.fromEntries(check?.verdicts ?? []);
}

const ODD = [{ run_id: "run_1", verdict: "changed" as const }];
const MORE_ODD = [...ODD, { run_id: "run_2", verdict: "cannot-check" as const }];
const never = (): never => {
  throw new Error("the report was read");
};

describe("readCheck", () => {
  it("of everything says which runs are not intact, and that all others are, without reading the report", () => {
    const check = read(20, { odd: ODD, through_seq: 18 }, never);
    expect(check).toMatchObject({ seq: 20, at: AT, isPartial: false });
    expect(verdicts(check)).toEqual({ run_1: "changed" });
    expect(check?.intact).toEqual({ seq: 20, at: AT, from: null, to: null, throughSeq: 18 });
  });

  it("of a period says so of its days", () => {
    const check = read(20, { what: "runs", from: "2026-11-01", to: "2026-11-20" }, never);
    expect(check?.intact).toMatchObject({ from: 20261101, to: 20261120 });
    expect(read(20, { what: "runs", from: "lately" }, never)?.intact).toBeNull();
  });

  it("never speaks of runs that were recorded after its own entry", () => {
    expect(read(20, { through_seq: 1_000_000 }, never)?.intact).toMatchObject({ throughSeq: 20 });
  });

  it("of one run says only what it found there", () => {
    const check = read(20, { what: "run", subject: "run_7", verdict: "incomplete", odd: ODD }, never);
    expect(verdicts(check)).toEqual({ run_7: "incomplete" });
    expect(check?.intact).toBeNull();
  });

  it("reads the report where the entry does not list every run", () => {
    const check = read(20, { odd: ODD, odd_runs: 2, report: { odd_runs: MORE_ODD } });
    expect(verdicts(check)).toEqual({ run_1: "changed", run_2: "cannot-check" });
    expect(check?.intact).not.toBeNull();
  });

  it("of picked runs finds them in the report", () => {
    const made: MadeCheck = { what: "runs", selected: 2, odd: ODD, report: { run_ids: ["run_1", "run_3"] } };
    expect(read(20, made)?.intact).toEqual({ runIds: ["run_1", "run_3"], throughSeq: 20 });
    expect(verdicts(read(20, made))).toEqual({ run_1: "changed" });
  });

  it("calls no run intact where the report does not list every run, or cannot be believed", () => {
    const made: MadeCheck = { odd: ODD, odd_runs: 3, report: { odd_runs: MORE_ODD } };
    const whole: MadeCheck = { ...made, odd_runs: 2 };
    const unread = [
      read(20, made),
      read(20, whole, () => ({ problem: "The record's file is missing." })),
      read(20, whole, () => ({ bytes: Buffer.from("{}\n") })),
      read(20, whole, () => ({ bytes: Buffer.from(JSON.stringify({ run_ids: null, odd_runs: MORE_ODD })) })),
      read(20, whole, () => ({ bytes: Buffer.from("{") })),
      read(20, { ...whole, report_sha256: "cd".repeat(32) as MadeCheck["report_sha256"] & string }),
      read(20, { ...whole, report: { odd_runs: "none" } }),
    ];
    for (const check of unread) {
      expect(check?.intact).toBeNull();
      expect(verdicts(check)).toMatchObject({ run_1: "changed" });
    }
  });

  it("of files alone calls nothing intact", () => {
    const check = read(20, { what: "attachments", odd: ODD }, never);
    expect(check).toMatchObject({ isPartial: true, intact: null });
    expect(verdicts(check)).toEqual({ run_1: "changed" });
  });

  it("says nothing where the entry says nothing we know", () => {
    const { placed } = madeCheck(20, {});
    expect(readCheck({ ...placed.entry, body: { verdict: "intact" } }, never)).toBeNull();
  });
});
