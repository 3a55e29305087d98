import type { StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { OpenList } from "../../shared/operations/list-operations.ts";
import type { Client } from "../api/client.ts";
import type { ListLayoutState } from "./list-layout-store.ts";
import type { Spot } from "./list-lines.ts";
import type { RowPages } from "./row-pages.ts";
import type { RunQueryState } from "./run-query-store.ts";
import type { Timers } from "./timers.ts";
import type { WorkstationState } from "./workstation-store.ts";

/** Where the reader is: a spot, and how far its line is above the top edge. */
export interface Anchor extends Spot {
  readonly offsetPx: number;
}

/** The list of runs as it was opened, the rows of it that are here, and where the reader is in it. */
export interface RunListState {
  /** What is on screen. Its rows keep their places until the reader asks for another. */
  readonly list: OpenList | null;
  /** The same list as it would be opened now: its counts are those of now. */
  readonly latest: OpenList | null;
  readonly pages: RowPages;
  /** Old rows stay while new ones are on their way. */
  readonly loading: boolean;
  readonly error: AppError | null;
  /** Why rows in sight are not here. */
  readonly rowsError: AppError | null;
  /** Runs that arrived and are not in what is shown. They appear when the reader asks for them. */
  readonly newRuns: number;
  /** True when runs have left what is shown, or came and went in equal number. */
  readonly isOutdated: boolean;
  readonly active: Spot;
  readonly anchor: Anchor;
  /** Runs by id, with what people call them. They stay chosen whatever the list shows. */
  readonly selected: ReadonlyMap<string, string>;
  readonly selecting: boolean;
  /** Fields in which the rows of the list differ; null while nobody asked. */
  readonly differing: ReadonlySet<string> | null;
  /** Grows whenever the reader is put somewhere else than the scrolling was. */
  readonly version: number;
  /** Opens the list anew, from its top. */
  reload(): Promise<void>;
  /** The rows in sight, both places inclusive. What was asked for before and is not here yet is let go. */
  want(from: number, to: number): void;
  retryRows(): void;
  activate(spot: Spot): void;
  rememberAnchor(anchor: Anchor): void;
  toggleSelected(runId: string, name: string): void;
  /** Selects the list, up to `MOST_SELECTED` runs. */
  selectAll(): Promise<void>;
  clearSelection(): void;
  readDifferences(): Promise<void>;
  /** Another folder was opened: nothing of the old list may stay. */
  reset(): void;
}

/** What the list needs from its neighbours. */
export interface RunListParts {
  readonly client: Client;
  readonly timers: Timers;
  readonly runQuery: StoreApi<RunQueryState>;
  readonly layout: StoreApi<ListLayoutState>;
  readonly workstation: StoreApi<WorkstationState>;
}
