import { describe, expect, it } from "vitest";
import { EVIDENCE_LIMITS } from "../../../../src/main/canonical/json-tree.ts";
import { checkRecordFile } from "../../../../src/main/check/check-record-file.ts";
import { vouched } from "./checked-store.ts";
import { ledgerEntry, memoryContext } from "./memory-store.ts";

const PATH = "2026-11-20/run_1.json";

describe("checkRecordFile", () => {
  it("gives the bytes that the ledger vouches for", async () => {
    const context = memoryContext({ [PATH]: "{}" });
    const checked = await checkRecordFile(context, PATH, ledgerEntry(vouched("{}")));
    expect(checked).toMatchObject({ findings: [], bytes: Buffer.from("{}") });
    expect(context.counted).toEqual([2]);
  });

  it("gives no bytes of a record that was changed", async () => {
    const checked = await checkRecordFile(memoryContext({ [PATH]: "[]" }), PATH, ledgerEntry(vouched("{}")));
    expect(checked.bytes).toBeNull();
    expect(checked.findings).toMatchObject([
      { code: "RECORD_CHANGED", path: PATH, expected: vouched("{}").sha256, found: vouched("[]").sha256 },
    ]);
  });

  it("takes a size that does not hold for a change too", async () => {
    const entry = ledgerEntry({ ...vouched("{}"), size: 3 });
    const checked = await checkRecordFile(memoryContext({ [PATH]: "{}" }), PATH, entry);
    expect(checked.findings.map(({ code }) => code)).toEqual(["RECORD_CHANGED"]);
  });

  it("gives the bytes of a foreign record, for nothing says they are wrong", async () => {
    const checked = await checkRecordFile(memoryContext({ [PATH]: "{}" }), PATH, null);
    expect(checked.findings.map(({ code }) => code)).toEqual(["RECORD_FOREIGN"]);
    expect(checked).toMatchObject({ bytes: Buffer.from("{}"), items: [{ result: "cannot-check" }] });
  });

  it("does not read a record that is larger than any can be", async () => {
    const context = memoryContext({ [PATH]: "{}" });
    const store = { ...context.store, fileSize: () => EVIDENCE_LIMITS.maxBytes + 1 };
    const checked = await checkRecordFile({ ...context, store }, PATH, null);
    expect(checked.bytes).toBeNull();
    expect(checked.findings.map(({ code }) => code)).toEqual(["RECORD_UNREADABLE", "RECORD_FOREIGN"]);
  });

  it("is missing where there is not even a path", async () => {
    const checked = await checkRecordFile(memoryContext({}), null, null);
    expect(checked.findings).toMatchObject([{ code: "RECORD_MISSING", path: null }]);
  });
});
