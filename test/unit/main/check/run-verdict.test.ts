import { describe, expect, it } from "vitest";
import { makeFinding } from "../../../../src/main/check/finding-sentences.ts";
import { runVerdict, worstVerdict } from "../../../../src/main/check/run-verdict.ts";
import { FINDING_CODES, type FindingCode } from "../../../../src/shared/finding.ts";

const codes = Object.keys(FINDING_CODES) as FindingCode[];

function finding(code: FindingCode, severity = FINDING_CODES[code] as "error" | "warning" | "info") {
  return makeFinding(code, { name: "x", severity });
}

describe("runVerdict", () => {
  it("is intact when nothing was found", () => {
    expect(runVerdict([])).toBe("intact");
  });

  it("is intact beside what is only worth knowing, and beside nothing else", () => {
    const intact = codes.filter((code) => runVerdict([finding(code)]) === "intact");
    expect(intact).toEqual(codes.filter((code) => FINDING_CODES[code] === "info"));
  });

  it("says changed only of bytes, or a history, that are other than those recorded", () => {
    const changed = codes.filter((code) => runVerdict([finding(code)]) === "changed");
    expect(changed).toEqual([
      ...["RECORD_CHANGED", "DIGEST_MISMATCH", "ATTACHMENT_CHANGED", "LINK_CHANGED"],
      ...["LEDGER_REWRITTEN", "ROLLED_BACK", "STORE_FILE_CHANGED"],
    ]);
  });

  it("says incomplete of what was missing from the start", () => {
    const incomplete = codes.filter((code) => runVerdict([finding(code)]) === "incomplete");
    expect(incomplete).toEqual(["DIGEST_PLACEHOLDER", "INCOMPLETE"]);
  });

  it("does not call changed what was softened to a warning, nor intact", () => {
    expect(runVerdict([finding("DIGEST_MISMATCH", "warning")])).toBe("cannot-check");
  });

  it("takes the worst, in any order", () => {
    const [missing, changed, incomplete] = [
      finding("LINK_MISSING"),
      finding("ATTACHMENT_CHANGED"),
      finding("INCOMPLETE"),
    ] as const;
    expect(runVerdict([missing, changed, incomplete])).toBe("changed");
    expect(runVerdict([incomplete, missing])).toBe("cannot-check");
    expect(runVerdict([finding("ATTACHMENT_CANONICAL_MATCH"), incomplete])).toBe("incomplete");
  });
});

describe("worstVerdict", () => {
  it("takes the one to be feared most, and knows nothing of nothing", () => {
    expect(worstVerdict(["intact", "changed", "cannot-check"])).toBe("changed");
    expect(worstVerdict(["intact-anchored", "intact"])).toBe("intact");
    expect(worstVerdict(["not-checked", "intact"])).toBe("not-checked");
    expect(worstVerdict([])).toBe("not-checked");
  });
});
