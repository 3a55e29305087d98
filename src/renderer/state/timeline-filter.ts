import type { LaneKey } from "../../shared/operations/list-operations.ts";
import type { RunFilters } from "../../shared/operations/run-operations.ts";
import type { DateChoice, RunQuery, ValueFilterName } from "../../shared/query/run-query.ts";
import { findMinute } from "../../shared/query/zone-time.ts";
import { wallMs } from "../format/zone-clock.ts";
import type { Lane } from "./timeline-blocks.ts";
import type { TimeSpan } from "./timeline-span.ts";

const MINUTE = 60_000;

const FILTER_OF: Readonly<Record<Exclude<LaneKey, "none">, ValueFilterName>> = {
  machine: "machine",
  tool: "tool",
  session: "workflow_session",
  tag: "tag",
};

/** The change of a query that leaves the runs of one lane. Runs without a value, and all others, are what the other lanes are not. */
export function laneChange(
  query: RunQuery,
  { laneKey, lane, lanes }: { readonly laneKey: LaneKey; readonly lane: Lane; readonly lanes: readonly Lane[] },
): Partial<RunQuery> {
  if (laneKey === "none") return {};
  const { value } = lane;
  if (value !== null && laneKey === "tag") return { tag_all: [...new Set([...query.tag_all, value])] };
  const name = FILTER_OF[laneKey];
  if (value !== null) return { [name]: [value] };
  const others = lanes.flatMap((other) => (other.value === null ? [] : [other.value]));
  const left = [...new Set([...query.without[name], ...others])];
  return { without: { ...query.without, [name]: left } };
}

/**
 * The dates of a span without its end, within the limits the query has already. Round minutes are told as the clock of the zone shows them,
 * so that people can read and change them.
 */
export function spanDates(span: TimeSpan, limits: Pick<RunFilters, "from" | "to">, zone: string): DateChoice {
  const from = limits.from !== null && startMs(limits.from) > span.fromMs ? limits.from : fromText(span.fromMs, zone);
  const to = limits.to !== null && startMs(limits.to) < span.toMs ? limits.to : toText(span.toMs, zone);
  return { kind: "range", from, to };
}

function startMs(instant: string): number {
  return Date.parse(instant);
}

function fromText(atMs: number, zone: string): string {
  const minute = minuteText(atMs, zone);
  return findMinute(minute, zone)?.fromMs === atMs ? minute : new Date(Math.floor(atMs)).toISOString();
}

/** The last minute before an instant, or the last microsecond before it. */
function toText(beforeMs: number, zone: string): string {
  const minute = minuteText(beforeMs - MINUTE, zone);
  if (findMinute(minute, zone)?.toMs === beforeMs - 1) return minute;
  return new Date(Math.ceil(beforeMs) - 1).toISOString().replace("Z", "999Z");
}

function minuteText(atMs: number, zone: string): string {
  return new Date(wallMs(atMs, zone)).toISOString().slice(0, 16);
}
