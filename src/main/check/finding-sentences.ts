import { FINDING_CODES, type Finding, type FindingCode } from "../../shared/finding.ts";
import { because, type Sentence, STORE_SENTENCES } from "./store-sentences.ts";

/**
 * What a person at the machine reads for each finding: what is so, what it means, what to do.
 * Source: experience 1.5a and part 5.
 */
export const FINDING_SENTENCES: Readonly<Record<FindingCode, Sentence>> = {
  RECORD_MISSING: () => "The record file is missing. Look for it in a backup copy. Tell your supervisor.",
  RECORD_CHANGED: () => "The record is not the one that was recorded. Do not use it. Tell your supervisor.",
  RECORD_UNREADABLE: ({ reason }) =>
    `The record cannot be read${because(reason)}. Its bytes are kept. Tell your supervisor.`,
  RECORD_FOREIGN: () => "This record was not recorded here. Nothing says what it held before. Ask who put it there.",
  RECORD_SCHEMA: ({ name, reason }) =>
    `“${name}” in the record is not as it should be${because(reason)}. Read it with care.`,
  DIGEST_MISMATCH: ({ name, reason }) =>
    reason === null
      ? `${name}: does not match the fingerprint in the record. Do not use it. Tell your supervisor.`
      : `${name}: does not match the fingerprint in the record. ${reason}.`,
  DIGEST_PLACEHOLDER: ({ name }) =>
    `${name}: the fingerprint is missing. No one can show what was checked. Make the check again.`,
  DIGEST_CANNOT_CHECK: ({ name, reason }) => `${name}: cannot check${because(reason)}.`,
  ATTACHMENT_MISSING: ({ name }) => `One file is missing: “${name}”. Look for it in a backup copy.`,
  ATTACHMENT_CHANGED: ({ name }) => `“${name}” is not the file that was recorded. Do not use it. Tell your supervisor.`,
  ATTACHMENT_CANONICAL_MATCH: ({ name }) =>
    `“${name}” holds the recorded values, only spaced differently. Nothing to do.`,
  LINK_MISSING: ({ name }) => `Advice “${name}”: its link to this run is missing. Look for it in a backup copy.`,
  LINK_CHANGED: ({ name }) =>
    `Advice “${name}”: its link to this run is not the one that was recorded. Do not use it. Tell your supervisor.`,
  INCOMPLETE: ({ reason }) =>
    `The record is not complete${because(reason)}. Record the run again with what is missing.`,
  ...STORE_SENTENCES,
};

/** What a check knows about what it found. */
export interface FoundFact {
  readonly name: string;
  readonly reason?: string;
  readonly path?: string | null;
  readonly expected?: string | null;
  readonly found?: string | null;
  /** Where the meaning is milder than the code's own, as for what the older system wrote. */
  readonly severity?: Finding["severity"];
}

/** A finding with the sentence and severity of its code. */
export function makeFinding(code: FindingCode, fact: FoundFact): Finding {
  return {
    code,
    severity: fact.severity ?? FINDING_CODES[code],
    subject: fact.name,
    path: fact.path ?? null,
    expected: fact.expected ?? null,
    found: fact.found ?? null,
    what_to_do: FINDING_SENTENCES[code]({ name: fact.name, reason: fact.reason ?? null }),
  };
}
