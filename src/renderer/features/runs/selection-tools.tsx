import { useState } from "react";
import { MOST_COMPARED } from "../../state/basket-store.ts";
import { MOST_SELECTED } from "../../state/run-list-store.ts";
import { canWrite } from "../../state/session-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { BulkDialog } from "./bulk-dialog.tsx";
import { BULK_KINDS, type BulkKind } from "./bulk-kinds.ts";
import { FilterPopover } from "./filter-popover.tsx";

/** What can be done with the selected runs. Each begins with the list of what it affects. */
export function SelectionTools() {
  const { runList, basket } = useStores();
  const selected = useWindowStore("runList", (state) => state.selected);
  const selecting = useWindowStore("runList", (state) => state.selecting);
  const total = useWindowStore("runList", (state) => state.list?.total ?? 0);
  const writable = useWindowStore("session", canWrite);
  const [kind, setKind] = useState<BulkKind | null>(null);
  const words = en.runs.bulk;
  const offReason = (one: BulkKind): string | null => (writable || one === "copy" ? null : words.readOnly);
  const canSelectMore = selected.size < Math.min(total, MOST_SELECTED);
  return (
    <div className="selection">
      <p className="selection-count">
        {selecting ? words.selecting : en.runs.selected(selected.size)}
        {selected.size === MOST_SELECTED && total > MOST_SELECTED ? ` ${words.bounded(MOST_SELECTED)}` : null}
      </p>
      <FilterPopover label={words.menu} name={words.menu} active={false} look="menu">
        {(close) => (
          <>
            {BULK_KINDS.map(({ kind: one, icon }) => (
              <Button
                key={one}
                icon={icon}
                offReason={offReason(one)}
                onPress={() => {
                  close();
                  setKind(one);
                }}
              >
                {words.kinds[one].menu}
              </Button>
            ))}
            <Button
              icon="compare"
              onPress={() => {
                close();
                basket.getState().add([...selected].map(([runId, name]) => ({ runId, name })));
              }}
            >
              {words.compare(MOST_COMPARED)}
            </Button>
          </>
        )}
      </FilterPopover>
      {canSelectMore ? (
        <Button kind="quiet" onPress={() => void runList.getState().selectAll()}>
          {words.selectAll(Math.min(total, MOST_SELECTED))}
        </Button>
      ) : null}
      <Button kind="quiet" onPress={() => runList.getState().clearSelection()}>
        {en.runs.clearSelection}
      </Button>
      {kind === null ? null : <BulkDialog kind={kind} onClose={() => setKind(null)} />}
    </div>
  );
}
