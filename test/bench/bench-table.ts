/** One measured table of `targets.md`, ready to be printed. */
export interface BenchTable {
  /** The target's number, such as `S10`. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What has to be reached, in words. */
  readonly target: string;
  /** Null where the table has nothing to hold against the target. */
  readonly met: boolean | null;
}
