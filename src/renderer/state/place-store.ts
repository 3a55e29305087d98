import { createStore, type StoreApi } from "zustand/vanilla";
import type { CreatedRun } from "../../shared/operations/run-operations.ts";
import type { StartPlace } from "./settings-store.ts";

/** Where in the window one can be. A run page that follows a recording carries its answer. */
export type Place =
  | { readonly name: "home" }
  | { readonly name: "runs" }
  | { readonly name: "run"; readonly runId: string; readonly created: CreatedRun | null }
  | { readonly name: "batch"; readonly by: "batch" | "session"; readonly value: string }
  | { readonly name: "record" }
  /** `runId`: the run to begin with, where one does not come from its page. */
  | { readonly name: "check"; readonly runId?: string }
  | { readonly name: "import" }
  | { readonly name: "health" }
  | { readonly name: "settings" }
  | { readonly name: "scanner" }
  | { readonly name: "help" };

/** The places that stand in the rail, in the order of their keys (Ctrl+1 and on). */
export const RAIL_PLACES = ["home", "runs", "check", "import", "health", "settings"] as const;

/** A place of the rail. */
export type RailPlace = (typeof RAIL_PLACES)[number];

const LONGEST_PAST = 50;

/** Where we are, where we came from, and where back leads. */
export interface PlaceState {
  readonly place: Place;
  readonly past: readonly Place[];
  readonly future: readonly Place[];
  go(place: Place): void;
  /** False when there is nothing to go back to. */
  back(): boolean;
  forward(): boolean;
  /** Forgets the way here: another folder was opened. */
  reset(): void;
}

/** A store of places that starts, with each folder, where the person wants to start. */
export function createPlaceStore(startAt: () => StartPlace = () => "home"): StoreApi<PlaceState> {
  return createStore<PlaceState>()((set, get) => ({
    place: { name: startAt() },
    past: [],
    future: [],
    go: (place) => {
      const current = get().place;
      if (isSamePlace(current, place)) return;
      set({ place, past: [...get().past, current].slice(-LONGEST_PAST), future: [] });
    },
    back: () => {
      const { place, past, future } = get();
      const previous = past.at(-1);
      if (previous === undefined) return false;
      set({ place: previous, past: past.slice(0, -1), future: [place, ...future] });
      return true;
    },
    forward: () => {
      const { place, past, future } = get();
      const [next, ...rest] = future;
      if (next === undefined) return false;
      set({ place: next, past: [...past, place], future: rest });
      return true;
    },
    reset: () => set({ place: { name: startAt() }, past: [], future: [] }),
  }));
}

/** The rail place that a place belongs to. */
export function railPlaceOf(place: Place): RailPlace {
  switch (place.name) {
    case "run":
    case "batch":
    case "record":
      return "runs";
    case "scanner":
    case "help":
      return "settings";
    default:
      return place.name;
  }
}

/** The run that the check page begins with: the one it was asked for, else the one whose page one came from. */
export function runToCheck({ place, past }: PlaceState): string | null {
  if (place.name !== "check") return null;
  const before = past.at(-1);
  return place.runId ?? (before?.name === "run" ? before.runId : null);
}

function isSamePlace(one: Place, other: Place): boolean {
  if (one.name === "run" && other.name === "run") return one.runId === other.runId && other.created === null;
  if (one.name === "batch" && other.name === "batch") return one.by === other.by && one.value === other.value;
  return one.name === other.name;
}
