import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { OperationInput } from "../../shared/operation-table.ts";
import type { CreatedRun } from "../../shared/operations/run-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import { buildRunRequest, EMPTY_FORM, type RecordForm } from "./run-request.ts";

/** Where a run request comes from. */
export type RequestSource = OperationInput<"run.create">["source"];

/** A request file that waits for the person's word: a record cannot be taken back. */
export interface WaitingRequest {
  readonly name: string;
  readonly source: RequestSource;
}

/** Recording by hand and from a file. What was typed stays until it is recorded or cleared. */
export interface RecordState {
  readonly form: RecordForm;
  readonly waiting: WaitingRequest | null;
  readonly busy: boolean;
  readonly error: AppError | null;
  fill(change: Partial<RecordForm>): void;
  clear(): void;
  /** The recorded run, or null when it was not recorded; the reason is then in `error`. */
  recordForm(): Promise<CreatedRun | null>;
  /** Asks for a request file; the chosen one then waits. */
  pickFile(): Promise<void>;
  offer(request: WaitingRequest): void;
  refuse(): void;
  recordWaiting(): Promise<CreatedRun | null>;
}

/** A store for what is about to be recorded. */
export function createRecordStore(client: Client): StoreApi<RecordState> {
  return createStore<RecordState>()((set, get) => {
    const record = async (source: RequestSource): Promise<CreatedRun | null> => {
      if (get().busy) return null;
      set({ busy: true, error: null });
      try {
        const created = await client.call("run.create", { source });
        set({ busy: false });
        return created;
      } catch (error) {
        set({ busy: false, error: asAppError(error) });
        return null;
      }
    };
    return {
      form: EMPTY_FORM,
      waiting: null,
      busy: false,
      error: null,
      fill: (change) => set({ form: { ...get().form, ...change } }),
      clear: () => set({ form: EMPTY_FORM, error: null }),
      recordForm: async () => {
        const created = await record({ bytes: buildRunRequest(get().form), name: null });
        if (created !== null) set({ form: EMPTY_FORM });
        return created;
      },
      pickFile: async () => {
        try {
          const { picked } = await client.call("files.pick", { purpose: "request-file" });
          if (picked !== null) get().offer({ name: picked.label, source: { file: { grant: picked.grant } } });
        } catch (error) {
          set({ error: asAppError(error) });
        }
      },
      offer: (waiting) => set({ waiting, error: null }),
      refuse: () => set({ waiting: null, error: null }),
      recordWaiting: async () => {
        const { waiting } = get();
        if (waiting === null) return null;
        const created = await record(waiting.source);
        if (created !== null) set({ waiting: null });
        return created;
      },
    };
  });
}
