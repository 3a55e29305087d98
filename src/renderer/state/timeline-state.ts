import type { AppError } from "../../shared/app-error.ts";
import type { LaneKey } from "../../shared/operations/list-operations.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import type { Block, TimelineData } from "./timeline-blocks.ts";
import { type Jump, jumpSpan, type TimeSpan, wholeSpan } from "./timeline-span.ts";

/** Which way in time. */
export type Direction = "earlier" | "later";

/** The run the reader is at, and the lane it was reached in. */
export interface ActiveRun {
  readonly lane: string | null;
  readonly row: RunRow;
}

/** Going from run to run with keys and buttons. */
export interface LaneSteps {
  /** The next run of the lane that way; without an active run the first in sight from that end. */
  step(direction: Direction): Promise<void>;
  /** The first or the last run of the lane, in sight or not. */
  stepToEnd(direction: Direction): Promise<void>;
  /** The lane above or below, at the run nearest in time. */
  moveLane(by: -1 | 1): Promise<void>;
  chooseLane(value: string | null): void;
  /** The run of a block that holds one; null when it is gone. */
  findRun(block: Block): Promise<RunRow | null>;
  leaveRun(): void;
}

/** Runs over time, and where in it the reader is. */
export interface TimelineState extends LaneSteps {
  readonly laneKey: LaneKey;
  /** Null: from the first run to the last. */
  readonly span: TimeSpan | null;
  /** Null until the first answer. Old numbers stay while new ones are on their way. */
  readonly data: TimelineData | null;
  readonly loading: boolean;
  readonly error: AppError | null;
  readonly zone: string;
  readonly shifts: readonly string[];
  readonly nowMs: number;
  /** The value of the lane that keys move in; `undefined` before any was chosen. */
  readonly activeLane: string | null | undefined;
  readonly active: ActiveRun | null;
  /** Where the last key found no further run. */
  readonly atEnd: Direction | null;
  readonly asTable: boolean;
  /** Follows query, store and clock until the returned function is called. */
  watch(): () => void;
  /** How wide the timeline is drawn, and how wide a block is at least. */
  setRoom(widthPx: number, blockPx: number): void;
  setLane(laneKey: LaneKey): void;
  /** Nearer for a factor above 1, with the instant where it was; the active run, else the middle, where none is given. */
  zoom(factor: number, aroundMs?: number): void;
  /** Later for a positive length of time. */
  pan(byMs: number): void;
  jump(jump: Jump): void;
  showAll(): void;
  showAsTable(asTable: boolean): void;
  /** Shows the runs of a block as a list. */
  listBlock(block: Block): void;
  /** Asks again for what is shown. */
  read(): Promise<void>;
  /** Another folder was opened. */
  reset(): void;
}

/** The span that is shown: the chosen one, else all there is, else today. */
export function shownSpan(state: Pick<TimelineState, "span" | "data" | "nowMs" | "zone" | "shifts">): TimeSpan {
  if (state.span !== null) return state.span;
  const whole = state.data?.whole ?? null;
  return whole === null ? jumpSpan("today", state) : wholeSpan(whole.fromMs, whole.toMs);
}

/** The instant of the active run; null for none, or one whose record tells no time. */
export function activeMs({ active }: Pick<TimelineState, "active">): number | null {
  const atMs = Date.parse(active?.row.created_at_utc ?? "");
  return Number.isFinite(atMs) ? atMs : null;
}
