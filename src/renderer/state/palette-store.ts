import { createStore, type StoreApi } from "zustand/vanilla";
import { type RunRow, runFiltersSchema } from "../../shared/operations/run-operations.ts";
import type { SavedView } from "../../shared/operations/view-operations.ts";
import { parseRunNumber } from "../../shared/run-number.ts";
import { parseScanCode } from "../../shared/scan-code.ts";
import type { Client } from "../api/client.ts";
import type { SettingsStorage } from "./settings-store.ts";
import type { Timers } from "./timers.ts";

/** Runs shown for a text; who wants more goes to the list. */
export const MOST_RUNS = 8;
/** Shorter pauses are still typing. */
export const TYPING_MS = 150;
const MOST_RECENT = 6;
const RECENT_KEY = "rmos-runs.palette.recent";

/** How far the search for runs is. Rows of the text before stay while new ones are on their way. */
export interface PaletteRuns {
  readonly state: "idle" | "searching" | "ready" | "failed";
  readonly rows: readonly RunRow[];
}

/** The command palette: what is typed, and what was found for it. */
export interface PaletteState {
  readonly isOpen: boolean;
  readonly text: string;
  readonly runs: PaletteRuns;
  readonly views: readonly SavedView[];
  /** What was chosen last, newest first. */
  readonly recent: readonly string[];
  open(): void;
  close(): void;
  type(text: string): void;
  /** Remembers a choice. */
  used(itemId: string): void;
}

/** What a palette store needs. */
export interface PaletteStoreOptions {
  readonly client: Client;
  readonly timers: Timers;
  readonly storage: SettingsStorage;
}

const NO_RUNS: PaletteRuns = { state: "idle", rows: [] };

/** A closed palette that knows what was chosen on this workstation before. */
export function createPaletteStore({ client, timers, storage }: PaletteStoreOptions): StoreApi<PaletteState> {
  let callOff = (): void => undefined;
  const store = createStore<PaletteState>()((set, get) => ({
    isOpen: false,
    text: "",
    runs: NO_RUNS,
    views: [],
    recent: readRecent(storage),
    open: () => {
      set({ isOpen: true, text: "", runs: NO_RUNS });
      void readViews();
    },
    close: () => {
      callOff();
      set({ isOpen: false, text: "", runs: NO_RUNS });
    },
    type: (text) => {
      callOff();
      if (text.trim() === "") return set({ text, runs: NO_RUNS });
      set({ text, runs: { ...get().runs, state: "searching" } });
      callOff = timers.after(TYPING_MS, () => void search(text));
    },
    used: (itemId) => {
      const recent = [itemId, ...get().recent.filter((id) => id !== itemId)].slice(0, MOST_RECENT);
      storage.setItem(RECENT_KEY, JSON.stringify(recent));
      set({ recent });
    },
  }));

  async function readViews(): Promise<void> {
    // Where views cannot be read the list of runs says so; here they are only left out.
    const views = await client.call("view.list", {}).then(
      (answer) => answer.views,
      () => [],
    );
    store.setState({ views });
  }

  /** An answer to a text that was changed meanwhile is dropped. */
  async function search(text: string): Promise<void> {
    const runs = await findRuns(client, text).then(
      (rows): PaletteRuns => ({ state: "ready", rows }),
      (): PaletteRuns => ({ state: "failed", rows: [] }),
    );
    const now = store.getState();
    if (now.isOpen && now.text === text) store.setState({ runs });
  }
  return store;
}

/** The run that the text names itself comes before those that only speak of it. */
async function findRuns(client: Client, text: string): Promise<readonly RunRow[]> {
  const isName = parseRunNumber(text) !== null || parseScanCode(text) !== null;
  const [named, worded] = await Promise.all([
    isName ? client.call("run.locate", { code: text }) : { rows: [] },
    client.call("run.query", {
      filters: runFiltersSchema.parse({ text: text.trim().slice(0, 400) }),
      limit: MOST_RUNS,
    }),
  ]);
  const ids = new Set(named.rows.map((row) => row.run_id));
  return [...named.rows, ...worded.rows.filter((row) => !ids.has(row.run_id))].slice(0, MOST_RUNS);
}

function readRecent(storage: SettingsStorage): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(RECENT_KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST_RECENT) : [];
  } catch {
    // Whatever else was kept there is no list of choices, and none is needed.
    return [];
  }
}
