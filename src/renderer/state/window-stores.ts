import type { StoreApi } from "zustand/vanilla";
import type { Client } from "../api/client.ts";
import { type AlarmState, createAlarmStore } from "./alarm-store.ts";
import { type BasketState, createBasketStore } from "./basket-store.ts";
import { type BatchState, createBatchStore } from "./batch-store.ts";
import { type BulkState, createBulkStore } from "./bulk-store.ts";
import { type CheckPopoverState, createCheckPopoverStore } from "./check-popover-store.ts";
import { type CommandState, createCommandStore } from "./command-store.ts";
import { createDamagedRecordStore, type DamagedRecordState } from "./damaged-record-store.ts";
import { createDraftStore, type DraftState } from "./draft-store.ts";
import { createDropStore, type DropState } from "./drop-store.ts";
import { createFilePreviewStore, type FilePreviewState } from "./file-preview-store.ts";
import { createHealthStore, type HealthState } from "./health-store.ts";
import { createHomeStore, type HomeState } from "./home-store.ts";
import { createImportStore, type ImportState } from "./import-store.ts";
import { createKeyStore, type KeyState } from "./key-store.ts";
import { createListLayoutStore, type ListLayoutState } from "./list-layout-store.ts";
import { filtersNow } from "./list-reading.ts";
import { createPaletteStore, type PaletteState } from "./palette-store.ts";
import { createPastCheckStore, type PastCheckState } from "./past-check-store.ts";
import { createPendingChangeStore, type PendingChangeState } from "./pending-change-store.ts";
import { createPlaceStore, type PlaceState } from "./place-store.ts";
import { createRecordCheckStore, type RecordCheckState } from "./record-check-store.ts";
import { createRecordStore, type RecordState } from "./record-store.ts";
import { createRelatedStore, type RelatedState } from "./related-store.ts";
import { createRunCheckStore, type RunCheckState } from "./run-check-store.ts";
import type { RunListState } from "./run-list-state.ts";
import { countedList, createRunListStore } from "./run-list-store.ts";
import { createRunQueryStore, type RunQueryState } from "./run-query-store.ts";
import { createRunViewStore, type RunViewState } from "./run-view-store.ts";
import { createScanStore, type ScanState } from "./scan-store.ts";
import { createSessionStore, folderKey, type SessionState } from "./session-store.ts";
import { createSettingsStore, type ScreenHints, type SettingsState, type SettingsStorage } from "./settings-store.ts";
import type { TimelineState } from "./timeline-state.ts";
import { createTimelineStore } from "./timeline-store.ts";
import type { Timers } from "./timers.ts";
import { createViewsStore, type ViewsState } from "./views-store.ts";
import { createWorkStore, type WorkState } from "./work-store.ts";
import { createWorkstationStore, type WorkstationState } from "./workstation-store.ts";

/** Everything the window remembers, one small store for each concern. */
export interface WindowStates {
  readonly session: SessionState;
  readonly place: PlaceState;
  readonly settings: SettingsState;
  readonly home: HomeState;
  readonly runQuery: RunQueryState;
  readonly listLayout: ListLayoutState;
  readonly runList: RunListState;
  readonly timeline: TimelineState;
  readonly views: ViewsState;
  readonly basket: BasketState;
  readonly bulk: BulkState;
  readonly workstation: WorkstationState;
  readonly runView: RunViewState;
  readonly related: RelatedState;
  readonly batch: BatchState;
  readonly runChecks: RunCheckState;
  readonly checkPopover: CheckPopoverState;
  readonly damaged: DamagedRecordState;
  readonly filePreview: FilePreviewState;
  readonly pending: PendingChangeState;
  readonly drafts: DraftState;
  readonly record: RecordState;
  readonly imports: ImportState;
  readonly recordCheck: RecordCheckState;
  readonly pastChecks: PastCheckState;
  readonly drop: DropState;
  readonly health: HealthState;
  readonly alarms: AlarmState;
  readonly keys: KeyState;
  readonly work: WorkState;
  readonly commands: CommandState;
  readonly palette: PaletteState;
  readonly scan: ScanState;
}

/** The stores that hold {@link WindowStates}. */
export type WindowStores = { readonly [Name in keyof WindowStates]: StoreApi<WindowStates[Name]> };

/** What the stores need from outside. */
export interface WindowStoresOptions {
  readonly client: Client;
  readonly timers: Timers;
  readonly storage: SettingsStorage;
  readonly hints: ScreenHints;
}

/** All stores over one client. When another folder is opened, nothing of the old one stays on screen. */
export function createWindowStores({ client, timers, storage, hints }: WindowStoresOptions): WindowStores {
  const work = createWorkStore(client, timers);
  const runChecks = createRunCheckStore(work);
  const runQuery = createRunQueryStore();
  const listLayout = createListLayoutStore(storage);
  const workstation = createWorkstationStore(client);
  const runList = createRunListStore({ client, timers, runQuery, layout: listLayout, workstation });
  const listed = () => ({
    filters: () => filtersNow({ runQuery, workstation, timers }),
    total: countedList(runList.getState())?.total ?? 0,
  });
  const pastChecks = createPastCheckStore(client, work);
  const settings = createSettingsStore(storage, hints);
  const place = createPlaceStore(() => settings.getState().start);
  const stores: WindowStores = {
    session: createSessionStore(client),
    ...{ place, settings },
    home: createHomeStore({ ...{ client, timers, storage }, onWorkstation: () => void workstation.getState().read() }),
    ...{ runQuery, listLayout, workstation, runList },
    timeline: createTimelineStore({ client, timers, runQuery, workstation }),
    views: createViewsStore({ client, storage, runQuery, layout: listLayout }),
    basket: createBasketStore(client),
    bulk: createBulkStore(client, timers),
    runView: createRunViewStore(client, runChecks),
    related: createRelatedStore(client),
    batch: createBatchStore(client),
    runChecks,
    checkPopover: createCheckPopoverStore(),
    damaged: createDamagedRecordStore(client),
    filePreview: createFilePreviewStore(client),
    pending: createPendingChangeStore(client, timers),
    drafts: createDraftStore(),
    record: createRecordStore(client),
    imports: createImportStore(client, work),
    recordCheck: createRecordCheckStore({
      ...{ client, work, timers, listed },
      onEnded: () => void pastChecks.getState().read(),
    }),
    pastChecks,
    drop: createDropStore(client),
    health: createHealthStore(client, timers),
    alarms: createAlarmStore(client, timers, storage),
    keys: createKeyStore(client),
    work,
    commands: createCommandStore(),
    palette: createPaletteStore({ client, timers, storage }),
    scan: createScanStore({ client, timers, storage, place }),
  };
  followFolder(stores);
  runQuery.subscribe((state, before) => {
    if (state.query !== before.query) stores.basket.getState().leave();
  });
  return stores;
}

/**
 * Opens the own or the sample folder, after everything that still waits for it is on record. `takeOver`: also from a program on another
 * machine that seems to have stopped.
 */
export async function openFolder(
  stores: WindowStores,
  folder: "own" | "sample",
  { takeOver = false }: { readonly takeOver?: boolean } = {},
): Promise<void> {
  await Promise.all([stores.pending.getState().settle(), stores.bulk.getState().settle()]);
  await stores.session.getState().open(folder, takeOver);
}

function followFolder(stores: WindowStores): void {
  stores.session.subscribe((state, previous) => {
    const opened = folderKey(state.session);
    const before = folderKey(previous.session);
    if (opened === null || opened === before) return;
    // Before the first folder is known there is nothing to forget, and the person may be somewhere already.
    if (before !== null) forgetFolder(stores);
    void stores.workstation.getState().read();
    void readList(stores);
    void stores.timeline.getState().read();
    void stores.health.getState().read();
    void stores.alarms.getState().read();
  });
}

/** The view that was shown last comes before the first list, so that no other list is seen before it. */
async function readList({ views, runList }: WindowStores): Promise<void> {
  await views.getState().start();
  if (runList.getState().list === null) await runList.getState().reload();
}

function forgetFolder(stores: WindowStores): void {
  stores.place.getState().reset();
  stores.runView.getState().close();
  stores.related.getState().close();
  stores.batch.getState().reset();
  stores.runChecks.getState().reset();
  stores.alarms.getState().reset();
  stores.keys.getState().reset();
  stores.damaged.getState().reset();
  stores.checkPopover.getState().close();
  stores.filePreview.getState().close();
  stores.home.getState().reset();
  // Before the query: another query would open the list once more.
  stores.runList.getState().reset();
  stores.runQuery.getState().reset();
  stores.timeline.getState().reset();
  stores.basket.getState().clear();
  stores.imports.getState().startOver();
  stores.recordCheck.getState().forget();
  stores.pastChecks.getState().forget();
  stores.palette.getState().close();
  stores.scan.getState().reset();
}
