import { useState } from "react";
import type { LockHolder, Session } from "../../../shared/operations/session-operations.ts";
import { timeInSentence } from "../../format/time-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { openFolder } from "../../state/window-stores.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.frame.takeOver;

/** Offers to take the folder from a program on another machine that seems to have stopped; asks before it does. */
export function TakeOver({ session }: { readonly session: Session }) {
  const stores = useStores();
  const opening = useWindowStore("session", (state) => state.opening);
  const [isAsking, setAsking] = useState(false);
  const { can_take_over: canTakeOver, holder } = session.store;
  if (!canTakeOver || holder === null) return null;
  const mayTakeOver = session.person.role === "supervisor" || session.person.role === "admin";
  const takeOver = (): void => {
    setAsking(false);
    void openFolder(stores, session.sample ? "sample" : "own", { takeOver: true });
  };
  return (
    <>
      <Button offReason={opening ? words.busy : mayTakeOver ? null : words.role} onPress={() => setAsking(true)}>
        {words.button}
      </Button>
      {isAsking ? <TakeOverDialog holder={holder} onClose={() => setAsking(false)} onAccept={takeOver} /> : null}
    </>
  );
}

function TakeOverDialog(props: {
  readonly holder: LockHolder;
  readonly onClose: () => void;
  readonly onAccept: () => void;
}) {
  const { user, host, since } = props.holder;
  return (
    <Dialog
      title={words.title}
      onClose={props.onClose}
      onSubmit={props.onAccept}
      buttons={
        <>
          <Button kind="main" submit={true} onPress={props.onAccept}>
            {words.accept}
          </Button>
          <Button onPress={props.onClose}>{words.back}</Button>
        </>
      }
    >
      <p>
        <SafeName text={words.holder(user, host, timeInSentence(since))} />
      </p>
      <p>{words.goAndLook}</p>
      <p>{words.means}</p>
    </Dialog>
  );
}
