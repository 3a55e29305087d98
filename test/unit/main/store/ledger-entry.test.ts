import { describe, expect, it } from "vitest";
import { ENTRY_KINDS, ledgerEntrySchema } from "../../../../src/main/store/ledger-entry.ts";

const ENTRY = {
  actor: { uid: "u", role: "machinist", sid: "s" },
  app: "0.1.0",
  at: "2026-11-20T10:11:12.345678Z",
  body: { list: [1, "a", null, true, { deep: [] }] },
  boot: "1",
  epoch: 1,
  kind: "run.recorded",
  mono_ms: 1,
  path: "2026-11-20/run_1.json",
  prev: "0".repeat(64),
  request_id: "r",
  seq: 0,
  sha256: "a".repeat(64),
  size: 5,
  station: "ws",
  subject: "run_1",
  v: 1,
};

describe("ledgerEntrySchema", () => {
  it("takes an entry as it is written, with or without a file", () => {
    expect(ledgerEntrySchema.parse(ENTRY)).toEqual(ENTRY);
    const { path: _path, sha256: _sha256, size: _size, ...rest } = ENTRY;
    expect(ledgerEntrySchema.parse(rest)).toEqual(rest);
  });

  it("takes every kind there is and no other", () => {
    for (const kind of ENTRY_KINDS) expect(ledgerEntrySchema.safeParse({ ...ENTRY, kind }).success).toBe(true);
    expect(ledgerEntrySchema.safeParse({ ...ENTRY, kind: "run.deleted" }).success).toBe(false);
    expect(new Set(ENTRY_KINDS).size).toBe(ENTRY_KINDS.length);
  });

  it.each([
    ["an unknown field", { extra: 1 }],
    ["a fraction in its body", { body: { n: 0.5 } }],
    ["an unsafe integer in its body", { body: { n: 2 ** 53 } }],
    ["another version", { v: 2 }],
    ["a time without six fraction digits", { at: "2026-11-20T10:11:12Z" }],
    ["a digest in capitals", { prev: "A".repeat(64) }],
    ["a negative number", { seq: -1 }],
    ["epoch nought", { epoch: 0 }],
    ["a list for its body", { body: [] }],
    ["half an actor", { actor: { uid: "u" } }],
  ])("refuses an entry with %s", (_what, change) => {
    expect(ledgerEntrySchema.safeParse({ ...ENTRY, ...change }).success).toBe(false);
  });
});
