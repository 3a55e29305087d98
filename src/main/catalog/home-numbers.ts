import type { OperationRequest } from "../../shared/operation-table.ts";
import type { Numbers } from "../../shared/operations/list-operations.ts";
import { shiftStarts } from "../../shared/query/shift-spans.ts";
import type { Dimension } from "./catalog-schema.ts";
import type { NameTable } from "./name-table.ts";
import { passing, within } from "./place-list.ts";
import type { RunColumns } from "./run-columns.ts";
import type { RunCounts } from "./run-counts.ts";
import { utcMicrosText } from "./utc-micros.ts";

const MAX_REASONS = 20;
const MAX_SHIFTS = 90;
const MAX_TOOLS = 20;
const LAST_RUNS = 10;
/** From here on a value counts as near its limit. */
const NEAR_PERCENT = 90;

/** What the numbers stand on. */
export interface NumberParts {
  readonly columns: () => RunColumns;
  readonly names: NameTable;
  readonly counts: RunCounts;
}

/** What Home counts over the runs that hold the filters. Throws BAD_REQUEST. */
export function readNumbers(request: OperationRequest<"numbers.get">, parts: NumberParts): Numbers {
  const { counts } = parts;
  const places = counts.places(request.filters);
  const blocked = withValue(places, "status", "BLOCKED", parts);
  const notExported = withValue(places, "exported", "no", parts);
  const waiting = withValue(places, "review", "waiting", parts);
  const reasons = [...counts.named("reason", blocked)].sort((one, other) => other.count - one.count);
  return {
    total: places.length,
    counts: counts.states(places),
    review: Object.fromEntries(counts.named("review", places).map(({ count, value }) => [value, count])),
    check: Object.fromEntries(counts.named("verdict", places).map(({ count, value }) => [value, count])),
    oldest_waiting: timeOf(waiting[0], parts),
    oldest_not_exported: timeOf(notExported[0], parts),
    not_exported: notExported.length,
    unreadable: counts.unreadable(places),
    reasons: reasons.slice(0, MAX_REASONS).map(({ count, value }) => ({ reason: value, count })),
    shifts: countShifts(places, blocked, request, parts.columns()),
    near_limit: nearLimit(places, parts),
  };
}

/** The places whose row has this value. */
function withValue(
  places: Uint32Array,
  dimension: Dimension,
  value: string,
  { columns, names }: NumberParts,
): Uint32Array {
  const allowed = new Uint8Array(names.size(dimension) + 1);
  for (const code of names.codesOf(dimension, value)) allowed[code + 1] = 1;
  return passing(places.slice(), [{ column: columns().data(dimension), allowed }]);
}

function timeOf(place: number | undefined, { columns }: NumberParts): string | null {
  const us = place === undefined ? undefined : columns().sortUs[place];
  return us === undefined ? null : utcMicrosText(us);
}

/** Runs of each of the newest shifts, oldest first. */
function countShifts(
  places: Uint32Array,
  blocked: Uint32Array,
  { shifts, zone }: Pick<OperationRequest<"numbers.get">, "shifts" | "zone">,
  columns: RunColumns,
): Numbers["shifts"] {
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return [];
  const msAt = (place: number): number => Math.floor((columns.sortUs[place] ?? 0) / 1000);
  // A shift lasts a day at the most: what is older than so many days cannot be among the newest shifts.
  const fromMs = Math.max(msAt(first), msAt(last) - (MAX_SHIFTS + 2) * 86_400_000);
  const starts = shiftStarts(fromMs, msAt(last), zone, shifts).slice(-MAX_SHIFTS);
  return starts.map((startMs, at) => {
    const from = columns.lowerBound(startMs * 1000);
    const next = starts[at + 1];
    const to = next === undefined ? columns.length : columns.lowerBound(next * 1000);
    const span = { from: utcMicrosText(startMs * 1000) };
    return { ...span, total: within(places, from, to).length, blocked: within(blocked, from, to).length };
  });
}

/** How near the last runs of each tool came to a limit, the nearest tools first. */
function nearLimit(places: Uint32Array, { columns, names }: NumberParts): Numbers["near_limit"] {
  const [tools, limits] = [columns().data("tool_id"), columns().data("limit")];
  const lastOf = new Map<number, number[]>();
  const toolCount = names.size("tool_id");
  let full = 0;
  for (let at = places.length - 1; at >= 0 && full < toolCount; at--) {
    const place = places[at] as number;
    const tool = tools[place] as number;
    if (tool === 0) continue;
    const last = lastOf.get(tool) ?? [];
    if (last.length === LAST_RUNS) continue;
    if (last.push(place) === LAST_RUNS) full++;
    lastOf.set(tool, last);
  }
  const standings = [...lastOf].map(([tool, last]) => {
    const shares = last
      .map((place) => ((limits[place] as number) === 0 ? null : (limits[place] as number) - 1))
      .reverse();
    const known = shares.filter((share) => share !== null);
    const near = known.filter((share) => share >= NEAR_PERCENT).length;
    const lastAt = utcMicrosText(columns().sortUs[last[0] ?? 0] ?? 0);
    return {
      tool: names.textOf("tool_id", tool - 1) ?? "",
      shares,
      near,
      last_at: lastAt,
      highest: Math.max(0, ...known),
    };
  });
  return standings
    .filter(({ near }) => near > 0)
    .sort((one, other) => other.near - one.near || other.highest - one.highest)
    .slice(0, MAX_TOOLS)
    .map(({ highest: _highest, ...standing }) => standing);
}
