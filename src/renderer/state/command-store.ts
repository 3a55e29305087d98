import { createStore, type StoreApi } from "zustand/vanilla";
import type { CommandId } from "./shortcuts.ts";

/** What the pages in sight offer to do. The newest offer of a command counts. */
export interface CommandState {
  readonly offers: ReadonlyMap<CommandId, readonly Offer[]>;
  /** Commands that were offered since the window opened: help shows them although their page is not in sight. */
  readonly everOffered: ReadonlySet<CommandId>;
  /** Offers a command until the returned function is called. */
  offer(id: CommandId, run: () => void): () => void;
  /** Does what the newest offer does; false when nobody offers it. */
  run(id: CommandId): boolean;
}

interface Offer {
  readonly run: () => void;
}

/** A store without offers. */
export function createCommandStore(): StoreApi<CommandState> {
  return createStore<CommandState>()((set, get) => ({
    offers: new Map(),
    everOffered: new Set(),
    offer: (id, run) => {
      const offer = { run };
      const { offers, everOffered } = get();
      set({
        offers: new Map(offers).set(id, [...(offers.get(id) ?? []), offer]),
        everOffered: everOffered.has(id) ? everOffered : new Set([...everOffered, id]),
      });
      return () => {
        const rest = (get().offers.get(id) ?? []).filter((one) => one !== offer);
        const next = new Map(get().offers);
        if (rest.length > 0) next.set(id, rest);
        else next.delete(id);
        set({ offers: next });
      };
    },
    run: (id) => {
      const newest = get().offers.get(id)?.at(-1);
      newest?.run();
      return newest !== undefined;
    },
  }));
}
