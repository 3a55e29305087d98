import { describe, expect, it } from "vitest";
import { runAttachments } from "../../../../src/main/check/run-attachments.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import { ledgerEntry } from "./memory-store.ts";

const [A, B, C] = ["a", "b", "c"].map((digit) => digit.repeat(64)) as [Sha256, Sha256, Sha256];

describe("runAttachments", () => {
  it("lists what record, recording and later entries name, each fingerprint once", () => {
    const record = { attachments: [{ sha256: A, kind: "gcode", filename: "op20.nc" }] };
    const entries = [
      ledgerEntry({ body: { attachments: [A, B] } }),
      ledgerEntry({ kind: "attachment.added", sha256: C, body: { sha256: C, filename: "photo.png", kind: "photo" } }),
    ];
    expect(runAttachments(record, entries)).toEqual([
      { name: "op20.nc", sha256: A, kind: "gcode", kept: null },
      { name: B, sha256: B, kind: null, kept: null },
      { name: "photo.png", sha256: C, kind: "photo", kept: null },
    ]);
  });

  it("knows where the ledger says that bytes lie, and what they are", () => {
    const more = { sha256: B, path: "_attachments/named-by-hand" };
    const entries = [
      ledgerEntry({ kind: "attachment.added", ...more, body: { sha256: A } }),
      ledgerEntry({ kind: "attachment.added", sha256: C, path: "elsewhere", body: { sha256: A } }),
    ];
    expect(runAttachments({ attachments: [{ sha256: A }] }, entries)).toEqual([
      { name: A, sha256: A, kind: null, kept: more },
    ]);
  });

  it("calls a file without a name by its kind", () => {
    expect(runAttachments({ attachments: [{ sha256: A, kind: "gcode" }] }, [])).toMatchObject([{ name: "gcode" }]);
  });

  it.each([
    null,
    [],
    "text",
    { attachments: null },
    { attachments: "x" },
    { attachments: [null, 5, {}, { sha256: 7 }] },
  ])("finds no files in %j", (record) => {
    expect(runAttachments(record, [ledgerEntry({ body: { attachments: null } })])).toEqual([]);
  });
});
