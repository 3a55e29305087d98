import { createStore, type StoreApi } from "zustand/vanilla";

/** Text that was typed and not saved yet, by what it is for. It is kept until it is saved or emptied. */
export interface DraftState {
  readonly drafts: Readonly<Record<string, string>>;
  keep(key: string, text: string): void;
}

/** A store of unfinished texts. */
export function createDraftStore(): StoreApi<DraftState> {
  return createStore<DraftState>()((set, get) => ({
    drafts: {},
    keep: (key, text) => set({ drafts: { ...get().drafts, [key]: text } }),
  }));
}
