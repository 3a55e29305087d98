import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { canonicalDigestOf, checkAttachment } from "../../../../src/main/check/check-attachment.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { memoryContext } from "./memory-store.ts";

const NAMED = sha256Hex("G21\n");
const PATH = attachmentPath(NAMED);
const FILE = { name: "op20.nc", sha256: NAMED, kind: "gcode", storedAs: null };

describe("checkAttachment", () => {
  it("says nothing of bytes that are those it is named by, but that they were compared", async () => {
    const context = memoryContext({ [PATH]: "G21\n" });
    expect(await checkAttachment(context, FILE)).toEqual({
      findings: [],
      items: [{ name: "op20.nc", expected: NAMED, found: NAMED, result: "same" }],
    });
    expect(context.counted).toEqual([4]);
  });

  it("tells missing, changed and closed apart", async () => {
    const refused = new AppError("NO_PERMISSION", "refused");
    const outcomes = await Promise.all(
      [{}, { [PATH]: "G20\n" }, { [PATH]: refused }].map((files) => checkAttachment(memoryContext(files), FILE)),
    );
    expect(outcomes.map(({ findings, items }) => [findings[0]?.code, items[0]?.result])).toEqual([
      ["ATTACHMENT_MISSING", "missing"],
      ["ATTACHMENT_CHANGED", "different"],
      ["DIGEST_CANNOT_CHECK", "cannot-check"],
    ]);
  });

  it("never makes a path of a fingerprint that is none", async () => {
    const context = memoryContext({});
    const outcome = await checkAttachment(context, { ...FILE, sha256: "../../secret" });
    expect(outcome.findings).toMatchObject([{ code: "DIGEST_CANNOT_CHECK", path: null }]);
    expect(context.ranges).toEqual([]);
  });

  it("takes bytes kept under their own fingerprint only where they are still those and mean the same", async () => {
    const pretty = '{ "a": 1 }';
    const [named, storedAs] = [sha256Hex('{"a":1}'), sha256Hex(pretty)];
    const file = { name: "plan.json", sha256: named, kind: null, storedAs };
    const other = { ...file, storedAs: sha256Hex('{ "a": 2 }') };
    const codes = await Promise.all([
      checkAttachment(memoryContext({ [attachmentPath(storedAs)]: pretty }), file),
      checkAttachment(memoryContext({ [attachmentPath(storedAs)]: `${pretty} ` }), file),
      checkAttachment(memoryContext({ [attachmentPath(other.storedAs)]: '{ "a": 2 }' }), other),
    ]);
    expect(codes.map(({ findings }) => findings.map(({ code }) => code))).toEqual([
      ["ATTACHMENT_CANONICAL_MATCH"],
      ["ATTACHMENT_CHANGED"],
      ["ATTACHMENT_CHANGED"],
    ]);
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
