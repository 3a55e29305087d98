import { QUERY_KEYS } from "./query-keys.ts";
import { type DateChoice, type RunQuery, VALUE_FILTER_NAMES, type ValueFilterName } from "./run-query.ts";

const KEY_OF: ReadonlyMap<string, string> = new Map(
  QUERY_KEYS.flatMap(({ key, filter }) => (filter === null ? [] : [[filter, key] as const])),
);

/**
 * The text that asks for a query; {@link parseQuery} gives the same query back, values that stand twice in one list and dates that do
 * not exist aside.
 */
export function formatQuery(query: RunQuery): string {
  return [
    ...VALUE_FILTER_NAMES.flatMap((name) => (name === "tag" ? tagTerms(query) : valueTerm("", name, query[name]))),
    ...VALUE_FILTER_NAMES.flatMap((name) => valueTerm("-", name, query.without[name])),
    ...flagTerm("exported", query.exported),
    ...flagTerm("differs", query.differs),
    ...hiddenTerm(query.hidden),
    ...dateTerms(query.date),
    ...textTerms(query.text),
  ].join(" ");
}

function valueTerm(sign: "" | "-", name: ValueFilterName, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`${sign}${KEY_OF.get(name) ?? name}:${valueList(values)}`];
}

function valueList(values: readonly string[]): string {
  return values.map(valueText).join(",");
}

/** Repeated tags must all hold; one alone, or beside one other, would read as something else. */
function tagTerms({ tag, tag_all: all }: RunQuery): string[] {
  const anyOf = tag.length === 0 ? [] : [`tag:${valueList(tag)}`];
  if (all.length === 0) return anyOf;
  const isRepeated = tag.length !== 1 && tag.length + all.length > 1;
  return [...anyOf, ...(isRepeated ? all.map((value) => `tag:${valueText(value)}`) : [`all-tags:${valueList(all)}`])];
}

function flagTerm(name: string, value: boolean | null): string[] {
  if (value === null) return [];
  return [value ? name : `-${name}`];
}

function hiddenTerm(hidden: RunQuery["hidden"]): string[] {
  if (hidden === "exclude") return [];
  return [hidden === "include" ? "hidden:yes" : "hidden:only"];
}

function dateTerms(date: DateChoice): string[] {
  switch (date.kind) {
    case "any":
      return [];
    case "shift":
      return ["shift:now"];
    case "last":
      return [date.unit === "day" && date.amount === 1 ? "since:today" : `since:${date.amount}${date.unit.charAt(0)}`];
    case "range":
      return rangeTerms(date.from, date.to);
  }
}

function rangeTerms(from: string | null, to: string | null): string[] {
  if (from !== null && from === to && /^[\d-]+$/.test(from)) return [`on:${from}`];
  return [...(from === null ? [] : [`since:${dateText(from)}`]), ...(to === null ? [] : [`until:${dateText(to)}`])];
}

function dateText(text: string): string {
  return /^[\dTZ:.-]+$/.test(text) ? text : quoted(text);
}

/** Words stay as they are typed, where they stay words and the blanks between them are single. */
function textTerms(text: string): string[] {
  if (text === "") return [];
  return text.split(" ").every(isPlainWord) ? [text] : [quoted(text)];
}

function isPlainWord(word: string): boolean {
  return /^[^\s":-][^\s":]*$/.test(word) && !/^(exported|differs)$/i.test(word);
}

function valueText(value: string): string {
  return /^[^\s":,]+$/.test(value) ? value : quoted(value);
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
