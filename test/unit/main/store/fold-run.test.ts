import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldRun } from "../../../../src/main/store/fold-run.ts";
import { ENTRY_KINDS, type EntryKind, type LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import { foldedSchema } from "../../../../src/shared/operations/run-operations.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";

const DIGEST = "ab".repeat(32) as Sha256;
const NO_PARTS = { record: {}, links: [], entries: [] };

function entry(kind: EntryKind, body: LedgerEntry["body"], more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    actor: { uid: "operator-7", role: "machinist", sid: "sitting" },
    app: "0.1.0",
    at: "2026-11-20T10:11:12.345678Z",
    body,
    boot: "boot",
    epoch: 1,
    kind,
    mono_ms: 1,
    prev: DIGEST,
    request_id: "request",
    seq: 1,
    station: "station",
    subject: "run_1",
    v: 1,
    ...more,
  };
}

function link(id: string, more: Record<string, unknown> = {}) {
  return { path: `2026-11-20/run_1_advisory_${id}.json`, value: { advisory_id: id, kind: "advisory", ...more } };
}

describe("foldRun", () => {
  it("gives a run to which nothing happened its defaults", () => {
    expect(foldRun({ record: null, links: [], entries: [] })).toEqual({
      explanation_status: "NONE",
      explanation_summary: null,
      advisories: [],
      reviews: [],
      annotations: [],
      notes: [],
      tags: [],
      hidden: false,
      hidden_reason: null,
    });
  });

  describe("explanation", () => {
    it("takes status and summary from an imported record", () => {
      const folded = foldRun({ ...NO_PARTS, record: { explanation_status: "READY", explanation_summary: "kurz" } });
      expect(folded).toMatchObject({ explanation_status: "READY", explanation_summary: "kurz" });
    });

    it("reads a status it does not know as none", () => {
      expect(foldRun({ ...NO_PARTS, record: { explanation_status: "ready" } }).explanation_status).toBe("NONE");
    });

    it("is pending after a request and ready with its summary after the outcome", () => {
      const requested = entry("explanation.requested", {});
      const ready = entry("explanation.ready", { summary: "Edge distance is below the limit." });
      expect(foldRun({ ...NO_PARTS, entries: [requested] }).explanation_status).toBe("PENDING");
      expect(foldRun({ ...NO_PARTS, entries: [requested, ready] })).toMatchObject({
        explanation_status: "READY",
        explanation_summary: "Edge distance is below the limit.",
      });
    });

    it("keeps the summary that was made when a later attempt fails", () => {
      const entries = [
        entry("explanation.ready", { summary: "first" }),
        entry("explanation.requested", {}),
        entry("explanation.failed", { reason: "interrupted" }),
      ];
      expect(foldRun({ ...NO_PARTS, entries })).toMatchObject({
        explanation_status: "ERROR",
        explanation_summary: "first",
      });
    });
  });

  describe("advisories", () => {
    it("lists those inside the record first and each id once", () => {
      const record = { advisory_inputs: [{ advisory_id: "b", status: "PROMOTED" }] };
      const folded = foldRun({ record, links: [link("a"), link("b", { status: "NEW" })], entries: [] });
      expect(folded.advisories.map(({ advisory_id, status, path }) => ({ advisory_id, status, path }))).toEqual([
        { advisory_id: "b", status: "PROMOTED", path: null },
        { advisory_id: "a", status: null, path: "2026-11-20/run_1_advisory_a.json" },
      ]);
    });

    it("reads the older system's two link shapes", () => {
      const reference = {
        engine_id: "rules",
        engine_version: "4.5",
        created_at_utc: "2025-12-18T12:01:00Z",
        kind: "explanation",
        status: "NEW",
      };
      const runLink = { kind: "advisory.v1.json", advisory_sha256: DIGEST, status: "ACTIVE" };
      expect(foldRun({ ...NO_PARTS, links: [link("a", reference), link("b", runLink)] }).advisories).toEqual([
        { advisory_id: "a", ...reference, sha256: null, path: "2026-11-20/run_1_advisory_a.json" },
        {
          advisory_id: "b",
          kind: "advisory.v1.json",
          created_at_utc: null,
          engine_id: null,
          engine_version: null,
          status: "ACTIVE",
          sha256: DIGEST,
          path: "2026-11-20/run_1_advisory_b.json",
        },
      ]);
    });

    it("orders links as the ledger does, and puts links no entry names last", () => {
      const attached = ["c", "a"].map((id) => entry("advisory.attached", { advisory_id: id }, { path: link(id).path }));
      const folded = foldRun({ record: {}, links: [link("a"), link("b"), link("c")], entries: attached });
      expect(folded.advisories.map((advisory) => advisory.advisory_id)).toEqual(["c", "a", "b"]);
    });

    it("keeps an advisory whose link cannot be read, as far as the ledger names it", () => {
      const path = link("a").path;
      const attached = entry("advisory.attached", { advisory_id: "a", kind: "note" }, { path });
      const folded = foldRun({ record: {}, links: [{ path, value: null }], entries: [attached] });
      expect(folded.advisories).toMatchObject([{ advisory_id: "a", kind: "note", status: null, path }]);
    });

    it("takes the id from the link's name where nothing else has it", () => {
      const attached = entry("advisory.attached", {}, { path: link("adv_1").path });
      expect(foldRun({ ...NO_PARTS, entries: [attached] }).advisories).toMatchObject([{ advisory_id: "adv_1" }]);
    });

    it("shows what became of an advisory later", () => {
      const entries = [
        entry("advisory.superseded", { advisory_id: "a" }),
        entry("advisory.retracted", { advisory_id: "b" }),
      ];
      const folded = foldRun({ record: {}, links: [link("a"), link("b"), link("c")], entries });
      expect(folded.advisories.map((advisory) => advisory.status)).toEqual(["SUPERSEDED", "RETRACTED", null]);
    });
  });

  it("lists an imported record's reviews, then review events with who and when", () => {
    const decided = entry("review.decided", { advisory_id: "a", decision: "approve" }, { seq: 9 });
    const own = { advisory_id: "a", decision: "reject" };
    const after = {
      advisory_id: "a",
      decision: "approve",
      event: "review.decided",
      seq: 9,
      at: decided.at,
      by: "operator-7",
      role: "machinist",
    };
    const folded = foldRun({ ...NO_PARTS, record: { advisory_reviews: [own] }, entries: [decided] });
    expect(folded.reviews).toEqual([own, after]);
    const keyed = foldRun({ ...NO_PARTS, record: { advisory_reviews: { a: { decision: "reject" } } } });
    expect(keyed.reviews).toEqual([own]);
  });

  it("keeps every value of a key, the newest last", () => {
    const entries = ["6061", "7075"].map((value, seq) =>
      entry("run.annotated", { kind: "set", key: "alloy", value }, { seq }),
    );
    expect(foldRun({ ...NO_PARTS, entries }).annotations).toEqual([
      { key: "alloy", value: "6061", at: "2026-11-20T10:11:12.345678Z", by: "operator-7" },
      { key: "alloy", value: "7075", at: "2026-11-20T10:11:12.345678Z", by: "operator-7" },
    ]);
  });

  it("tells notes from values", () => {
    const entries = [entry("run.annotated", { kind: "note", text: "burr on edge" })];
    const folded = foldRun({ ...NO_PARTS, entries });
    expect(folded.notes).toEqual([{ text: "burr on edge", at: "2026-11-20T10:11:12.345678Z", by: "operator-7" }]);
    expect(folded.annotations).toEqual([]);
  });

  it("leaves out an annotation of a kind it does not know", () => {
    const entries = [entry("run.annotated", { kind: "sketch", text: "x", key: "k", value: "v" })];
    expect(foldRun({ ...NO_PARTS, entries })).toMatchObject({ notes: [], annotations: [] });
  });

  it("lists each tag once, in the order they came", () => {
    const entries = ["rework", "first article", "rework"].map((tag) => entry("run.tagged", { tag }));
    expect(foldRun({ ...NO_PARTS, entries }).tags).toEqual(["rework", "first article"]);
  });

  it("is hidden with its reason until it is shown again", () => {
    const hidden = entry("run.hidden", { reason: "test cut" });
    const shown = entry("run.shown", { reason: "was a real part" });
    expect(foldRun({ ...NO_PARTS, entries: [hidden] })).toMatchObject({ hidden: true, hidden_reason: "test cut" });
    expect(foldRun({ ...NO_PARTS, entries: [hidden, shown] })).toMatchObject({ hidden: false, hidden_reason: null });
  });

  it("does not take inherited members for data", () => {
    const folded = foldRun({ ...NO_PARTS, record: Object.create({ explanation_status: "READY" }) });
    expect(folded.explanation_status).toBe("NONE");
  });

  it("gives a valid result for foreign data of any shape", () => {
    const names = ["advisory_inputs", "advisory_reviews", "explanation_status", "explanation_summary", "advisory_id"];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.dictionary(
          fc.oneof(fc.constantFrom(...names, "status", "__proto__", "constructor"), fc.string()),
          tie("any"),
        ),
        fc.array(tie("any"), { maxLength: 4 }),
        fc.constantFrom("READY", "PENDING", "", "a", null, Number.NaN, 10n),
      ),
    })).any;
    const body = fc.dictionary(
      fc.constantFrom("kind", "text", "key", "value", "tag", "reason", "advisory_id", "summary"),
      fc.oneof(fc.constantFrom("note", "set", "a"), fc.jsonValue()),
    );
    const entries = fc.array(
      fc.tuple(fc.constantFrom(...ENTRY_KINDS), body).map(([kind, b]) => entry(kind, b as LedgerEntry["body"])),
      { maxLength: 12 },
    );
    const links = fc.array(fc.record({ path: fc.string(), value }), { maxLength: 5 });
    fc.assert(
      fc.property(value, links, entries, (record, linkList, entryList) => {
        const folded = foldRun({ record, links: linkList, entries: entryList });
        expect(foldedSchema.safeParse(folded).error).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
