import type { Finding, FindingCode } from "../../shared/finding.ts";

/** A folder that is wrong throughout is told by its first findings of each kind, and by how many there are. */
const MAX_OF_A_KIND = 1_000;

const RISING = ["info", "warning", "error"] as const satisfies readonly Finding["severity"][];

/** Gathers what a check of many things finds, at bounded memory. */
export class FindingList {
  readonly #findings: Finding[] = [];
  readonly #counts = new Map<FindingCode, number>();

  add(...findings: readonly Finding[]): void {
    for (const finding of findings) {
      const count = (this.#counts.get(finding.code) ?? 0) + 1;
      this.#counts.set(finding.code, count);
      if (count <= MAX_OF_A_KIND) this.#findings.push(finding);
    }
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

  /** True when some are counted and not listed. */
  get isCut(): boolean {
    return [...this.#counts.values()].some((count) => count > MAX_OF_A_KIND);
  }
}
