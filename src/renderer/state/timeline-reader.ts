import type { StoreApi } from "zustand/vanilla";
import type { LaneKey } from "../../shared/operations/list-operations.ts";
import type { RunFilters, RunRow } from "../../shared/operations/run-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import { filtersNow } from "./list-reading.ts";
import type { RunQueryState } from "./run-query-store.ts";
import { type TimelineData, timelineData, type WholeSelection, wholeSelection } from "./timeline-blocks.ts";
import { binPlan, jumpSpan, type TimeSpan, wholeSpan } from "./timeline-span.ts";
import type { Direction, TimelineState } from "./timeline-state.ts";
import type { Timers } from "./timers.ts";
import type { WorkstationState } from "./workstation-store.ts";

/** Changes of the store come in bursts; the timeline follows once for each of these. */
const FOLLOW_AFTER_MS = 1_000;
const CLOCK_EVERY_MS = 20_000;
/** More lanes than a person looks through. */
const MOST_LANES = 40;

/** What the timeline works with. */
export interface TimelineDeps {
  readonly client: Client;
  readonly timers: Timers;
  readonly runQuery: StoreApi<RunQueryState>;
  readonly workstation: StoreApi<WorkstationState>;
}

/** Where a step starts from. */
export type StepStart = { readonly run_id: string } | { readonly at: string };

/** Reads what the timeline shows, one answer at a time; what was asked for meanwhile is read next. It reads only while watched. */
export class TimelineReader {
  readonly #deps: TimelineDeps;
  readonly #store: () => StoreApi<TimelineState>;
  #room = { widthPx: 0, blockPx: 32 };
  #watchers = 0;
  /** Grows when answers on their way are about something else. */
  #epoch = 0;
  #reading = false;
  #wanted = false;
  /** What the selection is whatever the span; null when it is to be read again. */
  #whole: WholeSelection | null = null;
  /** The dates that the span fits. */
  #fitted: unknown;

  constructor(deps: TimelineDeps, store: () => StoreApi<TimelineState>) {
    this.#deps = deps;
    this.#store = store;
    this.#fitted = deps.runQuery.getState().query.date;
  }

  /** The shared query as operations take it. Throws an `AppError` for dates that do not exist. */
  filters(): RunFilters {
    return filtersNow(this.#deps);
  }

  setRoom(widthPx: number, blockPx: number): void {
    if (this.#room.widthPx === widthPx && this.#room.blockPx === blockPx) return;
    this.#room = { widthPx, blockPx };
    void this.read();
  }

  /** These dates come from the timeline itself and do not move it. */
  keepSpanFor(date: unknown): void {
    this.#fitted = date;
  }

  /** Answers that are on their way are about something else from now on. */
  forget(): void {
    this.#epoch += 1;
    this.#whole = null;
    this.#fitted = this.#deps.runQuery.getState().query.date;
  }

  readAnew(): Promise<void> {
    this.#epoch += 1;
    this.#whole = null;
    return this.read();
  }

  async read(): Promise<void> {
    this.#wanted = true;
    if (this.#reading || this.#watchers === 0 || this.#room.widthPx <= 0) return;
    this.#reading = true;
    while (this.#wanted) {
      this.#wanted = false;
      await this.#readOnce();
    }
    this.#reading = false;
  }

  /** The next run; undefined when the timeline shows something else by now. */
  async step(lane: string | null, start: StepStart, direction: Direction): Promise<RunRow | null | undefined> {
    const epoch = this.#epoch;
    const request = { filters: this.filters(), lane: this.#store().getState().laneKey, lane_value: lane };
    const { row } = await this.#deps.client.call("timeline.step", { ...request, start, direction });
    return epoch === this.#epoch ? row : undefined;
  }

  /** Follows query, store and clock until the returned function is called. */
  watch(): () => void {
    this.#watchers += 1;
    const stops = [this.#followWorkstation(), this.#followQuery(), this.#followStore(), this.#followClock()];
    void this.readAnew();
    return () => {
      this.#watchers -= 1;
      for (const stop of stops) stop();
    };
  }

  async #readOnce(): Promise<void> {
    const epoch = this.#epoch;
    const store = this.#store();
    store.setState({ loading: true });
    try {
      const data = await this.#ask();
      if (epoch === this.#epoch) store.setState({ data, error: null });
    } catch (error) {
      if (epoch === this.#epoch) store.setState({ error: asAppError(error) });
    }
    store.setState({ loading: this.#wanted });
  }

  async #ask(): Promise<TimelineData> {
    const { laneKey: lane, zone, span } = this.#store().getState();
    const filters = this.filters();
    const whole = await this.#readWhole(filters, lane);
    const plan = binPlan(span ?? wholeOrToday(whole, this.#store().getState()), { ...this.#room, zone });
    const answer = await this.#deps.client.call("timeline.read", {
      ...{ filters, lane, bins: plan.bins, max_lanes: MOST_LANES },
      ...{ from: instantText(plan.fromMs), to: lastMicrosecond(plan.toMs) },
    });
    return timelineData(answer, plan, whole);
  }

  async #readWhole(filters: RunFilters, lane: LaneKey): Promise<WholeSelection> {
    if (this.#whole !== null) return this.#whole;
    const epoch = this.#epoch;
    const request = { filters, lane, bins: 1, max_lanes: MOST_LANES };
    const whole = wholeSelection(await this.#deps.client.call("timeline.read", request));
    if (epoch === this.#epoch) this.#whole = whole;
    return whole;
  }

  #followQuery(): () => void {
    const { runQuery } = this.#deps;
    const fitDates = (): void => {
      const { date } = runQuery.getState().query;
      if (date === this.#fitted) return;
      this.#fitted = date;
      this.#store().setState({ span: null });
    };
    fitDates();
    return runQuery.subscribe((state, before) => {
      if (state.query === before.query) return;
      fitDates();
      this.#store().setState({ active: null, atEnd: null });
      void this.readAnew();
    });
  }

  #followStore(): () => void {
    const { client, timers } = this.#deps;
    let callOff: (() => void) | null = null;
    const unsubscribe = client.subscribe("store.changed", () => {
      callOff ??= timers.after(FOLLOW_AFTER_MS, () => {
        callOff = null;
        this.#whole = null;
        void this.read();
      });
    });
    return () => {
      unsubscribe();
      callOff?.();
    };
  }

  #followClock(): () => void {
    const { timers } = this.#deps;
    let callOff = (): void => undefined;
    const tick = (): void => {
      this.#store().setState({ nowMs: timers.nowMs() });
      callOff = timers.after(CLOCK_EVERY_MS, tick);
    };
    tick();
    return () => callOff();
  }

  #followWorkstation(): () => void {
    const { workstation } = this.#deps;
    const take = (): boolean => {
      const { zone, shifts } = workstation.getState().settings;
      const before = this.#store().getState();
      if (before.zone === zone && before.shifts === shifts) return false;
      this.#store().setState({ zone, shifts });
      return true;
    };
    take();
    return workstation.subscribe(() => {
      if (take()) void this.readAnew();
    });
  }
}

function wholeOrToday({ span }: WholeSelection, state: TimelineState): TimeSpan {
  return span === null ? jumpSpan("today", state) : wholeSpan(span.fromMs, span.toMs);
}

/** The end of a span that does not belong to it, as an operation takes it whose ends both do. Records count microseconds. */
function lastMicrosecond(ms: number): string {
  return instantText(ms - 1).replace("Z", "999Z");
}

/** An instant as operations take it. */
export function instantText(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}
