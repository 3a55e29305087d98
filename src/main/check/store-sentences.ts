import type { FindingCode } from "../../shared/finding.ts";

/** What a sentence needs to know. `name` is what a person calls the thing: a file name, "G-code", a field. */
export interface FindingFacts {
  readonly name: string;
  /** Why, as a clause without a full stop; null where the code says it all. */
  readonly reason: string | null;
}

/** What a person reads about one finding. */
export type Sentence = (facts: FindingFacts) => string;

/** The reason as the end of a sentence; nothing where there is none. */
export function because(reason: string | null): string {
  return reason === null ? "" : `: ${reason}`;
}

/** The codes that are about the folder as a whole rather than about one run. */
export type StoreFindingCode = Exclude<
  FindingCode,
  `RECORD_${string}` | `DIGEST_${string}` | `ATTACHMENT_${string}` | `LINK_${string}` | "INCOMPLETE"
>;

/**
 * What a person reads for findings about the folder. Damage, foreign files, rewriting and rollback are different things and are never
 * called by one another's names. Source: store-format, "The ledger".
 */
export const STORE_SENTENCES: Readonly<Record<StoreFindingCode, Sentence>> = {
  DUPLICATE_RUN_ID: ({ name }) => `Run “${name}” is recorded twice. Compare both records. Tell your supervisor.`,
  LEDGER_DAMAGED: ({ name, reason }) =>
    `The ledger file “${name}” is damaged${because(reason)}. Look for it in a backup copy. Check the drive.`,
  LEDGER_TORN: ({ name, reason }) =>
    `The ledger file “${name}” does not end as it was written${because(reason)}. Tell your supervisor.`,
  LEDGER_TRUNCATED: ({ name, reason }) =>
    `The end of the ledger file “${name}” is missing${because(reason)}. Look for it in a backup copy.`,
  LEDGER_MISSING: ({ name, reason }) =>
    `The ledger file “${name}” is missing${because(reason)}. Look for it in a backup copy.`,
  LEDGER_LATE: ({ name, reason }) =>
    `Something was added to the ledger file “${name}” too late${because(reason)}. It was never reported as recorded.`,
  LEDGER_REWRITTEN: ({ reason }) =>
    `The history of this folder was rewritten${because(reason)}. Do not rely on it. Tell your auditor.`,
  ROLLED_BACK: ({ reason }) =>
    `This folder is older than it was before${because(reason)}. Runs may be missing. Tell your auditor.`,
  ENTRY_UNKNOWN: () => "A newer version of this program wrote in this ledger. Check it with that version.",
  KEY_RESET: ({ reason }) => `A new signing key was made${because(reason)}. Ask who moved the folder, and why.`,
  CLOCK_STEPPED: ({ reason }) => `The clock of the PC was set${because(reason)}. Read times around it with care.`,
  CLOCK_BACKWARDS: ({ reason }) => `Times in the ledger run backwards${because(reason)}. Tell your auditor.`,
  DAMAGE_RECORDED: ({ reason }) => `The ledger says that damage was found before${because(reason)}. Read its entry.`,
  JOURNAL_PENDING: ({ reason }) =>
    `The program stopped before it was done${because(reason)}. Open the folder: it puts all in place.`,
  JOURNAL_TORN: ({ name }) =>
    `“${name}” ends in the middle of a change. Nothing that was reported as recorded should be missing.`,
  JOURNAL_DAMAGED: ({ name, reason }) =>
    `“${name}” is damaged${because(reason)}. Recorded changes may be lost. Tell your supervisor.`,
  STORE_FILE_MISSING: ({ name, reason }) =>
    `“${name}” is missing from the folder${because(reason)}. Look for it in a backup copy.`,
  STORE_FILE_CHANGED: ({ name, reason }) =>
    `“${name}” is not the file that was written${because(reason)}. Tell your supervisor.`,
  FOREIGN_FILE: ({ name, reason }) =>
    `“${name}” was not put here by this program${because(reason)}. Ask who put it there.`,
  FILE_UNVOUCHED: ({ name }) =>
    `No reliable ledger line names “${name}”. Part of the ledger is damaged or was rewritten.`,
  ORPHAN_ATTACHMENT: ({ name }) =>
    `No run names the file “${name}”. An interrupted write can leave one. Nothing to do.`,
  LEFTOVER: ({ name }) => `“${name}” is left over from an interrupted write. Nothing to do.`,
  QUARANTINED: ({ name, reason }) => `“${name}” was put aside${because(reason)}. Its bytes are kept.`,
  CATALOG_DIFFERS: ({ reason }) =>
    `Lists may show other things than the records${because(reason)}. Write: rmos-runs catalog rebuild.`,
  OUTSIDE_HEAD_UNREADABLE: ({ name }) =>
    `The note “${name}” about this folder cannot be read. Nothing could be compared with it.`,
  OUTSIDE_HEAD_UNSIGNED: ({ name, reason }) =>
    `The note “${name}” is not signed by this folder${because(reason)}. Ask where it came from.`,
};
