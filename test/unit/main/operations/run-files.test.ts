import { describe, expect, it } from "vitest";
import { otherNames, runFiles } from "../../../../src/main/operations/run-files.ts";
import type { LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";

const A = "a1".repeat(32);
const B = "b2".repeat(32);
const C = "c3".repeat(32);

/** A store that holds the bytes of A and C only. */
const store = {
  fileSize: (path: string) => (path.endsWith(A) || path.endsWith(C) ? 10 : null),
} as unknown as RunStore;

function added(sha256: string, body: object): LedgerEntry {
  return {
    kind: "attachment.added",
    path: `_attachments/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`,
    sha256,
    size: 10,
    at: "2026-11-20T08:00:00.000000Z",
    body,
  } as unknown as LedgerEntry;
}

describe("runFiles", () => {
  it("lists the files of the record, then those added since, each once", () => {
    const record = { attachments: [{ sha256: A, kind: "gcode", filename: "op20.nc", size_bytes: 10 }] };
    const files = runFiles(store, record, [added(A, { kind: "gcode" }), added(C, { kind: "photo" })]);
    expect(files).toMatchObject([
      { sha256: A, kind: "gcode", filename: "op20.nc", size_bytes: 10, created_at_utc: null, present: true },
      { sha256: C, kind: "photo", filename: null, size_bytes: 10, created_at_utc: "2026-11-20T08:00:00.000000Z" },
    ]);
  });

  it("says of a file whether it is here", () => {
    expect(runFiles(store, { attachments: [{ sha256: B }] }, [])).toMatchObject([{ sha256: B, present: false }]);
  });

  it("names a file by what its bytes are kept under, where an older record calls it something else", () => {
    const record = { attachments: [{ sha256: B, filename: "plan.json", size_bytes: 7 }] };
    expect(runFiles(store, record, [added(C, { sha256: B, imported: true, filename: "other" })])).toMatchObject([
      { sha256: C, filename: "plan.json", size_bytes: 10, present: true },
    ]);
  });

  it("lists the same bytes again where a person added them under another name or kind, and only then", () => {
    const record = { attachments: [{ sha256: A, kind: "gcode", filename: "op20.nc" }] };
    const entries = [
      added(A, { sha256: A, kind: "gcode", filename: "op20.nc" }),
      added(A, { sha256: A, kind: "gcode", filename: "final.nc" }),
      added(A, { sha256: A, kind: "gcode", filename: "final.nc" }),
      added(A, { sha256: A, kind: "other", filename: "index.nc", imported: true }),
    ];
    expect(runFiles(store, record, entries).map(({ filename }) => filename)).toEqual(["op20.nc", "final.nc"]);
  });

  it("leaves out what no file can be, whatever a foreign record holds", () => {
    for (const attachments of [null, "x", [null, 7, {}, { sha256: "../x" }, { sha256: 5 }]]) {
      expect(runFiles(store, { attachments }, [])).toEqual([]);
    }
    expect(runFiles(store, null, [])).toEqual([]);
  });
});

describe("otherNames", () => {
  it("gives what the entries of a run call the bytes under this name, and nothing of other files", () => {
    const entries = [added(C, { sha256: B }), added(C, {}), added(A, { sha256: A }), added(A, { sha256: "../x" })];
    expect(otherNames(C as Sha256, entries)).toEqual([B]);
    expect(otherNames(A as Sha256, entries)).toEqual([]);
  });
});
