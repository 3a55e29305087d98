import { describe, expect, it } from "vitest";
import { FINDING_SENTENCES, makeFinding } from "../../../../src/main/check/finding-sentences.ts";
import { FINDING_CODES, type FindingCode, findingSchema } from "../../../../src/shared/finding.ts";

const codes = Object.keys(FINDING_CODES) as FindingCode[];
/** Experience, part 5. */
const BANNED =
  /\b(please|sorry|oops|invalid|illegal|forbidden|failed to|unexpected|artifact|hash|sha|checksum|digest|blob|immutable|validate|verify|integrity|safe|guaranteed)\b|!/i;
const MAX_WORDS = 15;

describe("finding sentences", () => {
  it.each(codes)("%s: short sentences in the words of the shop floor", (code) => {
    for (const reason of [null, "the text ends here"]) {
      const text = FINDING_SENTENCES[code]({ name: "op20.nc", reason });
      expect(text).not.toMatch(BANNED);
      expect(text).toMatch(/^[A-Z“o].*\.$/);
      const sentences = text.split(/\.(?: |$)/).filter((sentence) => sentence !== "");
      expect(sentences.filter((sentence) => sentence.split(" ").length > MAX_WORDS)).toEqual([]);
    }
  });

  it.each(["ATTACHMENT_MISSING", "ATTACHMENT_CHANGED", "DIGEST_CANNOT_CHECK", "LINK_CHANGED"] as const)(
    "%s names the thing it is about",
    (code) => {
      expect(makeFinding(code, { name: "op20.nc" }).what_to_do).toContain("op20.nc");
    },
  );

  it("says what to do about a file that is not the one recorded", () => {
    expect(makeFinding("ATTACHMENT_CHANGED", { name: "op20.nc" }).what_to_do).toBe(
      "“op20.nc” is not the file that was recorded. Do not use it. Tell your supervisor.",
    );
  });

  it.each(codes)("%s carries the severity of the table unless it is softened", (code) => {
    const finding = makeFinding(code, { name: "x" });
    expect(findingSchema.parse(finding)).toEqual(finding);
    expect(finding.severity).toBe(FINDING_CODES[code]);
    expect(makeFinding(code, { name: "x", severity: "info" }).severity).toBe("info");
  });
});
