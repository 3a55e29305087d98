import { useState } from "react";
import { runName } from "../../format/run-name.ts";
import { blockedCount } from "../../state/run-list-store.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { copyText } from "../../ui/copy-text.ts";

/** How many runs there are, what is new, and what is selected. It keeps its height, so that no row moves under a finger. */
export function ListLine() {
  const list = useWindowStore("runList", (state) => state);
  const blocked = blockedCount(list);
  return (
    <div className="list-line">
      <p role="status" className="list-count">
        {blocked === null ? en.runs.countPlain(list.total) : en.runs.count(list.total, blocked)}
      </p>
      {list.filters.hidden === "exclude" && list.hiddenTotal > 0 ? (
        <p className="soft">{en.runs.hiddenCount(list.hiddenTotal)}</p>
      ) : null}
      <p className="soft list-loading">{list.loading ? en.runs.loading : null}</p>
      {list.selected.size > 0 ? <SelectionTools /> : null}
      {list.newRuns > 0 ? (
        <Button icon="again" onPress={() => void list.reload()}>
          {en.runs.showNew(list.newRuns, list.moreNewRuns)}
        </Button>
      ) : null}
    </div>
  );
}

function SelectionTools() {
  const { rows, selected, clearSelection } = useWindowStore("runList", (state) => state);
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    const names = rows.filter((row) => selected.has(row.run_id)).map(runName);
    setCopied(copyText(names.join("\n")));
  };
  return (
    <>
      <p>{en.runs.selected(selected.size)}</p>
      <Button icon="copy" onPress={copy}>
        {copied ? en.runs.numbersCopied : en.runs.copyNumbers}
      </Button>
      <Button kind="quiet" onPress={clearSelection}>
        {en.runs.clearSelection}
      </Button>
    </>
  );
}
