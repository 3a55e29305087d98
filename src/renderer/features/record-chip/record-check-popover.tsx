import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { runName } from "../../format/run-name.ts";
import type { PopoverSubject } from "../../state/check-popover-store.ts";
import { loadedValue } from "../../state/loaded.ts";
import { listedRow } from "../../state/run-list-store.ts";
import { shownCheck } from "../../state/shown-check.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Popover } from "../../ui/popover.tsx";
import { RecordCheckCard } from "./record-check-card.tsx";
import "./record-chip.css";

const words = en.runPage.check;

/** The record check that was asked for with a chip, over whatever page is open. */
export function RecordCheckPopover() {
  const subject = useWindowStore("checkPopover", (state) => state.subject);
  return subject === null ? null : <OpenPopover subject={subject} />;
}

function OpenPopover({ subject }: { readonly subject: PopoverSubject }) {
  const { checkPopover, runChecks, place } = useStores();
  const row = useNewestRow(subject.row);
  const check = useWindowStore("runChecks", (state) => state.byRun.get(row.run_id) ?? null);
  const shown = shownCheck(row, check);
  const close = (): void => checkPopover.getState().close();
  const openRun = (): void => {
    close();
    place.getState().go({ name: "run", runId: row.run_id, created: null });
  };
  return (
    <Popover
      title={words.titleOf(runName(row))}
      place={subject.place}
      onClose={close}
      buttons={
        <>
          <Button kind="main" icon="again" onPress={() => void runChecks.getState().start(row.run_id)}>
            {words.checkNow}
          </Button>
          {subject.canOpenRun ? <Button onPress={openRun}>{words.openRun}</Button> : null}
          <Button onPress={close}>{words.close}</Button>
        </>
      }
    >
      <RecordCheckCard row={row} shown={shown} />
    </Popover>
  );
}

/** The list and the open page hear of changes; what the chip stood for may be older. */
function useNewestRow(row: RunRow): RunRow {
  const open = useWindowStore("runView", (state) => loadedValue(state.view)?.row ?? null);
  const listed = useWindowStore("runList", (state) => listedRow(state, row.run_id));
  return open !== null && open.run_id === row.run_id ? open : (listed ?? row);
}
