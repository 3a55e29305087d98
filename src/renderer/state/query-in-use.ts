import { EVERYTHING, type RunQuery, VALUE_FILTER_NAMES, type ValueFilterName } from "../../shared/query/run-query.ts";

/** What can leave something out, as a person can take it back: a filter with its values, chosen and excluded. */
export type QueryPart = ValueFilterName | "date" | "exported" | "differs" | "hidden" | "text";

/** The parts of a query that leave something out, in the order of the chips. */
export function partsInUse(query: RunQuery): readonly QueryPart[] {
  const inUse: QueryPart[] = VALUE_FILTER_NAMES.filter((name) => isValueInUse(query, name));
  if (query.date.kind !== "any") inUse.push("date");
  if (query.exported !== null) inUse.push("exported");
  if (query.differs !== null) inUse.push("differs");
  if (query.hidden !== "exclude") inUse.push("hidden");
  if (query.text.trim() !== "") inUse.push("text");
  return inUse;
}

/** The query without one of its parts. */
export function withoutPart(query: RunQuery, part: QueryPart): RunQuery {
  if (!isValueFilter(part)) return { ...query, [part]: EVERYTHING[part] };
  const rest = { ...query, [part]: [], without: { ...query.without, [part]: [] } };
  return part === "tag" ? { ...rest, tag_all: [] } : rest;
}

/** What of a filter is asked for and what is excluded. */
export interface ChosenValues {
  readonly any: readonly string[];
  /** Only for tags: those that must all be there. */
  readonly all: readonly string[];
  readonly not: readonly string[];
}

/** What of a filter is asked for and what is excluded. */
export function chosenValues(query: RunQuery, name: ValueFilterName): ChosenValues {
  return { any: query[name], all: name === "tag" ? query.tag_all : [], not: query.without[name] };
}

/** The query with other values of one filter. They were offered by the list itself, so they fit the filter they belong to. */
export function withValues(query: RunQuery, name: ValueFilterName, chosen: Partial<ChosenValues>): RunQuery {
  const next = { ...chosenValues(query, name), ...chosen };
  return {
    ...query,
    [name]: next.any,
    without: { ...query.without, [name]: next.not },
    ...(name === "tag" ? { tag_all: [...next.all] } : {}),
  };
}

function isValueInUse(query: RunQuery, name: ValueFilterName): boolean {
  const { any, all, not } = chosenValues(query, name);
  return any.length + all.length + not.length > 0;
}

function isValueFilter(part: QueryPart): part is ValueFilterName {
  return VALUE_FILTER_NAMES.some((name) => name === part);
}
