import type { LaneKey } from "../../shared/operations/list-operations.ts";
import type { CodeArray } from "./code-column.ts";
import { integerColumn, textColumn } from "./column-value.ts";
import type { LabelTable } from "./label-table.ts";
import type { NameTable } from "./name-table.ts";
import { countCodes, inBoth, inFirstOnly } from "./place-list.ts";
import type { ColumnName, RunColumns } from "./run-columns.ts";
import type { RunSelector } from "./run-selector.ts";
import type { StatementCache } from "./statement-cache.ts";

const LANE_COLUMNS: Readonly<Partial<Record<LaneKey, ColumnName>>> = {
  machine: "machine_id",
  tool: "tool_id",
  session: "session",
};

/** What lanes are made from. */
export interface LaneParts {
  readonly statements: StatementCache;
  readonly columns: () => RunColumns;
  readonly names: NameTable;
  readonly labels: LabelTable;
  readonly selector: RunSelector;
}

/** A lane as the timeline names it. `others` gathers all lanes for which there was no room. */
export interface Lane {
  readonly value: string | null;
  readonly others: boolean;
  readonly total: number;
}

/** Runs shared out among lanes. */
export interface LaneSet {
  readonly lanes: readonly Lane[];
  /** For each run its lane, by the code in a column; null where a run may be in several lanes, which `lists` tells then. */
  readonly byCode: { readonly column: CodeArray; readonly laneOf: Uint16Array } | null;
  /** The places of each lane, oldest first. */
  readonly lists: readonly Uint32Array[];
}

/** Shares runs out among lanes, the fullest first; at most `max_lanes`, of which the last may be "others". */
export function lanesOf(
  places: Uint32Array,
  request: { readonly lane: LaneKey; readonly max_lanes: number },
  parts: LaneParts,
): LaneSet {
  if (places.length === 0) return { lanes: [], byCode: null, lists: [] };
  if (request.lane === "none") return laneLists([{ value: null, others: false, places }]);
  return request.lane === "tag"
    ? tagLanes(places, request.max_lanes, parts)
    : columnLanes(places, LANE_COLUMNS[request.lane] ?? "machine_id", request.max_lanes, parts);
}

/** The runs of one lane, oldest first; a null value means those without one. */
export function placesOfLane(places: Uint32Array, lane: LaneKey, value: string | null, parts: LaneParts): Uint32Array {
  if (lane === "none") return places;
  if (lane === "tag") {
    return value === null
      ? inFirstOnly(places, taggedPlaces(parts))
      : inBoth(places, parts.selector.linked("tag", [value]));
  }
  const name = LANE_COLUMNS[lane] ?? "machine_id";
  const codes = new Set(codesOf(name, value, parts));
  const column = parts.columns().data(name);
  return places.filter((place) => codes.has(column[place] as number));
}

function codesOf(name: ColumnName, value: string | null, { labels, names }: LaneParts): readonly number[] {
  if (value === null) return [0];
  if (name === "session") {
    const code = labels.findCode("session", value);
    return code === null ? [] : [code + 1];
  }
  return name === "machine_id" || name === "tool_id" ? names.codesOf(name, value).map((code) => code + 1) : [];
}

function columnLanes(places: Uint32Array, name: ColumnName, maxLanes: number, parts: LaneParts): LaneSet {
  const column = parts.columns().data(name);
  const codeCount = name === "session" ? highestCode(column, places) : parts.names.size(name as "machine_id");
  const counts = countCodes(column, places, codeCount + 1);
  const used = [...counts.keys()].filter((code) => (counts[code] ?? 0) > 0);
  const fullest = used.sort((one, other) => (counts[other] ?? 0) - (counts[one] ?? 0) || one - other);
  const own = fullest.length > maxLanes ? fullest.slice(0, maxLanes - 1) : fullest;
  const laneOf = new Uint16Array(counts.length).fill(own.length);
  own.forEach((code, lane) => {
    laneOf[code] = lane;
  });
  const lanes = own.map(
    (code): Lane => ({ value: textOf(name, code, parts), others: false, total: counts[code] ?? 0 }),
  );
  const total = places.length - lanes.reduce((sum, lane) => sum + lane.total, 0);
  const all = total === 0 ? lanes : [...lanes, { value: null, others: true, total }];
  return { lanes: all, byCode: { column, laneOf }, lists: [] };
}

function highestCode(column: CodeArray, places: Uint32Array): number {
  let highest = 0;
  for (let at = 0; at < places.length; at++) {
    const code = column[places[at] as number] as number;
    if (code > highest) highest = code;
  }
  return highest;
}

function laneLists(
  lanes: readonly { readonly value: string | null; readonly others: boolean; readonly places: Uint32Array }[],
): LaneSet {
  return {
    lanes: lanes.map(({ others, places, value }) => ({ value, others, total: places.length })),
    byCode: null,
    lists: lanes.map(({ places }) => places),
  };
}

function textOf(name: ColumnName, code: number, { labels, names }: LaneParts): string | null {
  if (code === 0) return null;
  if (name === "session") return labels.textOf(code - 1);
  return name === "machine_id" || name === "tool_id" ? names.textOf(name, code - 1) : null;
}

/** A run of several tags is in each of their lanes. The last lane holds runs without a tag, and those of tags that have no lane. */
function tagLanes(places: Uint32Array, maxLanes: number, parts: LaneParts): LaneSet {
  const rows = parts.statements
    .prepare("SELECT value, count(*) AS count FROM link WHERE kind = 'tag' GROUP BY value ORDER BY 2 DESC, 1 LIMIT ?")
    .all(maxLanes * 4);
  const lanes = rows
    .filter((row) => integerColumn(row, "count") > 0)
    .map((row) => textColumn(row, "value"))
    .map((value) => ({ value, others: false, places: inBoth(places, parts.selector.linked("tag", [value])) }))
    .filter((lane) => lane.places.length > 0)
    .sort((one, other) => other.places.length - one.places.length)
    .slice(0, maxLanes - 1);
  const rest = lanes.reduce((left, lane) => inFirstOnly(left, lane.places), places);
  const tagged = inBoth(rest, taggedPlaces(parts));
  if (rest.length === 0) return laneLists(lanes);
  return laneLists([...lanes, { value: null, others: tagged.length > 0, places: rest }]);
}

function taggedPlaces({ selector, statements }: LaneParts): Uint32Array {
  const rows = statements.prepare("SELECT DISTINCT value FROM link WHERE kind = 'tag'").all();
  const values = rows.map((row) => textColumn(row, "value"));
  return values.length === 0 ? new Uint32Array(0) : selector.linked("tag", values);
}
