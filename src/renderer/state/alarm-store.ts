import { createStore, type StoreApi } from "zustand/vanilla";
import type { Client } from "../api/client.ts";
import type { SettingsStorage } from "./settings-store.ts";
import type { Timers } from "./timers.ts";

/** Where the window keeps which clock step was put away. */
export const CLOCK_SEEN_KEY = "rmos-runs.clock-step-seen";
/** Changes come in bursts; one look after each burst is enough. */
export const LOOK_AFTER_MS = 500;

/** What a supervisor must hear of wherever the window is. */
export interface AlarmState {
  /** Runs whose record is not what was recorded, as far as checks found. */
  readonly changedRuns: number;
  /** When the clock step happened that a person has put away; null for none. */
  readonly clockSeenAt: string | null;
  read(): Promise<void>;
  /** Puts away the message about one clock step. The next one shows again. */
  putAwayClock(at: string): void;
  /** Another folder was opened. */
  reset(): void;
}

/** A store of alarms that follows the folder. */
export function createAlarmStore(client: Client, timers: Timers, storage: SettingsStorage): StoreApi<AlarmState> {
  let folder = 0;
  const store = createStore<AlarmState>()((set) => ({
    changedRuns: 0,
    clockSeenAt: storage.getItem(CLOCK_SEEN_KEY),
    read: async () => {
      const asked = folder;
      const changedRuns = await countChanged(client);
      if (asked === folder && changedRuns !== null) set({ changedRuns });
    },
    putAwayClock: (at) => {
      storage.setItem(CLOCK_SEEN_KEY, at);
      set({ clockSeenAt: at });
    },
    reset: () => {
      folder += 1;
      set({ changedRuns: 0 });
    },
  }));
  let isWaiting = false;
  client.subscribe("store.changed", () => {
    if (isWaiting) return;
    isWaiting = true;
    timers.after(LOOK_AFTER_MS, () => {
      isWaiting = false;
      void store.getState().read();
    });
  });
  return store;
}

async function countChanged(client: Client): Promise<number | null> {
  try {
    return (await client.call("run.query", { filters: { check: ["changed"], hidden: "include" }, limit: 1 })).total;
  } catch {
    // The list says what is wrong with the folder; here the last count stays.
    return null;
  }
}
