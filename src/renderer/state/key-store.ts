import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { StoreKeys } from "../../shared/operations/key-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Loaded } from "./loaded.ts";

/** The keys of the open folder, and a change of the signing key that is under way. */
export interface KeyState {
  readonly keys: Loaded<StoreKeys>;
  readonly isChanging: boolean;
  /** Why the last change was refused; null when it was not. */
  readonly refusal: AppError | null;
  read(): Promise<void>;
  /** True when the new key signs. */
  rotate(to: "system" | "file"): Promise<boolean>;
  /** True when the folder was opened with a new key. */
  replace(reason: string): Promise<boolean>;
  reset(): void;
}

const NOTHING = { keys: { state: "idle" }, isChanging: false, refusal: null } as const;

/** A store of the folder's keys. One change at a time; the answer to a change is what is shown next. */
export function createKeyStore(client: Client): StoreApi<KeyState> {
  return createStore<KeyState>()((set, get) => {
    let folder = 0;
    const change = async (call: () => Promise<StoreKeys>): Promise<boolean> => {
      if (get().isChanging) return false;
      const asked = folder;
      set({ isChanging: true, refusal: null });
      try {
        const value = await call();
        if (asked === folder) set({ keys: { state: "ready", value }, isChanging: false });
        return true;
      } catch (error) {
        if (asked === folder) set({ refusal: asAppError(error), isChanging: false });
        return false;
      }
    };
    return {
      ...NOTHING,
      async read() {
        const asked = folder;
        if (get().keys.state !== "ready") set({ keys: { state: "loading" } });
        try {
          const value = await client.call("key.show", {});
          if (asked === folder) set({ keys: { state: "ready", value } });
        } catch (error) {
          if (asked === folder) set({ keys: { state: "failed", error: asAppError(error) } });
        }
      },
      rotate: (to) => change(() => client.call("key.rotate", { to })),
      replace: (reason) => change(() => client.call("key.reset", { reason })),
      reset() {
        folder += 1;
        set(NOTHING);
      },
    };
  });
}
