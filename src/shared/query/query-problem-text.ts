import type { QueryError, QueryProblem } from "./query-error.ts";

const quoted = (word: string): string => `"${word}"`;

/** What is wrong, in one sentence; then what may stand there, where that can be listed. */
const SENTENCES: Readonly<Record<QueryProblem, (error: QueryError) => string>> = {
  "unknown-key": ({ word }) => `${quoted(word)} is not the name of a filter. Put words with a colon in quotes.`,
  "unknown-value": ({ word }) => `${quoted(word)} is not a value of this filter.`,
  "no-value": () => "A value is missing here.",
  "one-value": () => "Only one value can stand here.",
  "set-twice": () => "This was set before, to another value.",
  "not-together": () => "This cannot stand beside the other date. Use since and until with dates.",
  "no-date": ({ word }) => `${quoted(word)} is not a date.`,
  "no-such-day": ({ word }) => `${quoted(word)} does not exist.`,
  "bad-unit": ({ word }) => `${quoted(word)} needs a unit: h, d, w or m.`,
  "bad-amount": ({ word }) => `${quoted(word)} is too short or too long a time.`,
  "quote-open": () => "The quote that opens here does not close.",
  "quote-inside": () => 'A quote goes around a whole word. Inside quotes write \\" for a quote.',
  "word-without": () => "Words cannot be left out with a minus. Only filters can.",
  "key-without": () => "This filter takes no minus.",
  "too-many": ({ allowed: [most = ""] }) => `A filter takes at most ${most} values.`,
  "too-long": ({ allowed: [most = ""] }) => `The words to find have at most ${most} characters.`,
};

/** Problems whose allowed values are a number that the sentence has already. */
const SAID: readonly QueryProblem[] = ["too-many", "too-long"];

/** What is wrong with a typed query and what may stand there, in sentences for the person who wrote it. */
export function queryProblemText(error: QueryError): string {
  const { problem, allowed, suggestion } = error;
  const sentence = SENTENCES[problem](error);
  if (suggestion !== null) return `${sentence} Did you mean ${suggestion}?`;
  if (allowed.length === 0 || SAID.includes(problem)) return sentence;
  return `${sentence} There is: ${allowed.join(", ")}.`;
}
