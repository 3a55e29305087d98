import { FINDING_CODES, type Finding, type FindingCode } from "../../../src/shared/finding.ts";
import type { CheckReport } from "../../../src/shared/operations/store-operations.ts";
import { makeReport } from "./sample-data.ts";

/** A finding as a check gives it, with a sentence of its own. */
export function makeFinding(code: FindingCode, change: Partial<Finding> = {}): Finding {
  return {
    code,
    severity: FINDING_CODES[code],
    subject: "Record",
    path: null,
    expected: null,
    found: null,
    what_to_do: `What ${code} asks for.`,
    ...change,
  };
}

/** A report of a run whose record holds and one of whose files is another. */
export function makeChangedFile(name: string): CheckReport {
  const [expected, found] = ["a".repeat(64), "b".repeat(64)];
  return makeReport({
    verdict: "changed",
    findings: [makeFinding("ATTACHMENT_CHANGED", { subject: name, expected, found })],
    items: [
      { name: "Record", expected: "c".repeat(64), found: "c".repeat(64), result: "same" },
      { name, expected, found, result: "different" },
    ],
  });
}
