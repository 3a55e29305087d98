import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppError, errorCodeOf } from "../../shared/app-error.ts";
import type { ImportReport } from "../../shared/operations/store-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { WorkState } from "./work-store.ts";

/** A folder the person chose or dropped, as main lets the window name it. */
export interface ImportSource {
  readonly grant: string;
  readonly label: string;
}

/** How far an import is: look first, then import, then the report. */
export type ImportPhase =
  | { readonly name: "start"; readonly error: AppError | null }
  | { readonly name: "scanning"; readonly source: ImportSource; readonly jobId: string }
  | {
      readonly name: "listed";
      readonly source: ImportSource;
      readonly report: ImportReport;
      readonly stopped: boolean;
      readonly error: AppError | null;
    }
  | { readonly name: "importing"; readonly source: ImportSource; readonly report: ImportReport; readonly jobId: string }
  | { readonly name: "done"; readonly source: ImportSource; readonly report: ImportReport };

/** Importing an older store. */
export interface ImportState {
  readonly phase: ImportPhase;
  pickFolder(): Promise<void>;
  scan(source: ImportSource): Promise<void>;
  commit(): Promise<void>;
  cancel(): void;
  startOver(): void;
}

/** A store that looks through a folder before anything is written, and imports it when told to. */
export function createImportStore(client: Client, work: StoreApi<WorkState>): StoreApi<ImportState> {
  return createStore<ImportState>()((set, get) => {
    const scan = async (source: ImportSource, stopped: boolean): Promise<void> => {
      const { jobId, answer } = work.getState().start("import.scan", { source: { grant: source.grant } });
      set({ phase: { name: "scanning", source, jobId } });
      try {
        set({ phase: { name: "listed", source, report: await answer, stopped, error: null } });
      } catch (error) {
        set({ phase: { name: "start", error: isStop(error) ? null : asAppError(error) } });
      }
    };
    return {
      phase: { name: "start", error: null },
      pickFolder: async () => {
        try {
          const { picked } = await client.call("files.pick", { purpose: "import-folder" });
          if (picked !== null) await get().scan(picked);
        } catch (error) {
          set({ phase: { name: "start", error: asAppError(error) } });
        }
      },
      scan: (source) => (isBusy(get().phase) ? Promise.resolve() : scan(source, false)),
      commit: async () => {
        const { phase } = get();
        if (phase.name !== "listed") return;
        const { source, report } = phase;
        const { jobId, answer } = work.getState().start("import.commit", { source: { grant: source.grant } });
        set({ phase: { name: "importing", source, report, jobId } });
        try {
          set({ phase: { name: "done", source, report: await answer } });
        } catch (error) {
          // A part is here now: only another look tells which.
          if (isStop(error)) await scan(source, true);
          else set({ phase: { name: "listed", source, report, stopped: false, error: asAppError(error) } });
        }
      },
      cancel: () => {
        const { phase } = get();
        if (isBusy(phase)) void work.getState().cancel(phase.jobId);
      },
      startOver: () => {
        if (!isBusy(get().phase)) set({ phase: { name: "start", error: null } });
      },
    };
  });
}

function isStop(error: unknown): boolean {
  return errorCodeOf(error) === "CANCELLED";
}

function isBusy(phase: ImportPhase): phase is Extract<ImportPhase, { readonly jobId: string }> {
  return phase.name === "scanning" || phase.name === "importing";
}
