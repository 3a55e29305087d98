import { useState } from "react";
import { filtersInUse, VALUE_FILTERS } from "../../state/list-filters.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { DateFilterChip } from "./date-filter.tsx";
import "./filters.css";
import { HiddenFilterChip } from "./hidden-filter.tsx";
import { SearchBox } from "./search-box.tsx";
import { ValueFilterChip } from "./value-filter.tsx";

/** Search, filters and the way to record. Where there is little room the filters fold into one button. */
export function FilterBar() {
  const { place, runList } = useStores();
  const filters = useWindowStore("runList", (state) => state.filters);
  const [unfolded, setUnfolded] = useState(false);
  const inUse = filtersInUse(filters).filter((name) => name !== "text").length;
  return (
    <section className="filter-bar" aria-label={en.runs.filterBarLabel}>
      <div className="filter-bar-top">
        <SearchBox />
        <div className="filter-fold">
          <Button icon="filter" expanded={unfolded} onPress={() => setUnfolded(!unfolded)}>
            {inUse === 0 ? en.runs.filters : en.runs.filtersOn(inUse)}
          </Button>
        </div>
        <Button kind="main" icon="plus" onPress={() => place.getState().go({ name: "record" })}>
          {en.runs.record}
        </Button>
      </div>
      <div className="filter-chips" data-unfolded={unfolded}>
        {VALUE_FILTERS.map((name) => (
          <ValueFilterChip key={name} name={name} />
        ))}
        <DateFilterChip />
        <HiddenFilterChip />
        {inUse === 0 ? null : (
          <Button kind="quiet" onPress={() => void runList.getState().clearFilters()}>
            {en.runs.noMatch.clear}
          </Button>
        )}
      </div>
    </section>
  );
}
