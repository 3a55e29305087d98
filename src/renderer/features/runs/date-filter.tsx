import { useState } from "react";
import type { DateChoice } from "../../state/list-filters.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { FilterPopover } from "./filter-popover.tsx";

const SPANS = ["any", "today", "yesterday", "week", "month"] as const;

/** The filter for when a run was recorded, in days of the reader's own zone. */
export function DateFilterChip() {
  const date = useWindowStore("runList", (state) => state.filters.date);
  const title = en.runs.names.date;
  const label = date.kind === "any" ? title : en.runs.filterOn(title, dateWords(date));
  return (
    <FilterPopover label={label} name={title} active={date.kind !== "any"}>
      {(close) => <DateList date={date} close={close} />}
    </FilterPopover>
  );
}

function DateList({ date, close }: { readonly date: DateChoice; readonly close: () => void }) {
  const { runList } = useStores();
  const [from, setFrom] = useState(date.kind === "range" ? (date.from ?? "") : "");
  const [to, setTo] = useState(date.kind === "range" ? (date.to ?? "") : "");
  const choose = (choice: DateChoice): void => {
    void runList.getState().setFilters({ date: choice });
    close();
  };
  return (
    <>
      {SPANS.map((kind) => (
        <Button key={kind} pressed={date.kind === kind} onPress={() => choose({ kind })}>
          {en.runs.dates[kind]}
        </Button>
      ))}
      <TextField type="date" label={en.runs.dates.from} value={from} onChange={setFrom} />
      <TextField type="date" label={en.runs.dates.to} value={to} onChange={setTo} />
      <Button
        onPress={() =>
          choose(from === "" && to === "" ? { kind: "any" } : { kind: "range", from: from || null, to: to || null })
        }
      >
        {en.runs.dates.apply}
      </Button>
    </>
  );
}

function dateWords(date: DateChoice): string {
  if (date.kind !== "range") return en.runs.dates[date.kind];
  if (date.from !== null && date.to !== null) return en.runs.dates.between(date.from, date.to);
  return date.from !== null ? en.runs.dates.since(date.from) : en.runs.dates.until(date.to ?? "");
}
