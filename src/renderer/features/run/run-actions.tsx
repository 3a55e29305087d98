import { useState } from "react";
import type { RunView } from "../../../shared/operations/run-operations.ts";
import { runName } from "../../format/run-name.ts";
import { canWrite } from "../../state/session-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { useCommand } from "../../state/use-command.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { copyText } from "../../ui/copy-text.ts";
import { SafeName } from "../../ui/safe-name.tsx";
import { AddDialog } from "./add-dialog.tsx";

const words = en.runPage.actions;

/** What a person can add to a run, and copying its number. Nothing here changes the record. */
export function RunActions({ view, fenced }: { readonly view: RunView; readonly fenced: boolean }) {
  const { pending, runView } = useStores();
  const writable = useWindowStore("session", canWrite);
  const [dialog, setDialog] = useState<"note" | "tag" | null>(null);
  const offReason = fenced ? words.fenced : writable ? null : words.readOnly;
  const { run_id: runId, hidden } = view.row;
  useCommand("new-note", () => setDialog("note"), offReason === null);
  return (
    <section className="run-actions" aria-label={words.label}>
      <Button icon="note" offReason={offReason} onPress={() => setDialog("note")}>
        {words.note}
      </Button>
      <Button icon="tag" offReason={offReason} onPress={() => setDialog("tag")}>
        {words.tag}
      </Button>
      <Button
        icon={hidden ? "eye" : "eye-off"}
        offReason={offReason}
        onPress={() =>
          pending
            .getState()
            .propose({ run_id: runId, hide: !hidden }, hidden ? en.runPage.showPending : en.runPage.hidePending)
        }
      >
        {hidden ? words.show : words.hide}
      </Button>
      <CopyNumber text={runName(view.row)} />
      <CompareButton runId={runId} name={runName(view.row)} />
      <Button icon="again" onPress={() => void runView.getState().checkAgain()}>
        {words.checkAgain}
      </Button>
      {view.row.problem === null ? null : <SaveForSupport runId={runId} />}
      {offReason === null ? null : <p className="soft">{offReason}</p>}
      {dialog === null ? null : <AddDialog kind={dialog} runId={runId} onClose={() => setDialog(null)} />}
    </section>
  );
}

/** The bytes of a record that cannot be read, as they are, for those who look into damage. */
function SaveForSupport({ runId }: { readonly runId: string }) {
  const { damaged } = useStores();
  const copy = useWindowStore("damaged", (state) => state.byRun.get(runId)?.copy ?? null);
  const { save, saving, saved, notSaved } = en.runs.damaged;
  return (
    <>
      <Button icon="box-in" onPress={() => void damaged.getState().save(runId)}>
        {save}
      </Button>
      <p role="status">
        {copy?.state === "saving" ? saving : null}
        {copy?.state === "saved" ? <SafeName text={saved(copy.name)} /> : null}
        {copy?.state === "failed" ? <SafeName text={`${notSaved} ${copy.error.message}`} /> : null}
      </p>
    </>
  );
}

/** Puts the run into the basket, or takes it out. Ctrl+D does the same. */
function CompareButton({ runId, name }: { readonly runId: string; readonly name: string }) {
  const { basket } = useStores();
  const isIn = useWindowStore("basket", (state) => state.runs.some((run) => run.runId === runId));
  const refused = useWindowStore("basket", (state) => state.refused?.runId === runId);
  useCommand("compare", () => basket.getState().toggle({ runId, name }));
  const words = en.runs.basket;
  return (
    <>
      <Button icon="compare" pressed={isIn} onPress={() => basket.getState().toggle({ runId, name })}>
        {isIn ? words.added : words.add}
      </Button>
      {refused ? <p role="status">{words.full(name)}</p> : null}
    </>
  );
}

function CopyNumber({ text }: { readonly text: string }) {
  const [result, setResult] = useState<boolean | null>(null);
  const copy = (): void => setResult(copyText(text));
  useCommand("copy-number", copy);
  const label = { true: words.numberCopied, false: words.copyFailed, null: words.copyNumber }[`${result}`];
  return (
    <Button icon="copy" onPress={copy}>
      <span role="status">{label}</span>
    </Button>
  );
}
