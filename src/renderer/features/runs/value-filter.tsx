import { useState } from "react";
import { countText } from "../../format/number-text.ts";
import { safeText } from "../../format/safe-text.ts";
import type { ListFilters, ValueFilter } from "../../state/list-filters.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { FilterPopover } from "./filter-popover.tsx";

const MOST_SHOWN = 200;
const SEARCH_FROM = 13;

interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** A filter whose values come from the records: each with its count, "Only" beside it, and "All" above. */
export function ValueFilterChip({ name }: { readonly name: ValueFilter }) {
  const chosen: readonly string[] = useWindowStore("runList", (state) => state.filters[name]);
  const title = en.runs.names[name];
  return (
    <FilterPopover label={chipLabel(name, chosen)} name={title} active={chosen.length > 0}>
      {() => <ValueList name={name} chosen={chosen} />}
    </FilterPopover>
  );
}

function ValueList({ name, chosen }: { readonly name: ValueFilter; readonly chosen: readonly string[] }) {
  const { runList } = useStores();
  const counts = useWindowStore("runList", (state) => state.facets[name]) ?? [];
  const [search, setSearch] = useState("");
  const choose = (values: readonly string[]): void => {
    // The values were offered by the list itself, so they fit the filter they belong to.
    void runList.getState().setFilters({ [name]: values } as Partial<ListFilters>);
  };
  const all = withChosen(counts, chosen);
  const found = all.filter(({ value }) => valueWord(name, value).toLowerCase().includes(search.toLowerCase()));
  return (
    <>
      <Button pressed={chosen.length === 0} onPress={() => choose([])}>
        {en.runs.all}
      </Button>
      {all.length < SEARCH_FROM ? null : <TextField label={en.runs.searchLabel} value={search} onChange={setSearch} />}
      {found.length === 0 ? <p className="soft">{en.runs.noValues}</p> : null}
      <ul className="filter-values">
        {found.slice(0, MOST_SHOWN).map(({ value, count }) => (
          <li key={value} className="filter-value">
            <label className="filter-check">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={(event) =>
                  choose(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
                }
              />
              <span className="filter-word">
                <SafeName text={valueWord(name, value)} />
              </span>
              <span className="filter-count">{countText(count)}</span>
            </label>
            <Button
              kind="quiet"
              label={en.runs.onlyValue(safeText(valueWord(name, value)))}
              onPress={() => choose([value])}
            >
              {en.runs.only}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Chosen values stay in the list when nothing has them any more, so that they can be let go. */
function withChosen(counts: readonly ValueCount[], chosen: readonly string[]): readonly ValueCount[] {
  const known = new Set(counts.map(({ value }) => value));
  return [...counts, ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 }))];
}

/** The word for a value; names from records stay as they are. */
export function valueWord(name: ValueFilter, value: string): string {
  const words: Readonly<Partial<Record<ValueFilter, Readonly<Record<string, string>>>>> = {
    risk: en.words.decision,
    status: en.words.status,
    check: en.words.check,
  };
  return words[name]?.[value] ?? value;
}

function chipLabel(name: ValueFilter, chosen: readonly string[]): string {
  const title = en.runs.names[name];
  const [first] = chosen;
  if (first === undefined) return title;
  if (chosen.length > 1) return en.runs.filterSome(title, chosen.length);
  return en.runs.filterOn(title, safeText(valueWord(name, first)));
}
