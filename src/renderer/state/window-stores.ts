import type { StoreApi } from "zustand/vanilla";
import type { Client } from "../api/client.ts";
import { type AlarmState, createAlarmStore } from "./alarm-store.ts";
import { type BatchState, createBatchStore } from "./batch-store.ts";
import { type CheckPopoverState, createCheckPopoverStore } from "./check-popover-store.ts";
import { createDamagedRecordStore, type DamagedRecordState } from "./damaged-record-store.ts";
import { createDraftStore, type DraftState } from "./draft-store.ts";
import { createDropStore, type DropState } from "./drop-store.ts";
import { createFilePreviewStore, type FilePreviewState } from "./file-preview-store.ts";
import { createHealthStore, type HealthState } from "./health-store.ts";
import { createImportStore, type ImportState } from "./import-store.ts";
import { createKeyStore, type KeyState } from "./key-store.ts";
import { createPastCheckStore, type PastCheckState } from "./past-check-store.ts";
import { createPendingChangeStore, type PendingChangeState } from "./pending-change-store.ts";
import { createPlaceStore, type PlaceState } from "./place-store.ts";
import { createRecordCheckStore, type RecordCheckState } from "./record-check-store.ts";
import { createRecordStore, type RecordState } from "./record-store.ts";
import { createRelatedStore, type RelatedState } from "./related-store.ts";
import { createRunCheckStore, type RunCheckState } from "./run-check-store.ts";
import { createRunListStore, type RunListState } from "./run-list-store.ts";
import { createRunQueryStore, type RunQueryState } from "./run-query-store.ts";
import { createRunViewStore, type RunViewState } from "./run-view-store.ts";
import { createSessionStore, folderKey, type SessionState } from "./session-store.ts";
import { createSettingsStore, type ScreenHints, type SettingsState, type SettingsStorage } from "./settings-store.ts";
import type { Timers } from "./timers.ts";
import { createWorkStore, type WorkState } from "./work-store.ts";

/** Everything the window remembers, one small store for each concern. */
export interface WindowStates {
  readonly session: SessionState;
  readonly place: PlaceState;
  readonly settings: SettingsState;
  readonly runQuery: RunQueryState;
  readonly runList: RunListState;
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
  const runList = createRunListStore(client, timers);
  const pastChecks = createPastCheckStore(client, work);
  const stores: WindowStores = {
    session: createSessionStore(client),
    place: createPlaceStore(),
    settings: createSettingsStore(storage, hints),
    runQuery: createRunQueryStore(),
    runList,
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
      ...{ client, work, timers, listed: () => runList.getState() },
      onEnded: () => void pastChecks.getState().read(),
    }),
    pastChecks,
    drop: createDropStore(client),
    health: createHealthStore(client, timers),
    alarms: createAlarmStore(client, timers, storage),
    keys: createKeyStore(client),
    work,
  };
  followFolder(stores);
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
  await stores.pending.getState().settle();
  await stores.session.getState().open(folder, takeOver);
}

function followFolder(stores: WindowStores): void {
  stores.session.subscribe((state, previous) => {
    const opened = folderKey(state.session);
    const before = folderKey(previous.session);
    if (opened === null || opened === before) return;
    // Before the first folder is known there is nothing to forget, and the person may be somewhere already.
    if (before !== null) forgetFolder(stores);
    void stores.runList.getState().reload();
    void stores.health.getState().read();
    void stores.alarms.getState().read();
  });
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
  stores.runQuery.getState().reset();
  stores.runList.getState().reset();
  stores.imports.getState().startOver();
  stores.recordCheck.getState().forget();
  stores.pastChecks.getState().forget();
}
