import { useEffect, useRef } from "react";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import type { WindowStores } from "../../state/window-stores.ts";
import { ScanChoice } from "./scan-choice.tsx";
import { listenForScans, type ScanHearer } from "./scan-listener.ts";

/** Hears scans wherever one is, and shows the choice where a code fits several runs. */
export function ScanDesk() {
  const stores = useStores();
  useEffect(() => listenForScans(() => hearerOf(stores)), [stores]);
  useGiveWay();
  const notice = useWindowStore("scan", (state) => state.notice);
  return notice?.kind === "choice" ? <ScanChoice choice={notice} /> : null;
}

function hearerOf({ scan }: WindowStores): ScanHearer {
  const { limits, arrived, testing, sawKey } = scan.getState();
  return { limits: () => limits, arrived, sawKey: testing ? sawKey : null };
}

/** A run that was opened by a scan is seen: dialogs over the page close as with Esc, which loses nothing that was typed. */
function useGiveWay(): void {
  const opened = useWindowStore("scan", (state) => state.opened);
  const before = useRef(opened);
  useEffect(() => {
    if (opened === before.current) return;
    before.current = opened;
    for (const dialog of [...document.querySelectorAll<HTMLDialogElement>("dialog[open]")].reverse()) {
      dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
    }
  }, [opened]);
}
