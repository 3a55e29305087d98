import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { canonicalDigestOf, checkAttachment } from "../../../../src/main/check/check-attachment.ts";
import type { NamedAttachment } from "../../../../src/main/check/run-attachments.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { memoryContext } from "./memory-store.ts";

const NAMED = sha256Hex("G21\n");
const PATH = attachmentPath(NAMED);
const FILE = { name: "op20.nc", sha256: NAMED, kind: "gcode", kept: null };

describe("checkAttachment", () => {
  it("says nothing of bytes that are those it is named by, but that they were compared", async () => {
    const context = memoryContext({ [PATH]: "G21\n" });
    expect(await checkAttachment(context, FILE, false)).toEqual({
      findings: [],
      items: [{ name: "op20.nc", expected: NAMED, found: NAMED, result: "same" }],
    });
    expect(context.counted).toEqual([4]);
  });

  it("tells missing, changed and closed apart", async () => {
    const refused = new AppError("NO_PERMISSION", "refused");
    const outcomes = await Promise.all(
      [{}, { [PATH]: "G20\n" }, { [PATH]: refused }].map((files) => checkAttachment(memoryContext(files), FILE, true)),
    );
    expect(outcomes.map(({ findings, items }) => [findings[0]?.code, items[0]?.result])).toEqual([
      ["ATTACHMENT_MISSING", "missing"],
      ["ATTACHMENT_CHANGED", "different"],
      ["DIGEST_CANNOT_CHECK", "cannot-check"],
    ]);
  });

  it("never makes a path of a fingerprint that is none", async () => {
    const context = memoryContext({});
    const outcome = await checkAttachment(context, { ...FILE, sha256: "../../secret" }, true);
    expect(outcome.findings).toMatchObject([{ code: "DIGEST_CANNOT_CHECK", path: null }]);
    expect(context.ranges).toEqual([]);
  });

  describe("imported JSON that is named by its canonical form", () => {
    const pretty = '{ "a": 1 }';
    const named = sha256Hex('{"a":1}');
    const path = attachmentPath(named);
    const file = { name: "plan.json", sha256: named, kind: null, kept: { path, sha256: sha256Hex(pretty) } };

    async function codes(text: string, attachment: NamedAttachment, isImported: boolean) {
      const { findings } = await checkAttachment(memoryContext({ [path]: text }), attachment, isImported);
      return findings.map(({ code }) => code);
    }

    it("is taken while its bytes are those that were imported", async () => {
      expect(await codes(pretty, file, true)).toEqual(["ATTACHMENT_CANONICAL_MATCH"]);
      expect(await codes(`${pretty} `, file, true)).toEqual(["ATTACHMENT_CHANGED"]);
    });

    it("is taken by its values where the entry with its bytes is another run's", async () => {
      expect(await codes(pretty, { ...file, kept: null }, true)).toEqual(["ATTACHMENT_CANONICAL_MATCH"]);
      expect(await codes('{ "a": 2 }', { ...file, kept: null }, true)).toEqual(["ATTACHMENT_CHANGED"]);
    });

    it("is never taken in a run that was recorded here", async () => {
      expect(await codes(pretty, file, false)).toEqual(["ATTACHMENT_CHANGED"]);
    });
  });

  it("reports a file that was another than its name says when it was imported", async () => {
    const kept = { path: attachmentPath(sha256Hex("G20\n")), sha256: sha256Hex("G20\n") };
    const outcome = await checkAttachment(memoryContext({ [kept.path]: "G20\n" }), { ...FILE, kept }, true);
    expect(outcome.findings).toMatchObject([{ code: "ATTACHMENT_CHANGED", path: kept.path, expected: NAMED }]);
  });
});

describe("canonicalDigestOf", () => {
  it("is null for what is no JSON or is not there", async () => {
    const context = memoryContext({ text: "G21", json: "[1, 2]" });
    expect(await canonicalDigestOf(context, "json")).toBe(sha256Hex("[1,2]"));
    expect(await canonicalDigestOf(context, "text")).toBeNull();
    expect(await canonicalDigestOf(context, "nowhere")).toBeNull();
  });
});
