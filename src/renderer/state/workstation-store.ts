import { createStore, type StoreApi } from "zustand/vanilla";
import type { WorkstationSettings } from "../../shared/operations/view-operations.ts";
import type { Client } from "../api/client.ts";

/** What holds for the workstation. Until it is known: no shifts, no machine, the zone of this window. */
export interface WorkstationState {
  readonly settings: WorkstationSettings;
  read(): Promise<void>;
}

/** A store of the workstation's settings. */
export function createWorkstationStore(client: Client): StoreApi<WorkstationState> {
  return createStore<WorkstationState>()((set) => ({
    settings: { shifts: [], machine: null, zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    read: async () => {
      try {
        set({ settings: await client.call("workstation.get", {}) });
      } catch {
        // Lists and days work without it; the page that changes these settings says what is wrong.
      }
    },
  }));
}
