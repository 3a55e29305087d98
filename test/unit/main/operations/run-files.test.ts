import { describe, expect, it } from "vitest";
import { runFiles } from "../../../../src/main/operations/run-files.ts";
import type { LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";

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
    const record = { attachments: [{ sha256: B, filename: "plan.json" }] };
    expect(runFiles(store, record, [added(C, { named_sha256: B })])).toMatchObject([
      { sha256: C, filename: "plan.json", present: true },
    ]);
  });

  it("leaves out what no file can be, whatever a foreign record holds", () => {
    for (const attachments of [null, "x", [null, 7, {}, { sha256: "../x" }, { sha256: 5 }]]) {
      expect(runFiles(store, { attachments }, [])).toEqual([]);
    }
    expect(runFiles(store, null, [])).toEqual([]);
  });
});
