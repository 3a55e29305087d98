import type { Finding, FindingCode } from "../../shared/finding.ts";
import { ledgerPath, type StorePath } from "./store-layout.ts";

/** Faults of the ledger by what they mean; the codes are those of findings. */
export type LedgerFaultCode = Extract<
  FindingCode,
  | "LEDGER_DAMAGED"
  | "LEDGER_TORN"
  | "LEDGER_TRUNCATED"
  | "LEDGER_MISSING"
  | "LEDGER_LATE"
  | "LEDGER_REWRITTEN"
  | "ENTRY_UNKNOWN"
  | "CLOCK_BACKWARDS"
>;

/** Something in the ledger that is not as it was written. */
export interface LedgerFault {
  readonly code: LedgerFaultCode;
  /** The segment. */
  readonly path: StorePath;
  /** The byte it is about; null where the segment as a whole is. */
  readonly offset: number | null;
  /** A clause for people. */
  readonly reason: string;
  readonly expected: string | null;
  readonly found: string | null;
  /** Where it is milder than its code. */
  readonly severity: Finding["severity"] | null;
}

/** A fault as it is added. */
export interface AddedFault {
  readonly code: LedgerFaultCode;
  readonly epoch: number;
  readonly offset?: number;
  readonly reason: string;
  readonly expected: string | null;
  readonly found: string | null;
  readonly severity?: Finding["severity"];
  readonly isSignature?: boolean;
}

/** A ledger that is damaged throughout is told by its first faults of each kind. */
const MAX_OF_A_KIND = 20;

/** Gathers faults; of signatures that do not hold it says at the end whether they are damage or someone's doing. */
export class FaultList {
  readonly #faults: LedgerFault[] = [];
  readonly #signatures: LedgerFault[] = [];

  add(added: AddedFault): void {
    const { epoch, offset = null, severity = null, isSignature = false, ...rest } = added;
    const fault: LedgerFault = { ...rest, path: ledgerPath(epoch), offset, severity };
    const list = isSignature ? this.#signatures : this.#faults;
    if (list.filter(({ code }) => code === fault.code).length < MAX_OF_A_KIND) list.push(fault);
  }

  /** True when something is told of this epoch's segment. */
  has(epoch: number): boolean {
    return [...this.#faults, ...this.#signatures].some(({ path }) => path === ledgerPath(epoch));
  }

  /** In the order they were found; unsigned heads last. */
  all(): readonly LedgerFault[] {
    const [first, second] = this.#signatures;
    if (first === undefined || second === undefined) return [...this.#faults, ...this.#signatures];
    const reason = "its heads are not signed with a key of this folder";
    return [...this.#faults, { ...first, code: "LEDGER_REWRITTEN", reason }];
  }
}
