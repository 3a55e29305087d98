import type { ReactNode } from "react";
import type { Session, StoreState } from "../../../shared/operations/session-operations.ts";
import { timeInSentence } from "../../format/time-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { openFolder } from "../../state/window-stores.ts";
import { en } from "../../text/en.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { TakeOver } from "./take-over.tsx";
import { TroubleBanners } from "./trouble-banners.tsx";

/** What is not normal about the folder, the drive and the last drop. Each banner stays until its cause is gone. */
export function BannerStack({ children }: { readonly children?: ReactNode }) {
  const session = useWindowStore("session", (state) => state.session);
  return (
    <div className="banners">
      {session?.sample === true ? <SampleBanner /> : null}
      {session?.store.mode === "read-only" ? <ReadOnlyBanner session={session} /> : null}
      <SessionFault />
      <TroubleBanners />
      <DropFaultBanner />
      {children}
    </div>
  );
}

function SampleBanner() {
  const stores = useStores();
  return (
    <div className="sample-strip" role="status">
      <strong>{en.frame.sample.title}</strong>
      <span>{en.frame.sample.sentence}</span>
      <Button onPress={() => void openFolder(stores, "own")}>{en.frame.sample.leave}</Button>
    </div>
  );
}

function ReadOnlyBanner({ session }: { readonly session: Session }) {
  const stores = useStores();
  const opening = useWindowStore("session", (state) => state.opening);
  const { store } = session;
  const words = en.frame.readOnly;
  return (
    <Banner
      tone="warn"
      icon="eye"
      title={words.title}
      buttons={
        <>
          <Button
            icon="again"
            offReason={opening ? en.frame.starting : null}
            onPress={() => void openFolder(stores, session.sample ? "sample" : "own")}
          >
            {en.frame.tryAgain}
          </Button>
          <TakeOver session={session} />
        </>
      }
    >
      <p>{store.reason === null ? null : words[store.reason]}</p>
      <HolderText store={store} />
      {store.can_take_over ? <p>{en.frame.takeOver.stopped}</p> : null}
    </Banner>
  );
}

function HolderText({ store }: { readonly store: StoreState }) {
  const words = en.frame.readOnly;
  if (store.holder === null) return store.message === null ? null : <SafeText text={store.message} />;
  const { user, host, since, app, pid } = store.holder;
  return (
    <>
      <SafeText text={words.holder(user, host, timeInSentence(since))} />
      <p className="soft">
        <SafeName text={words.holderProgram(app, pid)} />
      </p>
    </>
  );
}

function SafeText({ text }: { readonly text: string }) {
  return (
    <p>
      <SafeName text={text} />
    </p>
  );
}

function SessionFault() {
  const stores = useStores();
  const { session, error } = useWindowStore("session", (state) => state);
  if (session === null || error === null) return null;
  return (
    <ErrorBox
      title={en.frame.cannotOpen}
      error={error}
      action={{ label: en.frame.tryAgain, onPress: () => void stores.session.getState().load() }}
    />
  );
}

function DropFaultBanner() {
  const stores = useStores();
  const { fault, error } = useWindowStore("drop", (state) => state);
  const dismiss = (): void => stores.drop.getState().dismiss();
  if (error !== null) {
    return <ErrorBox title={en.frame.drop.title} error={error} action={{ label: en.frame.close, onPress: dismiss }} />;
  }
  if (fault === null) return null;
  const words = en.frame.drop;
  const sentence = {
    "not-request": words.notRequest(fault.name),
    "no-folder-path": words.noFolderPath,
    "many-files": words.manyFiles,
  }[fault.reason];
  return (
    <Banner tone="warn" icon="file" title={words.refused} buttons={<Button onPress={dismiss}>{en.frame.close}</Button>}>
      <SafeText text={sentence} />
    </Banner>
  );
}
