import { createStore, type StoreApi } from "zustand/vanilla";
import type { Health } from "../../shared/operations/store-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import { type Loaded, loadedValue } from "./loaded.ts";
import type { Timers } from "./timers.ts";

/** How often the drive and the folder are looked at while the window is open. */
export const HEALTH_EVERY_MS = 60_000;

/** The same while the list is being built. */
export const BUILDING_EVERY_MS = 2000;

/** How the app and its folder are doing, as last read. */
export interface HealthState {
  readonly health: Loaded<Health>;
  read(): Promise<void>;
  /** Reads now and again every minute, more often while the list is being built, until the returned function is called. */
  follow(): () => void;
}

/** A store of the last health report. The last good one stays on screen while a new one is read. */
export function createHealthStore(client: Client, timers: Timers): StoreApi<HealthState> {
  return createStore<HealthState>()((set, get) => ({
    health: { state: "idle" },
    read: async () => {
      if (get().health.state !== "ready") set({ health: { state: "loading" } });
      try {
        set({ health: { state: "ready", value: await client.call("health.get", {}) } });
      } catch (error) {
        set({ health: { state: "failed", error: asAppError(error) } });
      }
    },
    follow: () => {
      let stopped = false;
      let callOff: () => void = () => undefined;
      const turn = (): void => {
        if (stopped) return;
        callOff = timers.after(HEALTH_EVERY_MS, turn);
        void get().read().then(hurry);
      };
      const hurry = (): void => {
        if (stopped || loadedValue(get().health)?.catalog?.state !== "building") return;
        callOff();
        callOff = timers.after(BUILDING_EVERY_MS, turn);
      };
      turn();
      return () => {
        stopped = true;
        callOff();
      };
    },
  }));
}
