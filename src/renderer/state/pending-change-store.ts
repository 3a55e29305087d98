import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { OperationInput } from "../../shared/operation-table.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Timers } from "./timers.ts";

/** How long a note, a tag or hiding can be taken back before it goes on record. Source: experience DSK-5. */
export const UNDO_MS = 8_000;

/** A note, a tag or hiding that is not on record yet. */
export interface PendingChange {
  readonly id: number;
  readonly input: OperationInput<"run.annotate">;
  /** What happened, for the bar: "Note added." */
  readonly sentence: string;
  readonly writeAtMs: number;
  readonly state: "waiting" | "writing" | "failed";
  readonly error: AppError | null;
}

/** Changes that can still be taken back, oldest first. At most one waits; a second one sends the first on its way. */
export interface PendingChangeState {
  readonly changes: readonly PendingChange[];
  propose(input: OperationInput<"run.annotate">, sentence: string): void;
  /** Takes a waiting change back: nothing is written. Also discards one that could not be written. */
  undo(id: number): void;
  /** Writes now; also tries a failed one again. */
  write(id: number): Promise<void>;
  /** Writes everything that waits and resolves when all of it was tried: the folder or the window is about to close. */
  settle(): Promise<void>;
}

/** A store that holds changes back for the undo time and writes them then. */
export function createPendingChangeStore(client: Client, timers: Timers): StoreApi<PendingChangeState> {
  const callOff = new Map<number, () => void>();
  const writing = new Set<Promise<void>>();
  let lastId = 0;
  return createStore<PendingChangeState>()((set, get) => {
    const change = (id: number, part: Partial<PendingChange>): void =>
      set({ changes: get().changes.map((item) => (item.id === id ? { ...item, ...part } : item)) });
    const drop = (id: number): void => {
      callOff.get(id)?.();
      callOff.delete(id);
      set({ changes: get().changes.filter((item) => item.id !== id) });
    };
    const find = (id: number): PendingChange | undefined => get().changes.find((item) => item.id === id);
    return {
      changes: [],
      propose: (input, sentence) => {
        void get().settle();
        lastId += 1;
        const id = lastId;
        const writeAtMs = timers.nowMs() + UNDO_MS;
        set({ changes: [...get().changes, { id, input, sentence, writeAtMs, state: "waiting", error: null }] });
        callOff.set(
          id,
          timers.after(UNDO_MS, () => void get().write(id)),
        );
      },
      undo: (id) => {
        if (find(id)?.state !== "writing") drop(id);
      },
      write: (id) => {
        const item = find(id);
        if (item === undefined || item.state === "writing") return Promise.resolve();
        callOff.get(id)?.();
        change(id, { state: "writing", error: null });
        const done: Promise<void> = client
          .call("run.annotate", item.input)
          .then(
            () => drop(id),
            (error: unknown) => change(id, { state: "failed", error: asAppError(error) }),
          )
          .finally(() => writing.delete(done));
        writing.add(done);
        return done;
      },
      settle: async () => {
        const waiting = get().changes.filter((item) => item.state === "waiting");
        await Promise.all([...waiting.map((item) => get().write(item.id)), ...writing]);
      },
    };
  });
}
