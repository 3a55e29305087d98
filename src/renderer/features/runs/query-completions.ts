import { FLAG_KEYS, findQueryKey, QUERY_KEYS, type QueryKey } from "../../../shared/query/query-keys.ts";

/** A way to go on writing. */
export interface Completion {
  /** Stands in the place of what was begun. */
  readonly insert: string;
  readonly label: string;
  /** What it means; empty for a value that says it itself. */
  readonly note: string;
}

/** Ways to go on, and the part of the text they replace. */
export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

/** Counted values by filter, as the list offers them. */
export type KnownValues = Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;

const MOST_OFFERED = 8;
const KEY_BEGUN = /(?:^|\s)-?([\p{L}_-]*)$/u;
const VALUE_BEGUN = /(?:^|\s)-?([\p{L}_-]+):(?:(?:"[^"]*"|[^\s",])*,)*("?[^",]*)$/u;

/** How the text before the caret can go on: a key, or a value of the key that was begun. */
export function completionsAt(text: string, caret: number, known: KnownValues): Completions {
  const before = text.slice(0, caret);
  const value = VALUE_BEGUN.exec(before);
  const key = value === null ? null : findQueryKey(value[1] ?? "");
  if (value !== null && key !== null) {
    const begun = value[2] ?? "";
    if (begun.startsWith('"') || !/\s/.test(begun)) {
      return { from: caret - begun.length, to: caret, options: valueOptions(key, begun.replace('"', ""), known) };
    }
  }
  const begun = KEY_BEGUN.exec(before)?.[1];
  if (begun === undefined) return { from: caret, to: caret, options: [] };
  return { from: caret - begun.replace(/^-/, "").length, to: caret, options: keyOptions(begun.replace(/^-/, "")) };
}

function keyOptions(begun: string): readonly Completion[] {
  const word = begun.toLowerCase();
  return QUERY_KEYS.filter(({ key, aliases }) => [key, ...aliases].some((name) => name.startsWith(word)))
    .slice(0, word === "" ? QUERY_KEYS.length : MOST_OFFERED)
    .map(({ key, meaning }) => ({
      insert: FLAG_KEYS.includes(key) ? `${key} ` : `${key}:`,
      label: key,
      note: meaning,
    }));
}

function valueOptions(key: QueryKey, begun: string, known: KnownValues): readonly Completion[] {
  const word = begun.toLowerCase();
  const counts = key.filter === null ? [] : (known[key.filter] ?? []);
  const values = key.values.length > 0 ? key.values : counts.map(({ value }) => value);
  return values
    .filter((value) => value.toLowerCase().includes(word))
    .slice(0, MOST_OFFERED)
    .map((value) => ({ insert: `${quotedWhereNeeded(value)} `, label: value, note: "" }));
}

function quotedWhereNeeded(value: string): string {
  return /^[^\s":,]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** The text with a completion in its place, and where the caret stands then. */
export function completed(text: string, { from, to }: Completions, { insert }: Completion) {
  const after = text.slice(to);
  const tail = insert.endsWith(" ") && after.startsWith(" ") ? after.slice(1) : after;
  return { text: text.slice(0, from) + insert + tail, caret: from + insert.length };
}
