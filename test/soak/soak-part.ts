/** What one part of the soak came to. A part without cases has failed. */
export interface SoakPart {
  readonly name: string;
  readonly cases: number;
  /** Null where nothing is acknowledged or lost. */
  readonly acknowledged: number | null;
  readonly losses: number;
  readonly failed: number;
  /** A known-bad variant was noticed. */
  readonly selfCheck: boolean;
  readonly details: readonly string[];
}
