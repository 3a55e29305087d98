import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Place, PlaceState } from "./place-store.ts";
import { type KeyboardRepair, readScan } from "./read-scan.ts";
import type { ScanLimits } from "./scan-burst.ts";
import { keepLimits, readLimits } from "./scan-limits.ts";
import type { SettingsStorage } from "./settings-store.ts";
import type { Timers } from "./timers.ts";

/** The same code again within this time is one pull of the trigger: scanners repeat, and so do hands. */
export const REPEAT_MS = 1500;

/** What a person is told about the last scan. It stays until it is put away, or the next scan. */
export type ScanNotice =
  | { readonly kind: "looking"; readonly text: string }
  /** No run here has this code. */
  | { readonly kind: "not-here"; readonly text: string }
  /** Not a code of ours, and nothing in sight takes text. */
  | { readonly kind: "foreign"; readonly text: string }
  | { readonly kind: "choice"; readonly text: string; readonly rows: readonly RunRow[]; readonly more: boolean }
  | { readonly kind: "failed"; readonly text: string; readonly error: AppError }
  | { readonly kind: "repaired"; readonly repair: KeyboardRepair };

/** One key as it arrived, for the scanner test. */
export interface ArrivedKey {
  readonly shown: string;
  /** Since the key before; null for the first. */
  readonly gapMs: number | null;
}

/** The last burst, as the scanner test shows it. */
export interface TestedScan {
  readonly text: string;
  readonly keys: readonly ArrivedKey[];
  readonly longestGapMs: number;
}

/** What became of scans, and how scanners are told from people. */
export interface ScanState {
  readonly limits: ScanLimits;
  readonly notice: ScanNotice | null;
  /** The scanner test is open: it shows scans, and nothing acts on them. */
  readonly testing: boolean;
  readonly keys: readonly ArrivedKey[];
  readonly tested: TestedScan | null;
  /** How many runs were opened so: what lies over the page gives way when it grows. */
  readonly opened: number;
  setLimits(limits: Partial<ScanLimits>): void;
  setTesting(testing: boolean): void;
  /** A key arrived while the scanner test is open. `sinceMs`: since the key before. */
  sawKey(shown: string, sinceMs: number): void;
  clearTest(): void;
  /** A burst arrived. True when it is ours, and nothing else may have it. `isTaken`: a field takes it as text otherwise. */
  arrived(burst: string, isTaken: boolean): boolean;
  open(row: Pick<RunRow, "run_id">): void;
  putAway(): void;
  /** Another folder was opened. */
  reset(): void;
}

/** What a scan store needs. */
export interface ScanStoreOptions {
  readonly client: Client;
  readonly timers: Timers;
  readonly storage: SettingsStorage;
  readonly place: StoreApi<PlaceState>;
}

interface LastScan {
  readonly text: string;
  readonly atMs: number;
  /** Where one is because of it. */
  readonly at: Place | null;
}

const NO_SCAN: LastScan = { text: "", atMs: Number.NEGATIVE_INFINITY, at: null };
const MOST_TEST_KEYS = 60;
/** A pause after which the keys of the scanner test begin anew. */
const TEST_PAUSE_MS = 1000;

/** A store that opens the run of a scanned code, says so where there is none, and lets a person choose where there are several. */
export function createScanStore({ client, timers, storage, place }: ScanStoreOptions): StoreApi<ScanState> {
  let last: LastScan = NO_SCAN;
  const store = createStore<ScanState>()((set, get) => ({
    limits: readLimits(storage),
    notice: null,
    testing: false,
    keys: [],
    tested: null,
    opened: 0,
    setLimits: (change) => set({ limits: keepLimits(storage, { ...get().limits, ...change }) }),
    setTesting: (testing) => set({ testing, keys: [], tested: null, notice: null }),
    sawKey: (shown, sinceMs) => set({ keys: withKey(get().keys, shown, sinceMs) }),
    clearTest: () => set({ keys: [], tested: null }),
    arrived: (burst, isTaken) => {
      if (get().testing) {
        set({ tested: testedScan(burst, get().keys) });
        return true;
      }
      const read = readScan(burst);
      if (read === null) {
        if (!isTaken) set({ notice: { kind: "foreign", text: burst.trim() } });
        return false;
      }
      const atMs = timers.nowMs();
      // Who went elsewhere meanwhile means the scan.
      const isRepeat = read.text === last.text && atMs - last.atMs < REPEAT_MS && place.getState().place === last.at;
      last = { text: read.text, atMs, at: place.getState().place };
      if (!isRepeat) void locate(read.text, read.repair);
      return true;
    },
    open: ({ run_id: runId }) => {
      place.getState().go({ name: "run", runId, created: null });
      last = { ...last, at: place.getState().place };
      set({ notice: null, opened: get().opened + 1 });
    },
    putAway: () => {
      last = NO_SCAN;
      set({ notice: null });
    },
    reset: () => set({ notice: null }),
  }));
  /** The newest scan counts: an answer to an older one is dropped, and so is one that was put away. */
  async function locate(text: string, repair: KeyboardRepair | null): Promise<void> {
    const looking: ScanNotice = { kind: "looking", text };
    store.setState({ notice: looking });
    const notice = await client.call("run.locate", { code: text }).then(
      ({ rows, more }) => locatedNotice(text, rows, more),
      (error: unknown): ScanNotice => ({ kind: "failed", text, error: asAppError(error) }),
    );
    if (store.getState().notice !== looking) return;
    if (notice.kind !== "choice" || notice.rows.length > 1) return store.setState({ notice });
    const [row] = notice.rows;
    if (row !== undefined) store.getState().open(row);
    if (repair !== null) store.setState({ notice: { kind: "repaired", repair } });
  }
  return store;
}

function locatedNotice(text: string, rows: readonly RunRow[], more: boolean): ScanNotice {
  return rows.length === 0 ? { kind: "not-here", text } : { kind: "choice", text, rows, more };
}

function withKey(keys: readonly ArrivedKey[], shown: string, sinceMs: number): readonly ArrivedKey[] {
  if (keys.length === 0 || sinceMs > TEST_PAUSE_MS) return [{ shown, gapMs: null }];
  return [...keys, { shown, gapMs: sinceMs }].slice(-MOST_TEST_KEYS);
}

/** The keys belong to the burst from its own length backwards; the key that ended it comes last. */
function testedScan(text: string, keys: readonly ArrivedKey[]): TestedScan {
  const own = keys.slice(-([...text].length + 1));
  return { text, keys: own, longestGapMs: Math.max(0, ...own.slice(1).map(({ gapMs }) => gapMs ?? 0)) };
}
