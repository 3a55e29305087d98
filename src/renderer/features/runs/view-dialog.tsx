import { useState } from "react";
import type { SavedView } from "../../../shared/operations/view-operations.ts";
import { safeText } from "../../format/safe-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

const words = en.views;
const LONGEST_NAME = 60;

/** Asks for the name of a view, or whether it is to go. What was typed stays when the name is taken. */
export function ViewDialog(props: {
  readonly question: "save-as" | "rename" | "remove";
  readonly current: SavedView | null;
  readonly onClose: () => void;
}) {
  const { question, current, onClose } = props;
  const { views } = useStores();
  const [name, setName] = useState(question === "rename" ? (current?.name ?? "") : "");
  const news = useWindowStore("views", (state) => state.news);
  const [tried, setTried] = useState(false);
  const typed = name.trim().slice(0, LONGEST_NAME);
  const isReady = question === "remove" || typed !== "";
  const act = async (): Promise<void> => {
    if (!isReady) return;
    const { saveAs, rename, remove } = views.getState();
    setTried(true);
    if (question === "save-as") {
      if (await saveAs(typed)) onClose();
      return;
    }
    if (current === null) return;
    if (question === "remove") await remove(current.view_id);
    else if (!(await rename(current, typed))) return;
    onClose();
  };
  const own = words.questions[question];
  return (
    <Dialog
      title={own.title(safeText(current?.name ?? ""))}
      onClose={onClose}
      onSubmit={() => void act()}
      buttons={
        <>
          <Button kind="main" submit={true} onPress={() => void act()} offReason={isReady ? null : words.noName}>
            {own.button}
          </Button>
          <Button onPress={onClose}>{words.back}</Button>
        </>
      }
    >
      <p className="soft">{own.hint}</p>
      {question === "remove" ? null : (
        <TextField
          label={words.name}
          value={name}
          onChange={setName}
          error={tried && news?.kind === "failed" ? news.error.message : null}
        />
      )}
    </Dialog>
  );
}
