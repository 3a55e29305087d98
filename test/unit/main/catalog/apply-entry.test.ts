import { describe, expect, it } from "vitest";
import { changesOf, type RunChange } from "../../../../src/main/catalog/apply-entry.ts";
import { ENTRY_KINDS, type EntryKind, type LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import { madeEntry, madeRecord } from "./made-runs.ts";

const SHA = "ab".repeat(32);
const OTHER_SHA = "cd".repeat(32);

function changes(
  kind: EntryKind,
  body: LedgerEntry["body"] = {},
  more: Partial<LedgerEntry> = {},
): readonly RunChange[] {
  return changesOf(madeEntry(4, kind, "run_1", { body, ...more }), () => {
    throw new Error("No record was asked for");
  });
}

function recorded(bytes: Uint8Array, more: Partial<LedgerEntry> = {}) {
  const [change] = changesOf(madeEntry(4, "run.recorded", "run_1", { path: "2026-11-20/run_1.json", ...more }), () => ({
    bytes,
  }));
  if (change?.what !== "recorded") throw new Error("Nothing was recorded");
  return change;
}

describe("changesOf run.recorded", () => {
  it("gives the row of the record under the number and the id of the ledger", () => {
    const { summary, sortUs } = recorded(
      madeRecord({ run_id: "a/b", created_at_utc: "1970-01-01T00:00:02Z", mode: "saw" }),
      {
        subject: "a_b",
        body: { run_number: "7-3" },
      },
    );
    expect(summary.row).toMatchObject({ run_id: "a_b", run_number: "7-3", mode: "saw" });
    expect(sortUs).toBe(2_000_000);
  });

  it("sorts a record without a readable time by the time of its entry", () => {
    expect(recorded(madeRecord({}), { at: "1970-01-01T00:00:03.000001Z" }).sortUs).toBe(3_000_001);
  });

  it("adds the attachments the entry names to those of the record, each once", () => {
    const { summary } = recorded(madeRecord({ attachments: [{ sha256: SHA }] }), {
      body: { attachments: [SHA, OTHER_SHA, 5] },
    });
    expect(summary.links.attachment).toEqual([SHA, OTHER_SHA]);
    expect(summary.row.attachment_count).toBe(2);
  });

  it("gives a row that says why there are no bytes", () => {
    const [change] = changesOf(madeEntry(4, "run.recorded", "run_1"), () => ({
      problem: "The record's file is missing.",
    }));
    expect(change).toMatchObject({ summary: { row: { run_id: "run_1", problem: "The record's file is missing." } } });
  });
});

describe("changesOf events", () => {
  it("shows the latest note, cut, and finds it whole", () => {
    const text = `${"long ".repeat(60)}end`;
    expect(changes("run.annotated", { kind: "note", text })).toEqual([
      { what: "columns", columns: { note: text.slice(0, 200) } },
      { what: "words", text: `${text}\n` },
    ]);
  });

  it("finds the value of a key and leaves the row", () => {
    expect(changes("run.annotated", { kind: "set", key: "shift", value: "early" })).toEqual([
      { what: "words", text: "early\n" },
    ]);
  });

  it.each<[EntryKind, LedgerEntry["body"], unknown]>([
    ["run.hidden", { reason: "test" }, { hidden: true }],
    ["run.shown", {}, { hidden: false }],
    ["explanation.requested", {}, { explanation_status: "PENDING" }],
    ["explanation.ready", {}, { explanation_status: "READY" }],
    ["explanation.failed", {}, { explanation_status: "ERROR" }],
    ["review.requested", {}, { review: "waiting" }],
    ["review.decided", { decision: "approved" }, { review: "approved" }],
    ["review.decided", { decision: "approved", automatic: true }, { review: "approved-automatically" }],
    ["review.decided", { decision: "rejected", automatic: true }, { review: "rejected" }],
    ["review.decided", { decision: "on-hold" }, { review: "on-hold" }],
    ["review.withdrawn", {}, { review: "withdrawn" }],
  ])("%s %j sets %j", (kind, body, columns) => {
    expect(changes(kind, body)).toEqual([{ what: "columns", columns }]);
  });

  it.each<[EntryKind, LedgerEntry["body"], Partial<LedgerEntry>, RunChange]>([
    ["run.tagged", { tag: "urgent" }, {}, { what: "link", kind: "tag", value: "urgent" }],
    ["attachment.added", { sha256: SHA }, {}, { what: "link", kind: "attachment", value: SHA }],
    ["attachment.added", {}, { sha256: SHA as LedgerEntry["prev"] }, { what: "link", kind: "attachment", value: SHA }],
    ["advisory.attached", { advisory_id: "adv_1" }, {}, { what: "link", kind: "advisory", value: "adv_1" }],
    [
      "advisory.attached",
      {},
      { path: "2026-11-20/run_1_advisory_adv_2.json" },
      { what: "link", kind: "advisory", value: "adv_2" },
    ],
  ])("%s %j adds a link", (kind, body, more, change) => {
    expect(changes(kind, body, more)[0]).toEqual(change);
  });

  it("a file that lies under another name than the run has for it is found by both", () => {
    const [bytes, canonical] = ["cd".repeat(32), SHA];
    const added = changes("attachment.added", { sha256: canonical, match: "canonical" }, { sha256: bytes as Sha256 });
    expect(added).toEqual([
      { what: "link", kind: "attachment", value: canonical },
      { what: "link", kind: "kept", value: bytes },
    ]);
    expect(changes("attachment.added", { sha256: SHA }, { sha256: SHA as Sha256 })).toHaveLength(1);
    // A name that is no fingerprint leaves the one of the bytes.
    expect(changes("attachment.added", { sha256: "old" }, { sha256: SHA as Sha256 })).toEqual([
      { what: "link", kind: "attachment", value: SHA },
    ]);
  });

  it("finds a file by its name and a run by its tag", () => {
    expect(changes("attachment.added", { sha256: SHA, filename: "op20.nc" })[1]).toEqual({
      what: "words",
      text: "op20.nc\n",
    });
    expect(changes("run.tagged", { tag: "urgent" })[1]).toEqual({ what: "words", text: "urgent\n" });
  });

  it.each<[EntryKind, LedgerEntry["body"]]>([
    ["run.annotated", { kind: "note" }],
    ["run.annotated", { kind: "drawing", text: "x" }],
    ["run.tagged", { tag: 5 }],
    ["attachment.added", { sha256: "no digest" }],
    ["advisory.attached", {}],
    ["review.decided", { decision: "constructor" }],
  ])("%s %j says nothing we know", (kind, body) => {
    expect(changes(kind, body)).toEqual([]);
  });

  it("of every other kind do nothing", () => {
    const known = /^(run\.(recorded|annotated|tagged|hidden|shown)|attachment|advisory\.attached|explanation|review)/;
    for (const kind of ENTRY_KINDS.filter((kind) => !known.test(kind))) {
      expect(changes(kind, { verdict: "intact", tag: "x", text: "y" })).toEqual([]);
    }
  });
});
