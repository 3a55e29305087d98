import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { FilterPopover } from "./filter-popover.tsx";

const CHOICES = ["exclude", "include", "only"] as const;

/** Whether runs that a person hid are listed. */
export function HiddenFilterChip() {
  const { runList } = useStores();
  const hidden = useWindowStore("runList", (state) => state.filters.hidden);
  const hiddenTotal = useWindowStore("runList", (state) => state.hiddenTotal);
  const title = en.runs.names.hidden;
  return (
    <FilterPopover
      label={hidden === "exclude" ? title : en.runs.filterOn(title, en.runs.hidden[hidden])}
      name={title}
      active={hidden !== "exclude"}
    >
      {(close) => (
        <>
          <p className="soft">{en.runs.hiddenCount(hiddenTotal)}</p>
          {CHOICES.map((choice) => (
            <Button
              key={choice}
              pressed={choice === hidden}
              onPress={() => {
                void runList.getState().setFilters({ hidden: choice });
                close();
              }}
            >
              {en.runs.hidden[choice]}
            </Button>
          ))}
        </>
      )}
    </FilterPopover>
  );
}
