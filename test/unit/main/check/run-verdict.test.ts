import { describe, expect, it } from "vitest";
import { makeFinding } from "../../../../src/main/check/finding-sentences.ts";
import { anchoredVerdict, runVerdict, worstVerdict } from "../../../../src/main/check/run-verdict.ts";
import { FINDING_CODES, type FindingCode } from "../../../../src/shared/finding.ts";
import { ledgerEntry } from "./memory-store.ts";

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

describe("anchoredVerdict", () => {
  const recorded = ledgerEntry({ seq: 3 });
  const added = ledgerEntry({ seq: 7, kind: "attachment.added", sha256: recorded.prev });
  const note = ledgerEntry({ seq: 9, kind: "run.annotated" });

  it("is anchored when a receipt confirms every entry that vouches for something of the run", () => {
    expect(anchoredVerdict("intact", [recorded, note], 4)).toBe("intact-anchored");
    expect(anchoredVerdict("intact", [recorded, added, note], 8)).toBe("intact-anchored");
  });

  it("stays what it was when one came later, when nothing vouches, and when the run is not intact", () => {
    expect(anchoredVerdict("intact", [recorded, note], 3)).toBe("intact");
    expect(anchoredVerdict("intact", [recorded, added], 7)).toBe("intact");
    expect(anchoredVerdict("intact", [note], 10)).toBe("intact");
    for (const verdict of ["incomplete", "changed", "cannot-check"] as const) {
      expect(anchoredVerdict(verdict, [recorded], 10)).toBe(verdict);
    }
  });
});
