import { describe, expect, it } from "vitest";
import { type CheckEvent, findCheckEvent, MAX_ODD_IN_EVENT } from "../../../../src/main/store/check-event.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";

const EVENT: CheckEvent = {
  ...{ what: "store", from: null, to: null, selected: null, verdict: "changed", runs: 3, odd_runs: 1 },
  ...{ bad_findings: 2, through_seq: 9, odd: [{ run_id: "run_1", verdict: "changed" }] },
  report_sha256: "ab".repeat(32) as Sha256,
};

describe("findCheckEvent", () => {
  it("reads what an entry says of a check", () => {
    expect(findCheckEvent(EVENT)).toEqual(EVENT);
    expect(findCheckEvent({ ...EVENT, what: "run", runs: 1 })?.what).toBe("run");
  });

  it("leaves out what a later version adds", () => {
    expect(findCheckEvent({ ...EVENT, more: true })).toEqual(EVENT);
  });

  it("says nothing of a body that tells of no check", () => {
    for (const body of [null, {}, { verdict: "intact" }, { ...EVENT, runs: -1 }, { ...EVENT, report_sha256: "x" }]) {
      expect(findCheckEvent(body)).toBeNull();
    }
  });

  it("takes no list longer than an entry may hold", () => {
    const odd = Array.from({ length: MAX_ODD_IN_EVENT + 1 }, (_, at) => ({ run_id: `r${at}`, verdict: "changed" }));
    expect(findCheckEvent({ ...EVENT, odd })).toBeNull();
    expect(findCheckEvent({ ...EVENT, odd: odd.slice(1) })).not.toBeNull();
  });
});
