import { type ReactNode, useState } from "react";
import type { ValueFilterName } from "../../../shared/query/run-query.ts";
import { partsInUse } from "../../state/query-in-use.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { DiffersFilterChip, ExportedFilterChip, HiddenFilterChip } from "./choice-filter.tsx";
import { DateFilterChip } from "./date-filter.tsx";
import { FilterPopover } from "./filter-popover.tsx";
import "./filters.css";
import { QueryField } from "./query-field.tsx";
import { SearchBox } from "./search-box.tsx";
import { ValueFilterChip } from "./value-filter.tsx";
import { ViewFold } from "./view-bar.tsx";

/** Chips that are always there. Source: experience FND-2. */
const USUAL_CHIPS = ["machine", "tool", "material", "mode", "risk", "status", "check", "review"] as const;
/** Chips that come when they are asked for, or when they are in use. */
const MORE_CHIPS = ["tag", "reason", "event_type", "batch_label", "workflow_session", "parent"] as const;

/** Search, filters and the way to record. Where there is little room the filters fold into one button. */
export function FilterBar() {
  const { place } = useStores();
  const query = useWindowStore("runQuery", (state) => state.query);
  const [unfolded, setUnfolded] = useState(false);
  const [typing, setTyping] = useState(false);
  const inUse = partsInUse(query).filter((name) => name !== "text").length;
  return (
    <section className="filter-bar" aria-label={en.runs.filterBarLabel}>
      <div className="filter-bar-top">
        <ViewFold />
        {typing ? <QueryField /> : <SearchBox />}
        <div className="query-beside">
          <QueryToggle typing={typing} setTyping={setTyping} />
        </div>
        <div className="filter-fold">
          <Button icon="filter" expanded={unfolded} onPress={() => setUnfolded(!unfolded)}>
            {inUse === 0 ? en.runs.filters : en.runs.filtersOn(inUse)}
          </Button>
        </div>
        <Button kind="main" icon="plus" onPress={() => place.getState().go({ name: "record" })}>
          {en.runs.record}
        </Button>
      </div>
      <FilterChips unfolded={unfolded} inUse={inUse}>
        <div className="query-folded">
          <QueryToggle typing={typing} setTyping={setTyping} />
        </div>
      </FilterChips>
    </section>
  );
}

function QueryToggle(props: { readonly typing: boolean; readonly setTyping: (typing: boolean) => void }) {
  return (
    <Button icon="pen" pressed={props.typing} onPress={() => props.setTyping(!props.typing)}>
      {en.runs.query.toggle}
    </Button>
  );
}

function FilterChips(props: { readonly unfolded: boolean; readonly inUse: number; readonly children: ReactNode }) {
  const { unfolded, inUse } = props;
  const { runQuery } = useStores();
  const query = useWindowStore("runQuery", (state) => state.query);
  const [added, setAdded] = useState<readonly (ValueFilterName | "differs")[]>([]);
  const parts = partsInUse(query);
  const isShown = (name: (typeof MORE_CHIPS)[number] | "differs"): boolean =>
    parts.includes(name) || added.includes(name);
  const left = [...MORE_CHIPS, "differs" as const].filter((name) => !isShown(name));
  return (
    <div className="filter-chips" data-unfolded={unfolded}>
      {USUAL_CHIPS.map((name) => (
        <ValueFilterChip key={name} name={name} />
      ))}
      <DateFilterChip />
      <ExportedFilterChip />
      <HiddenFilterChip />
      {MORE_CHIPS.filter(isShown).map((name) => (
        <ValueFilterChip key={name} name={name} />
      ))}
      {isShown("differs") ? <DiffersFilterChip /> : null}
      {left.length === 0 ? null : (
        <FilterPopover label={en.runs.moreFilters} name={en.runs.moreFilters} active={false}>
          {(close) =>
            left.map((name) => (
              <Button
                key={name}
                icon="plus"
                onPress={() => {
                  setAdded([...added, name]);
                  close();
                }}
              >
                {en.runs.names[name]}
              </Button>
            ))
          }
        </FilterPopover>
      )}
      {props.children}
      {inUse === 0 ? null : (
        <Button kind="quiet" onPress={() => runQuery.getState().clear()}>
          {en.runs.noMatch.clear}
        </Button>
      )}
    </div>
  );
}
