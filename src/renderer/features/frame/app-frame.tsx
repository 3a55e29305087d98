import { type ReactNode, useEffect, useRef } from "react";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { BannerStack } from "./banner-stack.tsx";
import { DropTarget } from "./drop-target.tsx";
import "./frame.css";
import { HeaderBar } from "./header-bar.tsx";
import { Rail } from "./rail.tsx";
import { useWindowKeys } from "./window-keys.ts";
import { WorkTray } from "./work-tray.tsx";

/** The frame around every page. While the sample folder is open it wears the colour that says so. */
export function AppFrame(props: {
  readonly children: ReactNode;
  /** What other parts have to say, above the page. */
  readonly notices?: ReactNode;
}) {
  useWindowKeys();
  useOpenWindow();
  const isSample = useWindowStore("session", (state) => state.session?.sample === true);
  return (
    <div className="frame" data-sample={isSample}>
      <Rail />
      <div className="frame-body">
        <HeaderBar />
        <BannerStack>{props.notices}</BannerStack>
        <Page>{props.children}</Page>
        <WorkTray />
      </div>
      <DropTarget />
    </div>
  );
}

function Page({ children }: { readonly children: ReactNode }) {
  const stores = useStores();
  const { session, error } = useWindowStore("session", (state) => state);
  const placeName = useWindowStore("place", (state) => state.place.name);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // Another page begins at its top; the list keeps its own place.
    main.current?.scrollTo(0, 0);
    if (!isFirst.current && placeName !== "runs") main.current?.focus();
    isFirst.current = false;
  }, [placeName]);
  return (
    <main className="page" ref={main} aria-label={en.frame.mainLabel} data-pane tabIndex={-1}>
      {session !== null ? children : null}
      {session === null && error !== null ? (
        <ErrorBox
          title={en.frame.cannotOpen}
          error={error}
          action={{ label: en.frame.tryAgain, onPress: () => void stores.session.getState().load() }}
        />
      ) : null}
      {session === null && error === null ? <p className="soft page-waiting">{en.frame.starting}</p> : null}
    </main>
  );
}

/** Asks where we are when the window opens, follows the drive, and puts what waits on record when it closes. */
function useOpenWindow(): void {
  const stores = useStores();
  useEffect(() => {
    void stores.session.getState().load();
    const stopFollowing = stores.health.getState().follow();
    const settle = (): void => {
      void stores.pending.getState().settle();
      void stores.bulk.getState().settle();
    };
    window.addEventListener("pagehide", settle);
    return () => {
      stopFollowing();
      window.removeEventListener("pagehide", settle);
    };
  }, [stores]);
}
