import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import { asAppError, type Client } from "../api/client.ts";

/** A copy of a record's bytes for support. */
export type RecordCopy =
  | { readonly state: "none" | "saving" }
  | { readonly state: "saved"; readonly name: string }
  | { readonly state: "failed"; readonly error: AppError };

/** What is known of a record that cannot be read. */
export interface DamagedRecord {
  /** Null while it is not known, or where no file is left. */
  readonly sizeBytes: number | null;
  readonly copy: RecordCopy;
}

/** Records that cannot be read, by run. */
export interface DamagedRecordState {
  readonly byRun: ReadonlyMap<string, DamagedRecord>;
  /** Asks once for the size of the bytes that are left. */
  look(runId: string): Promise<void>;
  /** Saves the bytes as they are in a folder the person chooses. */
  save(runId: string): Promise<void>;
  reset(): void;
}

/** What is known before anybody has looked. */
export const NOT_LOOKED_AT: DamagedRecord = { sizeBytes: null, copy: { state: "none" } };

/** A store about records that cannot be read. */
export function createDamagedRecordStore(client: Client): StoreApi<DamagedRecordState> {
  return createStore<DamagedRecordState>()((set, get) => {
    const change = (runId: string, part: Partial<DamagedRecord>): void => {
      const known = get().byRun.get(runId) ?? NOT_LOOKED_AT;
      set({ byRun: new Map(get().byRun).set(runId, { ...known, ...part }) });
    };
    return {
      byRun: new Map(),
      look: async (runId) => {
        if (get().byRun.has(runId)) return;
        change(runId, {});
        try {
          const { bytes } = await client.call("run.raw", { run_id: runId });
          change(runId, { sizeBytes: bytes.byteLength });
        } catch {
          // The row already says that the record cannot be read; a size that is not known is left out.
        }
      },
      save: async (runId) => {
        if (get().byRun.get(runId)?.copy.state === "saving") return;
        try {
          const { picked } = await client.call("files.pick", { purpose: "save-folder" });
          if (picked === null) return;
          change(runId, { copy: { state: "saving" } });
          const { name } = await client.call("run.save", { run_id: runId, to: { folder: { grant: picked.grant } } });
          change(runId, { copy: { state: "saved", name } });
        } catch (error) {
          change(runId, { copy: { state: "failed", error: asAppError(error) } });
        }
      },
      reset: () => set({ byRun: new Map() }),
    };
  });
}
