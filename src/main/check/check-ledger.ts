import type { Finding } from "../../shared/finding.ts";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";
import type { VerifiedEntry } from "../store/group-walk.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { LedgerFault } from "../store/ledger-fault.ts";
import { type LedgerClaims, type LedgerVerification, LedgerVerifier } from "../store/ledger-verifier.ts";
import { attachmentPath, type StorePath } from "../store/store-layout.ts";
import type { CheckPace } from "./check-pace.ts";
import type { FindingList } from "./finding-list.ts";
import { makeFinding } from "./finding-sentences.ts";
import { RunIndex } from "./run-index.ts";
import { TextTable } from "./text-table.ts";

/** A file that an entry about the folder itself vouches for: its identity, a token, a report, a file that no run has. */
export interface VouchedFile {
  readonly path: StorePath;
  readonly sha256: Sha256;
  readonly size: number | null;
}

/** What walking the ledger gave. */
export interface WalkedLedger extends LedgerVerification {
  readonly runs: RunIndex;
  /** Every path that some entry names. */
  readonly named: TextTable;
  readonly vouched: readonly VouchedFile[];
  /** Epochs that an entry opens. */
  readonly opened: ReadonlySet<number>;
  /** Roots (hex) of heads that the ledger itself says it was rolled back from. */
  readonly rolledBackFrom: ReadonlySet<string>;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
}

/**
 * Walks the whole ledger: adds what is wrong with it to `findings` and gives what it says of runs and files. Throws CANCELLED and faults of
 * the drive.
 */
export async function checkLedger(claims: LedgerClaims, findings: FindingList, pace: CheckPace): Promise<WalkedLedger> {
  const verifier = new LedgerVerifier(claims);
  const gathered = new Gathered(findings);
  for (const verified of verifier.entries()) {
    gathered.take(verified, verifier.pendingFrom(verified.place.epoch));
    const turn = pace.step();
    if (turn !== null) await turn;
  }
  const verification = verifier.result();
  findings.add(...verification.faults.map(faultFinding));
  return { ...verification, ...gathered.walked() };
}

/** What entries say, kept small. */
class Gathered {
  readonly #runs = new RunIndex();
  readonly #named = new TextTable();
  readonly #vouched = new Map<StorePath, VouchedFile>();
  readonly #opened = new Set<number>();
  readonly #rolledBackFrom = new Set<string>();
  readonly #findings: FindingList;
  /** As the entries that open the store have it: its identity file may be damaged. */
  #storeId: string | null = null;
  #firstAt: string | null = null;
  #lastAt: string | null = null;

  constructor(findings: FindingList) {
    this.#findings = findings;
  }

  take({ entry, place, isDoubtful, isMended }: VerifiedEntry, pendingFrom: number): void {
    this.#firstAt ??= entry.at;
    this.#lastAt = entry.at;
    for (const path of namedPaths(entry)) this.#named.add(path);
    if (entry.kind === "epoch.opened") {
      this.#opened.add(entry.epoch);
      this.#storeId ??= entry.subject;
    }
    if (!isDoubtful) this.#takeEvent(entry);
    if (entry.subject === this.#storeId) this.#vouch(entry, isDoubtful);
    else if (
      this.#runs.add({ entry, place }, { isDoubtful, isMended: isMended || place.offset >= pendingFrom }) &&
      !isDoubtful
    ) {
      const fact = { name: entry.subject, path: entry.path ?? null };
      this.#findings.add({ ...makeFinding("DUPLICATE_RUN_ID", fact), run_id: entry.subject });
    }
  }

  walked() {
    return {
      runs: this.#runs,
      named: this.#named,
      vouched: [...this.#vouched.values()],
      opened: this.#opened,
      rolledBackFrom: this.#rolledBackFrom,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
    };
  }

  #takeEvent(entry: LedgerEntry): void {
    const { why, root } = entry.body;
    if (entry.kind === "damage.found" && why === "rolled-back" && typeof root === "string")
      this.#rolledBackFrom.add(root);
    this.#findings.add(...eventFindings(entry));
  }

  #vouch({ path, sha256, size }: LedgerEntry, isDoubtful: boolean): void {
    if (path === undefined || sha256 === undefined || isDoubtful) return;
    this.#vouched.set(path, { path, sha256, size: size ?? null });
  }
}

/** The files that an entry names, by path or by the digest they are kept under. */
export function namedPaths({ path, kind, body }: LedgerEntry): readonly StorePath[] {
  const paths = path === undefined ? [] : [path];
  if (kind === "run.recorded") return [...paths, ...listOf(body.attachments).flatMap(contentPath)];
  if (kind !== "import.committed") return paths;
  const kept = [...listOf(body.kept), ...listOf(body.conflicts)];
  return [...paths, ...kept.flatMap((one) => contentPath(memberOf(one, "sha256")))];
}

function contentPath(value: unknown): StorePath[] {
  const sha256 = sha256Schema.safeParse(value);
  return sha256.success ? [attachmentPath(sha256.data)] : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** Events that say by themselves that something was out of the ordinary. */
function eventFindings({ kind, at, body, seq }: LedgerEntry): Finding[] {
  const text = (key: string): string | null => (typeof body[key] === "string" ? body[key] : null);
  const fact = { name: `entry ${seq}`, found: at };
  if (kind === "key.reset") return [makeFinding("KEY_RESET", { ...fact, reason: `on ${at.slice(0, 10)}` })];
  if (kind === "clock.stepped") {
    const [from, to] = [text("from"), text("to")];
    const way = (from ?? "") > (to ?? "") ? "back" : "ahead";
    return [makeFinding("CLOCK_STEPPED", { ...fact, expected: from, found: to, reason: `${way}, from ${from}` })];
  }
  if (kind !== "damage.found") return [];
  return [makeFinding("DAMAGE_RECORDED", { ...fact, path: text("path"), reason: text("why") ?? `entry ${seq}` })];
}

function faultFinding({ code, path, offset, reason, expected, found, severity }: LedgerFault): Finding {
  const place = offset === null ? {} : { found: found ?? `byte ${offset}` };
  const softer = severity === null ? {} : { severity };
  return makeFinding(code, { name: path, path, expected, found, reason, ...place, ...softer });
}
