import { BLOCK_STATES, type RunSort } from "../../shared/operations/list-operations.ts";
import { REVIEW_STATES, RUN_STATUSES, VERDICTS } from "../../shared/verdicts.ts";
import { compareCodePoints } from "../canonical/code-point-order.ts";
import type { Dimension } from "./catalog-schema.ts";
import type { NameTable } from "./name-table.ts";
import { codesAt, orderByKey, ranksAt, reversed } from "./place-order.ts";
import type { RunColumns } from "./run-columns.ts";

/** The dimension behind a sort key; those that are numbers themselves have none. */
const SORT_DIMENSIONS: Readonly<Partial<Record<RunSort["by"], Dimension>>> = {
  risk: "risk_level",
  status: "status",
  mode: "mode",
  tool: "tool_id",
  material: "material_id",
  machine: "machine_id",
  event_type: "event_type",
  review: "review",
  check: "verdict",
};

/** Words that have an order of their own, mildest first; all others go by their letters. */
const OWN_ORDERS: Readonly<Partial<Record<Dimension, readonly string[]>>> = {
  risk_level: BLOCK_STATES,
  status: RUN_STATUSES,
  review: REVIEW_STATES,
  verdict: VERDICTS,
};

const LAST = 0xffff_ffff;

/** Places in the order of a list. Rows without a value come last, whichever way; ties are newest first. `places` ascend. */
export function sortPlaces(places: Uint32Array, sort: RunSort, columns: RunColumns, names: NameTable): Uint32Array {
  if (sort.by === "time") return sort.descending ? reversed(places) : places;
  const newestFirst = reversed(places);
  const keys = keysOf(newestFirst, sort, columns, names);
  return orderByKey(newestFirst, keys);
}

function keysOf(places: Uint32Array, sort: RunSort, columns: RunColumns, names: NameTable): Uint32Array {
  const dimension = SORT_DIMENSIONS[sort.by];
  if (dimension !== undefined) {
    return ranksAt(columns.data(dimension), places, ranksOf(dimension, names, sort.descending));
  }
  const codes = codesAt(columns.data(sort.by === "limit" ? "limit" : "recorded"), places);
  const highest = codes.reduce((most, code) => (code > most ? code : most), 0);
  // Of numbers recorded none is missing; a limit of 0 stands for nothing measured.
  return codes.map((code) =>
    sort.by === "limit" && code === 0 ? highest + 1 : sort.descending ? highest - code : code,
  );
}

/** The rank of each code. Codes of one value share it. */
function ranksOf(dimension: Dimension, names: NameTable, descending: boolean): Uint32Array {
  const own = OWN_ORDERS[dimension];
  const texts = Array.from({ length: names.size(dimension) }, (_, code) => names.textOf(dimension, code) ?? "");
  const sorted = [...new Set(texts)].sort((one, other) =>
    own === undefined ? compareCodePoints(one, other) : own.indexOf(one) - own.indexOf(other),
  );
  const rankOf = new Map((descending ? sorted.reverse() : sorted).map((text, rank) => [text, rank]));
  return Uint32Array.of(sorted.length, ...texts.map((text) => rankOf.get(text) ?? LAST));
}
