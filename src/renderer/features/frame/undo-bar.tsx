import { useEffect, useState } from "react";
import type { PendingChange } from "../../state/pending-change-store.ts";
import { useStores } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";

const TICK_MS = 250;

/** A change that is not on record yet, with the time left to take it back. */
export function UndoBar({ change }: { readonly change: PendingChange }) {
  const { pending } = useStores();
  const words = en.frame.undo;
  if (change.error !== null) {
    return (
      <div className="undo">
        <ErrorBox
          title={`${change.sentence} ${words.failed}`}
          error={change.error}
          action={{ label: words.tryAgain, onPress: () => void pending.getState().write(change.id) }}
        />
        <Button onPress={() => pending.getState().undo(change.id)}>{words.discard}</Button>
      </div>
    );
  }
  return (
    <div className="undo" role="status">
      <span className="undo-text">
        <strong>{change.sentence}</strong>{" "}
        <span aria-hidden="true">
          {change.state === "writing" ? words.saving : <SecondsLeft untilMs={change.writeAtMs} />}
        </span>
      </span>
      {change.state === "writing" ? null : (
        <span className="undo-buttons">
          <Button icon="undo" onPress={() => pending.getState().undo(change.id)}>
            {words.undo}
          </Button>
          <Button icon="tick" onPress={() => void pending.getState().write(change.id)}>
            {words.saveNow}
          </Button>
        </span>
      )}
    </div>
  );
}

/** The seconds until a change goes on record. */
export function SecondsLeft({ untilMs }: { readonly untilMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const handle = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(handle);
  }, []);
  return en.frame.undo.seconds(Math.max(0, Math.ceil((untilMs - nowMs) / 1000)));
}
