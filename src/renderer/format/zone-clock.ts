const MS_PER_SECOND = 1000;
/** Clocks change on quarters of an hour, so within one the offset stays. */
const BUCKET_MS = 900_000;
const MOST_REMEMBERED = 50_000;

interface ZoneMemory {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, number>;
}

const zones = new Map<string, ZoneMemory>();

/** How far the clock of a zone is ahead of UTC at an instant, in milliseconds. */
export function zoneOffsetMs(atMs: number, zone: string): number {
  const memory = zoneMemory(zone);
  const bucket = Math.floor(atMs / BUCKET_MS);
  const known = memory.offsets.get(bucket);
  if (known !== undefined) return known;
  if (memory.offsets.size > MOST_REMEMBERED) memory.offsets.clear();
  const offset = readOffset(bucket * BUCKET_MS, memory.format);
  memory.offsets.set(bucket, offset);
  return offset;
}

/** What the clock of a zone shows at an instant, as the instant at which a clock in UTC shows the same. */
export function wallMs(atMs: number, zone: string): number {
  return atMs + zoneOffsetMs(atMs, zone);
}

function zoneMemory(zone: string): ZoneMemory {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, hourCycle: "h23", era: "short" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });
  const memory = { format, offsets: new Map<number, number>() };
  zones.set(zone, memory);
  return memory;
}

function readOffset(atMs: number, format: Intl.DateTimeFormat): number {
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(atMs)) part[type] = value;
  const year = part.era === "BC" ? 1 - Number(part.year) : Number(part.year);
  const wall = Date.UTC(2000, Number(part.month) - 1, Number(part.day), Number(part.hour), Number(part.minute));
  const shown = new Date(wall + Number(part.second) * MS_PER_SECOND).setUTCFullYear(
    year,
    Number(part.month) - 1,
    Number(part.day),
  );
  return shown - atMs;
}
