import { BatchPage } from "./features/batch/batch-page.tsx";
import { CheckPage } from "./features/check/check-page.tsx";
import { AppFrame } from "./features/frame/app-frame.tsx";
import { HealthPage } from "./features/health/health-page.tsx";
import { HelpPage } from "./features/help/help-page.tsx";
import { HomePage } from "./features/home/home-page.tsx";
import { ImportPage } from "./features/import/import-page.tsx";
import { CommandPalette } from "./features/palette/command-palette.tsx";
import { RecordPage } from "./features/record/record-page.tsx";
import { RequestDialog } from "./features/record/request-dialog.tsx";
import { RecordCheckPopover } from "./features/record-chip/record-check-popover.tsx";
import { RunPage } from "./features/run/run-page.tsx";
import { RunsPage } from "./features/runs/runs-page.tsx";
import { ScanDesk } from "./features/scan/scan-desk.tsx";
import { ScanNoticeBar } from "./features/scan/scan-notice.tsx";
import { ScannerPage } from "./features/scan/scanner-page.tsx";
import { SettingsPage } from "./features/settings/settings-page.tsx";
import { TimelineView } from "./features/timeline/timeline-view.tsx";
import { StoresProvider, useWindowStore } from "./state/stores-context.ts";
import type { WindowStores } from "./state/window-stores.ts";
import { FaultBoundary } from "./ui/fault-boundary.tsx";

/** The window: the frame with the page of the place one is at. */
export function App({ stores }: { readonly stores: WindowStores }) {
  return (
    <StoresProvider value={stores}>
      <AppFrame notices={<ScanNoticeBar />}>
        <CurrentPage />
      </AppFrame>
      <RequestDialog />
      <RecordCheckPopover />
      <CommandPalette />
      <ScanDesk />
    </StoresProvider>
  );
}

function CurrentPage() {
  const place = useWindowStore("place", (state) => state.place);
  switch (place.name) {
    case "home":
      return inBoundary("home", <HomePage />);
    case "batch":
      return inBoundary(`${place.by} ${place.value}`, <BatchPage by={place.by} value={place.value} />);
    case "scanner":
      return inBoundary("scanner", <ScannerPage />);
    case "help":
      return inBoundary("help", <HelpPage />);
    case "runs":
      return inBoundary("runs", <RunsPage timeline={<TimelineView />} />);
    case "run":
      return inBoundary(place.runId, <RunPage runId={place.runId} created={place.created} />);
    case "record":
      return inBoundary("record", <RecordPage />);
    case "check":
      return inBoundary("check", <CheckPage />);
    case "import":
      return inBoundary("import", <ImportPage />);
    case "health":
      return inBoundary("health", <HealthPage />);
    case "settings":
      return inBoundary("settings", <SettingsPage />);
  }
}

/** A fault in one page stays there; going to another page clears it. */
function inBoundary(key: string, page: React.ReactNode) {
  return <FaultBoundary key={key}>{page}</FaultBoundary>;
}
