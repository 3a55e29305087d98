import { useState } from "react";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { copyText } from "../../ui/copy-text.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { REACHABLE } from "../../ui/reachable.ts";
import { SafeName } from "../../ui/safe-name.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { type BulkKind, bulkChange } from "./bulk-kinds.ts";

const MOST_NAMED = 300;

/** Says which runs are affected before anything happens. They are fixed here: what the list shows later does not matter. */
export function BulkDialog({ kind, onClose }: { readonly kind: BulkKind; readonly onClose: () => void }) {
  const { bulk, runList, drafts } = useStores();
  const [runs] = useState(() => [...runList.getState().selected].map(([runId, name]) => ({ runId, name })));
  const draftKey = `bulk ${kind}`;
  const text = useWindowStore("drafts", (state) => state.drafts[draftKey] ?? "");
  const words = en.runs.bulk;
  const own = words.kinds[kind];
  const change = bulkChange(kind, text);
  const isReady = kind === "copy" || change !== null;
  const act = (): void => {
    if (kind === "copy") copyText(runs.map(({ name }) => name).join("\n"));
    else if (change !== null) bulk.getState().propose(change, runs, own.title(text.trim()));
    else return;
    drafts.getState().keep(draftKey, "");
    onClose();
  };
  return (
    <Dialog
      title={words.affects(runs.length)}
      onClose={onClose}
      onSubmit={act}
      buttons={
        <>
          <Button kind="main" submit={true} onPress={act} offReason={isReady ? null : words.empty}>
            {own.button(runs.length)}
          </Button>
          <Button onPress={onClose}>{words.back}</Button>
        </>
      }
    >
      {kind === "tag" || kind === "note" || kind === "hide" ? (
        <TextField
          label={words.fields[kind]}
          value={text}
          onChange={(typed) => drafts.getState().keep(draftKey, typed)}
          lines={kind === "note" ? 3 : 1}
        />
      ) : null}
      <ul className="bulk-runs" aria-label={words.listLabel} {...REACHABLE}>
        {runs.slice(0, MOST_NAMED).map(({ runId, name }) => (
          <li key={runId}>
            <SafeName text={name} />
          </li>
        ))}
      </ul>
      {runs.length > MOST_NAMED ? <p className="soft">{words.moreRuns(runs.length - MOST_NAMED)}</p> : null}
      {kind === "copy" ? null : <p className="soft">{words.added}</p>}
    </Dialog>
  );
}
