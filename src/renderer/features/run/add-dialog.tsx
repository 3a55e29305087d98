import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** Adds a note or a tag: a common one by a tap, or typed. What was typed stays when the dialog is left. */
export function AddDialog(props: {
  readonly kind: "note" | "tag";
  readonly runId: string;
  readonly onClose: () => void;
}) {
  const { kind, runId, onClose } = props;
  const { drafts, pending } = useStores();
  const draftKey = `${kind} ${runId}`;
  const text = useWindowStore("drafts", (state) => state.drafts[draftKey] ?? "");
  const words = kind === "note" ? en.runPage.noteDialog : en.runPage.tagDialog;
  const keep = (typed: string): void => drafts.getState().keep(draftKey, typed);
  const save = (): void => {
    const value = text.trim();
    if (value === "") return;
    pending
      .getState()
      .propose(kind === "note" ? { run_id: runId, note: value } : { run_id: runId, tags: [value] }, words.pending);
    keep("");
    onClose();
  };
  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      onSubmit={save}
      buttons={
        <>
          <Button kind="main" submit={true} onPress={save} offReason={text.trim() === "" ? words.empty : null}>
            {words.save}
          </Button>
          <Button onPress={onClose}>{words.cancel}</Button>
        </>
      }
    >
      <p className="soft">{words.hint}</p>
      <fieldset className="choices">
        <legend>{words.chips}</legend>
        <div className="choice-row">
          {words.common.map((common) => (
            <Button key={common} pressed={text === common} onPress={() => keep(common)}>
              {common}
            </Button>
          ))}
        </div>
      </fieldset>
      <TextField label={words.text} value={text} onChange={keep} lines={kind === "note" ? 4 : 1} />
    </Dialog>
  );
}
