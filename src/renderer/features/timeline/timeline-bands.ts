import { shiftSpans } from "../../../shared/query/shift-spans.ts";
import { zoneOffsetMs } from "../../format/zone-clock.ts";
import type { TimeSpan } from "../../state/timeline-span.ts";
import { en } from "../../text/en.ts";
import type { Band } from "./timeline-paint.ts";
import { timeOf } from "./timeline-words.ts";

const DAY = 86_400_000;
/** Narrower bands would flicker more than they tell. */
const LEAST_BAND_PX = 20;

/** Shifts of a span, each with its own shade the whole day through; days in turn where no shifts are set. None from far away. */
export function bandsOf(
  span: TimeSpan,
  { widthPx, zone, shifts }: { readonly widthPx: number; readonly zone: string; readonly shifts: readonly string[] },
): readonly Band[] {
  const perDay = Math.max(1, shifts.length);
  const bandPx = (DAY / perDay / (span.toMs - span.fromMs)) * widthPx;
  if (bandPx < LEAST_BAND_PX) return [];
  return shiftSpans(span.fromMs, span.toMs, zone, shifts).map((shift) => {
    if (shifts.length === 0) return { ...shift, shade: dayNumber(shift.fromMs, zone) % 2, text: null };
    const begins = timeOf(shift.fromMs, zone);
    const place = Math.max(0, [...shifts].sort().indexOf(begins));
    return { ...shift, shade: place / Math.max(1, perDay - 1), text: en.timeline.shiftFrom(begins) };
  });
}

function dayNumber(atMs: number, zone: string): number {
  return Math.floor((atMs + zoneOffsetMs(atMs, zone)) / DAY);
}
