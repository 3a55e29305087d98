import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { repairedKeyboard } from "../../state/read-scan.ts";
import type { ScanNotice } from "../../state/scan-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.scan.notice;

/** What a person is told about the last scan, where they look: in the dialog that has the window, else above the page. */
export function ScanNoticeBar() {
  const notice = useWindowStore("scan", (state) => state.notice);
  const dialog = useTopDialog(notice);
  if (notice === null || notice.kind === "choice") return null;
  const bar = <NoticeBanner notice={notice} />;
  return dialog === null ? bar : createPortal(<div className="scan-in-dialog">{bar}</div>, dialog);
}

/** Behind a dialog a message can neither be seen nor pressed. */
function useTopDialog(notice: ScanNotice | null): HTMLDialogElement | null {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);
  useEffect(() => {
    setDialog(
      notice === null ? null : ([...document.querySelectorAll<HTMLDialogElement>("dialog[open]")].at(-1) ?? null),
    );
  }, [notice]);
  useEffect(() => {
    if (dialog === null) return;
    const leave = (): void => setDialog(null);
    dialog.addEventListener("close", leave);
    return () => dialog.removeEventListener("close", leave);
  }, [dialog]);
  return dialog;
}

function NoticeBanner({ notice }: { readonly notice: Exclude<ScanNotice, { readonly kind: "choice" }> }) {
  const { scan } = useStores();
  const putAway = (): void => scan.getState().putAway();
  switch (notice.kind) {
    case "looking":
      return (
        <p className="scan-looking soft" role="status">
          {words.looking}
        </p>
      );
    case "failed":
      return <ErrorBox title={words.failed} error={notice.error} action={{ label: words.putAway, onPress: putAway }} />;
    case "repaired":
      return (
        <NoticeBox tone="plain" title={words.repaired(en.scan.keyboards[repairedKeyboard(notice.repair)])}>
          <p className="soft">{words.repairedHint}</p>
        </NoticeBox>
      );
    case "not-here":
    case "foreign":
      return (
        <NoticeBox tone="warn" title={notice.kind === "foreign" ? words.foreign : words.notHere}>
          <p>
            {words.nothingChanged}{" "}
            <span className="mono">
              <SafeName text={words.code(notice.text)} />
            </span>
          </p>
        </NoticeBox>
      );
  }
}

function NoticeBox(props: { readonly tone: "plain" | "warn"; readonly title: string; readonly children: ReactNode }) {
  const { scan, place } = useStores();
  const test = (): void => {
    scan.getState().putAway();
    place.getState().go({ name: "scanner" });
  };
  return (
    <Banner
      tone={props.tone}
      icon="barcode"
      title={props.title}
      buttons={
        <div className="scan-buttons">
          <Button onPress={test}>{words.test}</Button>
          <Button icon="cross" onPress={() => scan.getState().putAway()}>
            {words.putAway}
          </Button>
        </div>
      }
    >
      {props.children}
    </Banner>
  );
}
