import { canWrite } from "../../state/session-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.record.confirm;

/** Asks before a request file is recorded: a record cannot be taken back. Shown wherever the file was dropped. */
export function RequestDialog() {
  const { record, place } = useStores();
  const { waiting, busy, error } = useWindowStore("record", (state) => state);
  const writable = useWindowStore("session", canWrite);
  if (waiting === null) return null;
  const accept = async (): Promise<void> => {
    const created = await record.getState().recordWaiting();
    if (created !== null) place.getState().go({ name: "run", runId: created.run_id, created });
  };
  const offReason = writable ? (busy ? words.busy : null) : en.record.readOnly;
  return (
    <Dialog
      title={words.title}
      onClose={() => record.getState().refuse()}
      onSubmit={() => {
        if (offReason === null) void accept();
      }}
      buttons={
        <>
          <Button kind="main" submit={true} offReason={offReason} onPress={() => void accept()}>
            {busy ? words.busy : words.record}
          </Button>
          <Button onPress={() => record.getState().refuse()}>{words.back}</Button>
        </>
      }
    >
      <p>
        <SafeName text={words.file(waiting.name)} />
      </p>
      <p>{words.sentence}</p>
      {writable ? null : <p>{en.record.readOnly}</p>}
      {error === null ? null : <ErrorBox title={en.record.failed} error={error} />}
    </Dialog>
  );
}
