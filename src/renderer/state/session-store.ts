import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { Session } from "../../shared/operations/session-operations.ts";
import { asAppError, type Client } from "../api/client.ts";

/** Where we are, who is here, and what the open folder lets one do. */
export interface SessionState {
  readonly session: Session | null;
  readonly opening: boolean;
  readonly error: AppError | null;
  load(): Promise<void>;
  /** Opens the own or the sample folder. Opening the same again retries a lost or held lock, or takes it over where that is asked. */
  open(folder: "own" | "sample", takeOver?: boolean): Promise<void>;
}

/** A store that follows the session as main tells it. */
export function createSessionStore(client: Client): StoreApi<SessionState> {
  const store = createStore<SessionState>()((set) => {
    const ask = async (question: () => Promise<Session>): Promise<void> => {
      set({ opening: true, error: null });
      try {
        set({ session: await question(), opening: false });
      } catch (error) {
        set({ opening: false, error: asAppError(error) });
      }
    };
    return {
      session: null,
      opening: false,
      error: null,
      load: () => ask(() => client.call("session.get", {})),
      open: (folder, takeOver = false) => ask(() => client.call("session.open", { folder, take_over: takeOver })),
    };
  });
  client.subscribe("session.changed", (session) => store.setState({ session }));
  return store;
}

/** True when something can be recorded now. */
export function canWrite(state: SessionState): boolean {
  return state.session?.store.mode === "writable";
}

/** What tells one opened folder from another. */
export function folderKey(session: Session | null): string | null {
  return session === null ? null : `${session.sample ? "sample" : "own"}:${session.runs_dir}`;
}
