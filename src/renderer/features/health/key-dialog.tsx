import { useState } from "react";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { keyed } from "../../ui/keyed.ts";
import { TextField } from "../../ui/text-field.tsx";

const words = en.health.signingKey;

/** What can be done with the signing key: seal a new one, put a new one into a file, replace one that nobody can open. */
export type KeyChange = "system" | "file" | "replace";

/** Says what a change of the signing key means, and asks. */
export function KeyDialog(props: {
  readonly change: KeyChange;
  readonly onClose: () => void;
  readonly onAccept: (reason: string) => void;
}) {
  const { change, onClose, onAccept } = props;
  const [reason, setReason] = useState("");
  const { title, means, accept } = words.changes[change];
  const isMissing = change === "replace" && reason.trim() === "";
  const submit = (): void => {
    if (!isMissing) onAccept(reason);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={submit}
      buttons={
        <>
          <Button kind="main" submit={true} offReason={isMissing ? words.reasonMissing : null} onPress={submit}>
            {accept}
          </Button>
          <Button onPress={onClose}>{words.back}</Button>
        </>
      }
    >
      {keyed(means).map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
      {change === "replace" ? (
        <TextField label={words.reason} value={reason} onChange={setReason} required={words.reasonRequired} />
      ) : null}
    </Dialog>
  );
}
