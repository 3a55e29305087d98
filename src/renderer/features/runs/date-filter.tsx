import { useState } from "react";
import type { DateChoice } from "../../../shared/query/run-query.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { DATE_CHOICES, dateWords, isSameDate } from "./date-words.ts";
import { FilterPopover } from "./filter-popover.tsx";

/** The filter for when a run was recorded, in days of the reader's own zone. */
export function DateFilterChip() {
  const date = useWindowStore("runQuery", (state) => state.query.date);
  const title = en.runs.names.date;
  const label = date.kind === "any" ? title : en.runs.filterOn(title, dateWords(date));
  return (
    <FilterPopover label={label} name={title} active={date.kind !== "any"}>
      {(close) => <DateList date={date} close={close} />}
    </FilterPopover>
  );
}

function DateList({ date, close }: { readonly date: DateChoice; readonly close: () => void }) {
  const { runQuery } = useStores();
  const hasShifts = useWindowStore("workstation", (state) => state.settings.shifts.length > 0);
  const [from, setFrom] = useState(date.kind === "range" ? dayOf(date.from) : "");
  const [to, setTo] = useState(date.kind === "range" ? dayOf(date.to) : "");
  const choose = (choice: DateChoice): void => {
    runQuery.getState().change({ date: choice });
    close();
  };
  return (
    <>
      {DATE_CHOICES.filter((choice) => choice.kind !== "shift" || hasShifts).map((choice) => (
        <Button key={dateWords(choice)} pressed={isSameDate(choice, date)} onPress={() => choose(choice)}>
          {dateWords(choice)}
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

/** A field for days holds no hours. */
function dayOf(text: string | null): string {
  return text?.slice(0, 10) ?? "";
}
