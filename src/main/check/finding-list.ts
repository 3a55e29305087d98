import type { Finding, FindingCode } from "../../shared/finding.ts";

/** A folder that is wrong throughout is told by its first findings of each kind, and by how many there are. */
const MAX_OF_A_KIND = 1_000;

const RISING = ["info", "warning", "error"] as const satisfies readonly Finding["severity"][];

/** Findings and how many there are of each kind: more than are listed, where there are many. */
export interface CountedFindings {
  readonly findings: readonly Finding[];
  readonly finding_counts: Readonly<Partial<Record<FindingCode, number>>>;
}

/** Gathers what a check of many things finds, at bounded memory. */
export class FindingList {
  readonly #findings: Finding[] = [];
  readonly #counts = new Map<FindingCode, number>();
  readonly #listed = new Map<FindingCode, number>();

  add(...findings: readonly Finding[]): void {
    for (const finding of findings) {
      this.#count(finding.code, 1);
      this.#list(finding);
    }
  }

  /** Adds what another list gathered, as if it had come one by one. */
  absorb({ findings, finding_counts: counts }: CountedFindings): void {
    for (const [code, count] of Object.entries(counts)) this.#count(code as FindingCode, count);
    for (const finding of findings) this.#list(finding);
  }

  /** The worst first, else in the order they were found. */
  all(): readonly Finding[] {
    const rank = ({ severity }: Finding): number => RISING.indexOf(severity);
    return [...this.#findings].sort((left, right) => rank(right) - rank(left));
  }

  /** How many of each kind, those that are not listed among them. */
  counts(): Readonly<Partial<Record<FindingCode, number>>> {
    return Object.fromEntries(this.#counts);
  }

  /** Everything as plain data, in the order it was found. */
  counted(): CountedFindings {
    return { findings: [...this.#findings], finding_counts: this.counts() };
  }

  /** True when some are counted and not listed. */
  get isCut(): boolean {
    return [...this.#counts.values()].some((count) => count > MAX_OF_A_KIND);
  }

  #count(code: FindingCode, count: number): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + count);
  }

  #list(finding: Finding): void {
    const listed = this.#listed.get(finding.code) ?? 0;
    if (listed === MAX_OF_A_KIND) return;
    this.#listed.set(finding.code, listed + 1);
    this.#findings.push(finding);
  }
}
