import { DateDraft, onlyOne } from "./query-dates.ts";
import { BrokenQuery, type Place, type QueryError } from "./query-error.ts";
import {
  FLAG_KEYS,
  findQueryKey,
  findQueryValue,
  nearestKey,
  nearestValue,
  plainWord,
  QUERY_KEYS,
  type QueryKey,
} from "./query-keys.ts";
import { type QueryTerm, type QueryText, readTerms } from "./query-terms.ts";
import { type RunQuery, runQuerySchema, type ValueFilterName } from "./run-query.ts";

/** A query, or the first word of its text that cannot be understood. */
export type ParsedQuery =
  | { readonly query: RunQuery; readonly error: null }
  | { readonly query: null; readonly error: QueryError };

/** As many values as a filter takes, and as many characters as are searched for. */
const MOST_VALUES = 200;
const LONGEST_TEXT = 400;

/** What a typed text asks for: `decision:RED,YELLOW tool:T102 since:7d -exported edge`. Never throws, whatever the text. */
export function parseQuery(text: string): ParsedQuery {
  try {
    const draft = new QueryDraft();
    for (const term of readTerms(text)) draft.take(term);
    return { query: draft.finish(), error: null };
  } catch (error) {
    if (error instanceof BrokenQuery) return { query: null, error: error.toError(text) };
    throw error;
  }
}

/** A query while its terms come in. */
class QueryDraft {
  readonly #values = new Map<ValueFilterName, string[]>();
  readonly #without = new Map<ValueFilterName, string[]>();
  readonly #tagTerms: { readonly values: string[]; readonly place: Place }[] = [];
  readonly #allTags: string[] = [];
  readonly #dates = new DateDraft();
  readonly #flags = new Map<string, boolean>();
  #hidden: RunQuery["hidden"] | null = null;
  #text = "";

  take(term: QueryTerm): void {
    const { key, values, isWithout } = term;
    const [word] = values;
    if (key !== null) this.#takeKey(term, keyOf(key));
    else if (word === undefined) return;
    else if (isFlag(word)) this.#setFlag(plainWord(word.text), !isWithout, term);
    else if (isWithout) throw new BrokenQuery(term, "word-without", { allowed: FLAG_KEYS.map((flag) => `-${flag}`) });
    else this.#takeWord(word);
  }

  finish(): RunQuery {
    this.#settleTags();
    return runQuerySchema.parse({
      ...Object.fromEntries(this.#values),
      tag_all: this.#allTags,
      without: Object.fromEntries(this.#without),
      exported: this.#flags.get("exported") ?? null,
      differs: this.#flags.get("differs") ?? null,
      hidden: this.#hidden ?? "exclude",
      date: this.#dates.finish(),
      text: this.#text,
    });
  }

  #takeKey(term: QueryTerm, key: QueryKey): void {
    const empty = term.values.find(({ text, isQuoted }) => text === "" && !isQuoted);
    if (empty !== undefined) throw new BrokenQuery(emptyPlace(term, empty), "no-value", { allowed: key.values });
    if (key.filter !== null) this.#takeFilter(term, key, key.filter);
    else if (key.key === "all-tags") addValues(this.#allTags, refuseWithout(term).values, key);
    else this.#takeSingle(term, key);
  }

  #takeFilter(term: QueryTerm, key: QueryKey, filter: ValueFilterName): void {
    const lists = term.isWithout ? this.#without : this.#values;
    const list = filter === "tag" && !term.isWithout ? [] : (lists.get(filter) ?? []);
    addValues(list, term.values, key);
    if (filter === "tag" && !term.isWithout) this.#tagTerms.push({ values: list, place: term });
    else lists.set(filter, list);
  }

  /** A key that says one thing. */
  #takeSingle(term: QueryTerm, key: QueryKey): void {
    const [value, second] = term.values;
    if (second !== undefined) throw new BrokenQuery(second, "one-value", { allowed: key.values });
    if (value === undefined) return;
    if (FLAG_KEYS.includes(key.key)) {
      this.#setFlag(key.key, (closedValue(key, value) === "yes") !== term.isWithout, term);
      return;
    }
    refuseWithout(term);
    if (key.key === "hidden") this.#hidden = onlyOne(this.#hidden, hiddenOf(closedValue(key, value)), term);
    else if (key.key === "shift" && closedValue(key, value)) this.#dates.whole({ kind: "shift" }, term);
    else if (key.key === "on") this.#dates.on(value, term);
    else if (key.key === "until") this.#dates.until(value, term);
    else this.#dates.since(value, term);
  }

  #setFlag(name: string, value: boolean, term: QueryTerm): void {
    this.#flags.set(name, onlyOne(this.#flags.get(name) ?? null, value, term));
  }

  #takeWord(word: QueryText): void {
    this.#text = this.#text === "" ? word.text : `${this.#text} ${word.text}`;
    if (this.#text.length > LONGEST_TEXT) throw new BrokenQuery(word, "too-long", { allowed: [String(LONGEST_TEXT)] });
  }

  /** One term of tags is any of them. Of several, those with one tag must all hold, beside one that is any of its own. */
  #settleTags(): void {
    const [only, ...more] = this.#tagTerms;
    if (only !== undefined && more.length === 0) this.#values.set("tag", only.values);
    if (more.length === 0) return;
    for (const { values, place } of this.#tagTerms) {
      const [tag, second] = values;
      if (tag !== undefined && second === undefined) addNew(this.#allTags, tag, place);
      else if (this.#values.has("tag")) throw new BrokenQuery(place, "set-twice");
      else this.#values.set("tag", values);
    }
  }
}

function keyOf(word: QueryText): QueryKey {
  const key = findQueryKey(word.text);
  if (key !== null) return key;
  const place = word.length > 0 ? word : { start: word.start, length: 1 };
  const allowed = QUERY_KEYS.map(({ key: name }) => name);
  throw new BrokenQuery(place, "unknown-key", { allowed, suggestion: nearestKey(word.text) });
}

function isFlag({ text, isQuoted }: QueryText): boolean {
  return !isQuoted && FLAG_KEYS.includes(plainWord(text));
}

/** The whole term where nothing follows its colon; else the comma that nothing stands before, or behind. */
function emptyPlace(term: QueryTerm, { start }: Place): Place {
  return term.values.length === 1 ? term : { start: Math.min(start, term.start + term.length - 1), length: 1 };
}

function refuseWithout(term: QueryTerm): QueryTerm {
  if (term.isWithout) throw new BrokenQuery(term, "key-without");
  return term;
}

function closedValue(key: QueryKey, value: QueryText): string {
  const found = findQueryValue(key, value.text);
  if (found !== null) return found;
  throw new BrokenQuery(value, "unknown-value", { allowed: key.values, suggestion: nearestValue(key, value.text) });
}

function hiddenOf(value: string): RunQuery["hidden"] {
  if (value === "only") return "only";
  return value === "yes" ? "include" : "exclude";
}

function addValues(list: string[], values: readonly QueryText[], key: QueryKey): void {
  for (const value of values) addNew(list, key.values.length > 0 ? closedValue(key, value) : value.text, value);
}

function addNew(list: string[], value: string, place: Place): void {
  if (!list.includes(value)) list.push(value);
  if (list.length > MOST_VALUES) throw new BrokenQuery(place, "too-many", { allowed: [String(MOST_VALUES)] });
}
