import { AppError } from "../../shared/app-error.ts";
import type { RunFilters } from "../../shared/operations/run-operations.ts";
import type { ValueFilterName } from "../../shared/query/run-query.ts";
import type { Dimension } from "./catalog-schema.ts";
import type { LinkKind } from "./run-links.ts";
import { findUtcMicros } from "./utc-micros.ts";

/** The filters that compare a dimension, by the name they have in a request. */
export const DIMENSION_FILTERS = {
  status: "status",
  risk: "risk_level",
  mode: "mode",
  tool: "tool_id",
  material: "material_id",
  machine: "machine_id",
  event_type: "event_type",
  review: "review",
  check: "verdict",
  reason: "reason",
} as const satisfies Readonly<Partial<Record<ValueFilterName, Dimension>>>;

/** The name of a filter that compares a dimension. */
export type DimensionFilter = keyof typeof DIMENSION_FILTERS;

/** All of them. */
export const DIMENSION_FILTER_NAMES = Object.keys(DIMENSION_FILTERS) as readonly DimensionFilter[];

/** The filters that look for runs by what they share. */
export const LINK_FILTERS = {
  workflow_session: "session",
  parent: "parent",
  batch_label: "batch",
  tag: "tag",
} as const satisfies Readonly<Partial<Record<ValueFilterName, LinkKind>>>;

/** The name of a filter that looks for runs by what they share. */
export type LinkFilter = keyof typeof LINK_FILTERS;

/** All of them. */
export const LINK_FILTER_NAMES = Object.keys(LINK_FILTERS) as readonly LinkFilter[];

const DAY_MICROS = 86_400_000_000;

/** The times between which runs were made, in microseconds since 1970, inclusive; null where there is no limit. */
export interface TimeSpan {
  readonly from: number | null;
  readonly to: number | null;
}

/** The span of the filters; a date stands for its whole UTC day. Throws BAD_REQUEST for a date that does not exist. */
export function timeSpanOf(filters: RunFilters): TimeSpan {
  return { from: boundary(filters, "from"), to: boundary(filters, "to") };
}

function boundary(filters: RunFilters, field: "from" | "to"): number | null {
  const text = filters[field];
  if (text === null) return null;
  const micros = findUtcMicros(text);
  if (micros === null) {
    throw new AppError("BAD_REQUEST", `"${text}" is not a date or time that exists (${field}).`, {
      context: { field: `filters.${field}` },
    });
  }
  return field === "to" && !text.includes("T") ? micros + DAY_MICROS - 1 : micros;
}

/** The names of the filters that are set, `hidden` aside. */
export function activeFilters(filters: RunFilters): readonly string[] {
  return Object.entries(filters)
    .filter(([name, value]) => name !== "hidden" && isSet(value))
    .map(([name]) => name);
}

function isSet(value: RunFilters[keyof RunFilters]): boolean {
  if (typeof value === "string") return value.trim() !== "";
  if (Array.isArray(value)) return value.length > 0;
  if (value !== null && typeof value === "object") return Object.values(value).some((inner) => inner.length > 0);
  return value !== null;
}
