import type { ValueFilterName } from "../../../shared/query/run-query.ts";
import { en } from "../../text/en.ts";

const WORDS: Readonly<Partial<Record<ValueFilterName, Readonly<Record<string, string>>>>> = {
  risk: en.words.decision,
  status: en.words.status,
  check: en.words.check,
  review: en.words.review,
};

/** The word for a value of a filter; names from records stay as they are. */
export function valueWord(name: ValueFilterName, value: string): string {
  return WORDS[name]?.[value] ?? value;
}
