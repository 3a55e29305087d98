import type { RunListState } from "../../state/run-list-state.ts";
import { blockedCount, countedList } from "../../state/run-list-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ListMenus } from "./list-menus.tsx";
import { SelectionTools } from "./selection-tools.tsx";

/** How many runs there are, what is new, and what is selected. It keeps its height, so that no row moves under a finger. */
export function ListLine({ hasTimeline }: { readonly hasTimeline: boolean }) {
  const list = useWindowStore("runList", (state) => state);
  const { runQuery } = useStores();
  const shows = useWindowStore("runQuery", (state) => state.shows);
  const hidden = useWindowStore("runQuery", (state) => state.query.hidden);
  const hiddenTotal = countedList(list)?.hidden_total ?? 0;
  const isList = shows === "list" || !hasTimeline;
  return (
    <div className="list-line">
      <p role="status" className="list-count">
        {countWords(list)}
      </p>
      {hidden === "exclude" && hiddenTotal > 0 ? <p className="soft">{en.runs.hiddenCount(hiddenTotal)}</p> : null}
      <NewRuns />
      <p className="soft list-loading">{list.loading ? en.runs.loading : null}</p>
      {isList ? list.selected.size > 0 ? <SelectionTools /> : <ListMenus /> : null}
      {hasTimeline ? (
        <Button icon={isList ? "pulse" : "list"} onPress={() => runQuery.getState().show(isList ? "timeline" : "list")}>
          {isList ? en.runs.toTimeline : en.runs.toList}
        </Button>
      ) : null}
    </div>
  );
}

function countWords(list: RunListState): string {
  const total = countedList(list)?.total ?? 0;
  const blocked = blockedCount(list);
  return blocked === null ? en.runs.countPlain(total) : en.runs.count(total, blocked);
}

/** What arrived or left since the list was opened. Nothing moves until the reader asks for it. */
function NewRuns() {
  const { runList } = useStores();
  const newRuns = useWindowStore("runList", (state) => state.newRuns);
  const isOutdated = useWindowStore("runList", (state) => state.isOutdated);
  if (newRuns === 0 && !isOutdated) return null;
  return (
    <Button icon="again" onPress={() => void runList.getState().reload()}>
      {newRuns > 0 ? en.runs.showNew(newRuns) : en.runs.showChanged}
    </Button>
  );
}
