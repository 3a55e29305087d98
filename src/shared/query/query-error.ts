/** What can be wrong with a typed query. */
export const QUERY_PROBLEMS = [
  "unknown-key",
  "unknown-value",
  "no-value",
  "one-value",
  "set-twice",
  "not-together",
  "no-date",
  "no-such-day",
  "bad-unit",
  "bad-amount",
  "quote-open",
  "quote-inside",
  "word-without",
  "key-without",
  "too-many",
  "too-long",
] as const;

/** What can be wrong with a typed query. */
export type QueryProblem = (typeof QUERY_PROBLEMS)[number];

/** The first word of a typed query that cannot be understood. */
export interface QueryError {
  /** Where the word stands, in UTF-16 units; always inside the text. */
  readonly start: number;
  /** At least 1. */
  readonly length: number;
  /** What stands there. */
  readonly word: string;
  readonly problem: QueryProblem;
  /** What could stand there instead; empty where any text may. */
  readonly allowed: readonly string[];
  /** What most likely was meant. */
  readonly suggestion: string | null;
}

/** A piece of a text. */
export interface Place {
  readonly start: number;
  readonly length: number;
}

/** Carries what is wrong from where it is seen to where the query is given up. */
export class BrokenQuery extends Error {
  readonly place: Place;
  readonly problem: QueryProblem;
  readonly allowed: readonly string[];
  readonly suggestion: string | null;

  constructor(
    place: Place,
    problem: QueryProblem,
    {
      allowed = [],
      suggestion = null,
    }: { readonly allowed?: readonly string[]; readonly suggestion?: string | null } = {},
  ) {
    super(problem);
    this.name = "BrokenQuery";
    this.place = place;
    this.problem = problem;
    this.allowed = allowed;
    this.suggestion = suggestion;
  }

  /** The error as whoever wrote the text is told. */
  toError(text: string): QueryError {
    const { problem, allowed, suggestion } = this;
    const start = Math.max(0, Math.min(this.place.start, text.length - 1));
    const length = Math.max(1, Math.min(this.place.length, text.length - start));
    return { start, length, word: text.slice(start, start + length), problem, allowed, suggestion };
  }
}
