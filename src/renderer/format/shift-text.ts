import { parseInstant } from "./time-text.ts";

/** Where shifts begin: in which zone, and whether there are any. Without shifts, each day is one. */
export interface ShiftClock {
  readonly zone: string;
  readonly isDay: boolean;
}

/** A shift by its beginning: `Fri 27 Nov 06:00`; a day: `Fri 27 Nov`. */
export function shiftText(from: string, { zone, isDay }: ShiftClock): string {
  const day = partOf(from, zone, { weekday: "short", day: "numeric", month: "short" }).replace(",", "");
  return isDay ? day : `${day} ${partOf(from, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })}`;
}

/** The day a shift begins, where there is little room: `27 Nov`. */
export function shiftDayText(from: string, { zone }: ShiftClock): string {
  return partOf(from, zone, { day: "numeric", month: "short" });
}

// Months and days are words of the window's language, not of the system's.
function partOf(from: string, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const instant = parseInstant(from);
  return instant === null ? from : new Intl.DateTimeFormat("en-GB", { ...options, timeZone }).format(instant);
}
