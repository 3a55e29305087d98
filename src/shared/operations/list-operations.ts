import { z } from "zod";
import { bytesSchema } from "../bytes.ts";
import { operationRow } from "../operation-row.ts";
import { riskLevelSchema, runStatusSchema } from "../verdicts.ts";
import { facetSchema, type RunRow, runFiltersSchema, runRowSchema } from "./run-operations.ts";

/** The name of a time zone (Europe/Berlin): where days and shifts begin. */
const zoneSchema = z.string().min(1).max(100);

/** Where each shift begins on the clock of the zone (06:00), in the order of a day; a shift ends where the next begins. */
export const shiftStartsSchema = z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is no time (06:00)")).max(12);

/** What rows can be sorted by. */
export const SORT_KEYS = [
  "time",
  "number",
  "risk",
  "status",
  "mode",
  "tool",
  "material",
  "machine",
  "event_type",
  "review",
  "check",
  "limit",
] as const;

export const sortSchema = z.strictObject({ by: z.enum(SORT_KEYS), descending: z.boolean() });

/** The order of a list. Ties are newest first. */
export type RunSort = Readonly<z.output<typeof sortSchema>>;

/** What rows can be gathered under. */
export const GROUP_KEYS = ["machine", "tool", "material", "mode", "day", "shift", "session", "batch"] as const;

/** What rows can be gathered under. */
export type GroupKey = (typeof GROUP_KEYS)[number];

/** How many runs have each decision, each status; `none` counts those without one. */
const countsSchema = z.object({
  risk: z.partialRecord(z.union([riskLevelSchema, z.literal("none")]), z.number()),
  status: z.partialRecord(z.union([runStatusSchema, z.literal("none")]), z.number()),
});

export const runGroupSchema = z.object({
  /** The value the rows share; null gathers those without one. A day is 2026-11-20; a shift is the instant it began. */
  value: z.string().nullable(),
  /** Place of its first row in the list. */
  from: z.number(),
  count: z.number(),
  counts: countsSchema,
});

/** Rows of a list that share a value, side by side. */
export type RunGroup = Readonly<z.output<typeof runGroupSchema>>;

/** A list as it stood when it was opened. Its rows keep their places while new runs arrive; what they show is of now. */
export const openListSchema = z.object({
  list_id: z.string(),
  total: z.number(),
  /** Every run in the store, whatever the filters; and how many of them are hidden by an event. */
  store_total: z.number(),
  hidden_total: z.number(),
  /** Rows whose record cannot be read. */
  unreadable: z.number(),
  counts: countsSchema,
  /** Null where the list is not grouped. */
  groups: z.array(runGroupSchema).nullable(),
  /** Groups that were left out because there are too many; their rows stand behind all others. */
  more_groups: z.number(),
  facets: z.record(z.string(), facetSchema),
});

/** A list as it stood when it was opened. */
export type OpenList = Readonly<z.output<typeof openListSchema>>;

const columnShape = Object.fromEntries(
  Object.entries(runRowSchema.shape).map(([field, schema]) => [field, z.array(schema)]),
) as { [Field in keyof typeof runRowSchema.shape]: z.ZodArray<(typeof runRowSchema.shape)[Field]> };

/** Rows as one list per field, all of one length: a tenth of the cost of objects on the way to the window. */
export const runColumnsSchema = z.object(columnShape);

/** Rows as one list per field. */
export type RunColumns = { [Field in keyof RunRow]: RunRow[Field][] };

export const LANE_KEYS = ["machine", "tool", "session", "tag", "none"] as const;

/** What the lanes of a timeline stand for. */
export type LaneKey = (typeof LANE_KEYS)[number];

/** The worst a block of a timeline holds, mildest first; the byte of a block is the place in this list, 0 is an empty block. */
export const BLOCK_STATES = ["empty", "GREEN", "none", "YELLOW", "UNKNOWN", "ERROR", "RED"] as const;

/** The worst a block of a timeline holds. */
export type BlockState = (typeof BLOCK_STATES)[number];

const instantSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}T[0-9:.]+Z$/, "is not an instant (2026-11-20T08:00:00Z)");

export const timelineSchema = z.object({
  /** The instants drawn from and to; those asked for, or the first and last run where none were. Null for no runs. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** First and last run of the whole selection, whatever the span. */
  first: z.string().nullable(),
  last: z.string().nullable(),
  bins: z.number(),
  /** Most runs first; the last may stand for all others (`value` null, `others` true). */
  lanes: z.array(z.object({ value: z.string().nullable(), others: z.boolean(), total: z.number() })),
  /** Little-endian 32-bit counts, lane by lane: `bins` for each. A run of several tags counts in each of their lanes. */
  counts: bytesSchema,
  /** A byte for each count: see {@link BLOCK_STATES}. */
  worst: bytesSchema,
  /** Where the clock of the workstation was not to be trusted; `by_ms` is negative for one that was set back. */
  clock: z.array(z.object({ at: z.string(), by_ms: z.number() })),
  total: z.number(),
});

/** Runs counted over time. */
export type Timeline = Readonly<z.output<typeof timelineSchema>>;

export const numbersSchema = z.object({
  total: z.number(),
  counts: countsSchema,
  review: z.record(z.string(), z.number()),
  check: z.record(z.string(), z.number()),
  /** When the oldest run that waits for a review, that is in no audit package, was recorded; null where there is none. */
  oldest_waiting: z.string().nullable(),
  oldest_not_exported: z.string().nullable(),
  not_exported: z.number(),
  unreadable: z.number(),
  /** Why runs were blocked, most frequent first, at most 20. */
  reasons: z.array(z.object({ reason: z.string(), count: z.number() })),
  /** The shifts of the span, oldest first, at most 90: the newest ones. */
  shifts: z.array(z.object({ from: z.string(), total: z.number(), blocked: z.number() })),
  /**
   * Tools whose last runs came near a limit, nearest first, at most 20: `shares` of at most the last 10 runs in whole percent of the limit,
   * oldest first, null where nothing was measured; `near` counts those of 90 % and more.
   */
  near_limit: z.array(
    z.object({ tool: z.string(), shares: z.array(z.number().nullable()), near: z.number(), last_at: z.string() }),
  ),
});

/** What Home counts. */
export type Numbers = Readonly<z.output<typeof numbersSchema>>;

const filters = runFiltersSchema.prefault({});

export const listOperations = {
  /** Opens a list: which runs, in which order. It is kept for a while; one that is gone is `BAD_CURSOR`, and is opened anew. */
  "list.open": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      filters,
      sort: sortSchema.default({ by: "time", descending: true }),
      group: z.enum(GROUP_KEYS).nullable().default(null),
      zone: zoneSchema,
      shifts: shiftStartsSchema.default([]),
    }),
    response: openListSchema,
  }),
  /** Rows of an open list by their places. A run that was in the list and cannot be found any more is left out of `rows`, never moved. */
  "list.rows": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      list_id: z.string(),
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(1000),
    }),
    response: z.object({ from: z.number(), columns: runColumnsSchema }),
  }),
  /** The place of a run in an open list; null when it is not in it. */
  "list.place": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ list_id: z.string(), run_id: z.string() }),
    response: z.object({ place: z.number().nullable() }),
  }),
  /** Ids of an open list in its order: what an action on many runs is bound to. */
  "list.ids": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      list_id: z.string(),
      from: z.number().int().min(0).default(0),
      count: z.number().int().min(1).max(10_000),
    }),
    response: z.object({ run_ids: z.array(z.string()) }),
  }),
  /** Which fields of the rows differ within an open list. */
  "list.differences": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ list_id: z.string() }),
    response: z.object({ differing: z.array(z.string()) }),
  }),
  "timeline.read": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      filters,
      lane: z.enum(LANE_KEYS),
      /** Both null: from the first run to the last. */
      from: instantSchema.nullable().default(null),
      to: instantSchema.nullable().default(null),
      bins: z.number().int().min(1).max(4096),
      max_lanes: z.number().int().min(1).max(64).default(24),
    }),
    response: timelineSchema,
  }),
  /** The run next to an instant or a run, within a lane where one is given; null at the end. */
  "timeline.step": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      filters,
      lane: z.enum(LANE_KEYS),
      /** The value of the lane; null with a lane key means the runs without a value. Ignored for the lane `none`. */
      lane_value: z.string().nullable(),
      start: z.union([z.strictObject({ run_id: z.string() }), z.strictObject({ at: instantSchema })]),
      direction: z.enum(["earlier", "later"]),
    }),
    response: z.object({ row: runRowSchema.nullable() }),
  }),
  "numbers.get": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ filters, zone: zoneSchema, shifts: shiftStartsSchema.default([]) }),
    response: numbersSchema,
  }),
} as const;
