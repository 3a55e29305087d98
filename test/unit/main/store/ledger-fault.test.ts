import { describe, expect, it } from "vitest";
import { type AddedFault, FaultList } from "../../../../src/main/store/ledger-fault.ts";

const FAULT: AddedFault = { code: "LEDGER_DAMAGED", epoch: 7, offset: 12, reason: "why", expected: null, found: null };

describe("FaultList", () => {
  it("gives faults in their order, by the file they are in", () => {
    const list = new FaultList();
    list.add(FAULT);
    list.add({ ...FAULT, code: "LEDGER_MISSING", epoch: 8, severity: "warning" });
    expect(list.all()).toEqual([
      {
        code: "LEDGER_DAMAGED",
        path: "_integrity/ledger/00000007.ndjson",
        offset: 12,
        reason: "why",
        expected: null,
        found: null,
        severity: null,
      },
      expect.objectContaining({ path: "_integrity/ledger/00000008.ndjson", severity: "warning" }),
    ]);
    expect([list.has(7), list.has(9)]).toEqual([true, false]);
  });

  it("takes one signature that does not hold for damage, and several for someone without the key", () => {
    const one = new FaultList();
    one.add({ ...FAULT, isSignature: true });
    expect(one.all().map(({ code }) => code)).toEqual(["LEDGER_DAMAGED"]);
    one.add({ ...FAULT, offset: 99, isSignature: true });
    expect(one.all().map(({ code, offset }) => [code, offset])).toEqual([["LEDGER_REWRITTEN", 12]]);
  });

  it("stays short however much is wrong", () => {
    const list = new FaultList();
    for (let offset = 0; offset < 1_000; offset += 1) list.add({ ...FAULT, offset });
    list.add({ ...FAULT, code: "LEDGER_TORN" });
    expect(list.all()).toHaveLength(21);
  });
});
