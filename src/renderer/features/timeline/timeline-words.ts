import type { BlockState, LaneKey } from "../../../shared/operations/list-operations.ts";
import { clockStepText } from "../../format/clock-step-text.ts";
import { decimalText } from "../../format/number-text.ts";
import { fullTimeText } from "../../format/time-text.ts";
import type { Block, ClockJump, Lane } from "../../state/timeline-blocks.ts";
import type { TimeSpan } from "../../state/timeline-span.ts";
import type { TimelineState } from "../../state/timeline-state.ts";
import { en } from "../../text/en.ts";

const words = en.timeline;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a lane is called. The value itself may hold anything; whoever shows it keeps it apart from other words. */
export function laneName(lane: Pick<Lane, "value" | "others">, laneKey: LaneKey): string {
  if (lane.others) return words.others;
  return lane.value ?? words.noValue[laneKey];
}

/** The decision that a state of a block stands for. */
export function stateWord(state: BlockState): string {
  return state === "none" || state === "empty" ? en.words.noDecision : en.words.decision[state];
}

/** What a block holds: `M3, 24 Nov 2026, 14:00 – 15:00: 12 runs`. */
export function blockText(
  block: Block,
  { data, laneKey, zone }: Pick<TimelineState, "data" | "laneKey" | "zone">,
): string {
  const lane = data?.lanes[block.lane] ?? { value: null, others: false };
  return words.readout.block(laneName(lane, laneKey), spanText(block.cell, zone), block.count);
}

/** A count in at most four characters: `999`, `1.2k`, `46k`, `1.2M`. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  const [value, unit] = count < 999_500 ? [count / 1000, "k"] : [count / 1_000_000, "M"];
  return `${decimalText(value, value < 9.95 ? 1 : 0)}${unit}`;
}

/** A span in words, as short as its ends allow: `24 Nov 2026, 14:00 – 15:00`. */
export function spanText({ fromMs, toMs }: TimeSpan, zone: string): string {
  const day = dayFormat(zone);
  const [fromDay, toDay] = [day.format(fromMs), day.format(toMs)];
  const isWholeDays = timeOf(fromMs, zone) === "00:00" && timeOf(toMs, zone) === "00:00";
  if (isWholeDays) {
    const lastDay = day.format(toMs - 1);
    return fromDay === lastDay ? fromDay : words.span(fromDay, lastDay);
  }
  const from = en.time.onDay(`${fromDay},`, timeOf(fromMs, zone));
  const isSameDay = fromDay === toDay || day.format(toMs - 1) === fromDay;
  return words.span(from, isSameDay ? timeOf(toMs, zone) : en.time.onDay(`${toDay},`, timeOf(toMs, zone)));
}

/** What is in sight, no more exact than one can see: days, minutes, or seconds. */
export function sightText({ fromMs, toMs }: TimeSpan, zone: string): string {
  const length = toMs - fromMs;
  if (length > 3 * DAY) {
    const day = dayFormat(zone);
    return words.span(day.format(fromMs), day.format(toMs - 1));
  }
  const unit = length > HOUR ? MINUTE : SECOND;
  const round = (atMs: number): number => Math.round(atMs / unit) * unit;
  return spanText({ fromMs: round(fromMs), toMs: round(toMs) }, zone);
}

/** One end of a span: `24 Nov 2026, 14:00`. */
export function instantWords(atMs: number, zone: string): string {
  return en.time.onDay(`${dayFormat(zone).format(atMs)},`, timeOf(atMs, zone));
}

/** A length of time that blocks stand for: `15 minutes`, `2 weeks`. */
export function lengthText(ms: number): string {
  const { lengths } = words;
  if (ms < MINUTE) return lengths.seconds(ms / SECOND);
  if (ms < HOUR) return lengths.minutes(ms / MINUTE);
  if (ms < DAY) return lengths.hours(ms / HOUR);
  const days = Math.round(ms / DAY);
  return days % 7 === 0 ? lengths.weeks(days / 7) : lengths.days(days);
}

/** What happened to the clock: `Clock moved back 3 h`. */
export function clockWords({ atMs, byMs }: ClockJump): string {
  const step = clockStepText(new Date(atMs).toISOString(), new Date(atMs + byMs).toISOString());
  return byMs < 0 ? words.clockBack(step) : words.clockForward(step);
}

/** The same with its time. */
export function clockSentence(jump: ClockJump, zone: string): string {
  const at = fullTimeText(new Date(jump.atMs).toISOString(), { now: new Date(jump.atMs), timeZone: zone });
  return words.clockAt(clockWords(jump), at);
}

/** Hours and minutes of an instant, with seconds where there are any. */
export function timeOf(atMs: number, zone: string): string {
  const hasSeconds = Math.floor(atMs / SECOND) % 60 !== 0;
  return formatOf(`time ${hasSeconds} ${zone}`, {
    ...{ timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    ...(hasSeconds ? { second: "2-digit" } : {}),
  }).format(atMs);
}

function dayFormat(zone: string): Intl.DateTimeFormat {
  return formatOf(`day ${zone}`, { timeZone: zone, day: "numeric", month: "short", year: "numeric" });
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Months and days are words of the window's language, not of the system's.
function formatOf(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", options);
  formats.set(key, made);
  return made;
}
