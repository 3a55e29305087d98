import type { Finding, FindingCode } from "../../src/shared/finding.ts";

/** What the made-up records of storage tests are not: whole records with digests. */
const ABOUT_CONTENT: ReadonlySet<FindingCode> = new Set(["RECORD_SCHEMA", "DIGEST_CANNOT_CHECK", "DIGEST_PLACEHOLDER"]);

/** Findings but those about the content of made-up records: what can be wrong with how they were stored. */
export function storageFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !ABOUT_CONTENT.has(finding.code) && !isAboutNoRun(finding));
}

/** Some made-up notes and attachments are about runs that nobody recorded, and whose ids are short. */
function isAboutNoRun({ code, run_id: runId, path }: Finding): boolean {
  return code === "RECORD_MISSING" && path === null && /^run_\d{1,9}$/.test(runId ?? "");
}

/** A finding on one line. */
export function findingText({ code, severity, subject, path, expected, found }: Finding): string {
  return `${severity} ${code} ${path ?? subject} ${expected ?? ""} ${found ?? ""}`.trimEnd();
}

/**
 * The findings, on a line each, that there should be none of in a folder that was never tampered with and closed in order. What a crash
 * tore stays behind the seal of its ledger file and is told for ever, as a warning; that is no alarm.
 */
export function falseAlarmsIn(
  findings: readonly Finding[],
  caused: ReadonlySet<FindingCode> = new Set(["LEDGER_TORN"]),
): readonly string[] {
  return storageFindings(findings)
    .filter(({ code, severity }) => severity === "error" || (severity === "warning" && !caused.has(code)))
    .map((finding) => `false alarm: ${findingText(finding)}`);
}
