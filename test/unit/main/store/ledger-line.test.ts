import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import type { LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import {
  entryLine,
  headLine,
  isHeadLine,
  parseEntryLine,
  parseHeadLine,
} from "../../../../src/main/store/ledger-line.ts";

const ENTRY: LedgerEntry = {
  subject: "run_1",
  v: 1,
  actor: { uid: "ü", role: "machinist", sid: "s" },
  app: "0.1.0",
  at: "2026-11-20T10:11:12.345678Z",
  body: { z: 1, a: "line\nfeed \u2028 and \u{1f600}", "": null },
  boot: "1",
  epoch: 1,
  kind: "run.annotated",
  mono_ms: 1,
  prev: sha256Hex("x"),
  request_id: "r",
  seq: 0,
  station: "ws",
};

describe("ledger lines", () => {
  it("are canonical: the same entry gives the same bytes however its fields were ordered, on one line", () => {
    const reordered = Object.fromEntries(Object.entries(ENTRY).reverse()) as unknown as LedgerEntry;
    expect(entryLine(reordered).equals(entryLine(ENTRY))).toBe(true);
    expect(entryLine(ENTRY).includes(0x0a)).toBe(false);
    expect(entryLine(ENTRY).toString().startsWith('{"actor":')).toBe(true);
  });

  it("give the entry back", () => {
    expect(parseEntryLine(entryLine(ENTRY))).toEqual(ENTRY);
  });

  it("refuse to write what they could not give back", () => {
    expect(() => entryLine({ ...ENTRY, body: { n: 0.5 } })).toThrow(TypeError);
    expect(() => entryLine({ ...ENTRY, body: { text: "\ud800" } })).toThrow(TypeError);
  });

  it("tell a signed head from an entry", () => {
    const line = headLine("origin\n1\nroot\n");
    expect(isHeadLine(line)).toBe(true);
    expect(isHeadLine(entryLine(ENTRY))).toBe(false);
    expect(isHeadLine(Buffer.alloc(0))).toBe(false);
    expect(parseHeadLine(line)).toBe("origin\n1\nroot\n");
    expect(parseEntryLine(line)).toBeNull();
    expect(parseHeadLine(entryLine(ENTRY))).toBeNull();
  });

  it.each(['{"cp":5}', '{"cp"', "[]", "null", '"cp"', "", "{}"])("read no head from %j", (text) => {
    expect(parseHeadLine(Buffer.from(text))).toBeNull();
    expect(parseEntryLine(Buffer.from(text))).toBeNull();
  });

  it("answer for any bytes at all, and take no changed entry for an unchanged one", () => {
    const line = entryLine(ENTRY);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(line.byteLength - 1), fc.nat(7), (bytes, index, bit) => {
        expect(parseEntryLine(bytes)).toBeNull();
        parseHeadLine(bytes);
        const changed = Buffer.from(line);
        changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);
        const entry = parseEntryLine(changed);
        expect(entry === null || !entryLine(entry).equals(line)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
