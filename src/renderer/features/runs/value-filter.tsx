import { useState } from "react";
import type { RunQuery, ValueFilterName } from "../../../shared/query/run-query.ts";
import { countText } from "../../format/number-text.ts";
import { safeText } from "../../format/safe-text.ts";
import { type ChosenValues, chosenValues, withValues } from "../../state/query-in-use.ts";
import { countedList } from "../../state/run-list-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { FilterPopover } from "./filter-popover.tsx";
import { valueWord } from "./value-word.ts";

const MOST_SHOWN = 200;
const SEARCH_FROM = 13;

interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** A filter whose values come from the records: each with its count, "Only" and "Not" beside it, and "All" above. */
export function ValueFilterChip({ name }: { readonly name: ValueFilterName }) {
  const query = useWindowStore("runQuery", (state) => state.query);
  const title = en.runs.names[name];
  const chosen = chosenValues(query, name);
  const isActive = chosen.any.length + chosen.all.length + chosen.not.length > 0;
  return (
    <FilterPopover label={chipLabel(name, chosen)} name={title} active={isActive}>
      {() => <ValueList name={name} query={query} />}
    </FilterPopover>
  );
}

function ValueList({ name, query }: { readonly name: ValueFilterName; readonly query: RunQuery }) {
  const { runQuery } = useStores();
  const counts = useWindowStore("runList", (state) => countedList(state)?.facets[name]) ?? [];
  const [search, setSearch] = useState("");
  const chosen = chosenValues(query, name);
  const choose = (next: Partial<ChosenValues>): void => runQuery.getState().replace(withValues(query, name, next));
  const all = withChosen(counts, [...chosen.any, ...chosen.all, ...chosen.not]);
  const found = all.filter(({ value }) => valueWord(name, value).toLowerCase().includes(search.toLowerCase()));
  const isAll = chosen.any.length + chosen.all.length + chosen.not.length === 0;
  return (
    <>
      <Button pressed={isAll} onPress={() => choose({ any: [], all: [], not: [] })}>
        {en.runs.all}
      </Button>
      {all.length < SEARCH_FROM ? null : <TextField label={en.runs.searchLabel} value={search} onChange={setSearch} />}
      {found.length === 0 ? <p className="soft">{en.runs.noValues}</p> : null}
      <ul className="filter-values">
        {found.slice(0, MOST_SHOWN).map((entry) => (
          <ValueLine key={entry.value} name={name} entry={entry} chosen={chosen} choose={choose} />
        ))}
      </ul>
      {found.length > MOST_SHOWN ? <p className="soft">{en.runs.moreValues(found.length - MOST_SHOWN)}</p> : null}
    </>
  );
}

function ValueLine(props: {
  readonly name: ValueFilterName;
  readonly entry: ValueCount;
  readonly chosen: ChosenValues;
  readonly choose: (next: Partial<ChosenValues>) => void;
}) {
  const { name, entry, chosen, choose } = props;
  const { value, count } = entry;
  const word = valueWord(name, value);
  const isNot = chosen.not.includes(value);
  const without = (values: readonly string[]): readonly string[] => values.filter((one) => one !== value);
  return (
    <li className="filter-value" data-not={isNot}>
      <label className="filter-check">
        <input
          type="checkbox"
          checked={chosen.any.includes(value) || chosen.all.includes(value)}
          onChange={(event) =>
            choose({
              any: event.target.checked ? [...chosen.any, value] : without(chosen.any),
              all: without(chosen.all),
              not: without(chosen.not),
            })
          }
        />
        <span className="filter-word">
          {isNot ? <span className="filter-not">{en.runs.not} </span> : null}
          <SafeName text={word} />
        </span>
        <span className="filter-count">{countText(count)}</span>
      </label>
      <Button
        kind="quiet"
        label={en.runs.onlyValue(safeText(word))}
        onPress={() => choose({ any: [value], all: [], not: [] })}
      >
        {en.runs.only}
      </Button>
      <Button
        kind="quiet"
        label={en.runs.notValue(safeText(word))}
        pressed={isNot}
        onPress={() =>
          choose({
            any: without(chosen.any),
            all: without(chosen.all),
            not: isNot ? without(chosen.not) : [...chosen.not, value],
          })
        }
      >
        {en.runs.not}
      </Button>
    </li>
  );
}

/** Chosen values stay in the list when nothing has them any more, so that they can be let go. */
function withChosen(counts: readonly ValueCount[], chosen: readonly string[]): readonly ValueCount[] {
  const known = new Set(counts.map(({ value }) => value));
  return [...counts, ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 }))];
}

function chipLabel(name: ValueFilterName, { any, all, not }: ChosenValues): string {
  const title = en.runs.names[name];
  const wanted = [...any, ...all];
  const count = wanted.length + not.length;
  const [first = not[0]] = wanted;
  if (first === undefined) return title;
  if (count > 1) return en.runs.filterSome(title, count);
  const word = safeText(valueWord(name, first));
  return en.runs.filterOn(title, wanted.length > 0 ? word : en.runs.notWord(word));
}
