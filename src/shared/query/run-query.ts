import { z } from "zod";
import { reviewStateSchema, riskLevelSchema, runStatusSchema, verdictSchema } from "../verdicts.ts";

const texts = z.array(z.string()).max(200).default([]);

/** What a run can be told by: each filter takes any of its values. */
export const valueFiltersSchema = z.strictObject({
  status: z.array(runStatusSchema).default([]),
  risk: z.array(riskLevelSchema).default([]),
  mode: texts,
  tool: texts,
  material: texts,
  machine: texts,
  event_type: texts,
  batch_label: texts,
  workflow_session: texts,
  parent: texts,
  review: z.array(reviewStateSchema).default([]),
  check: z.array(verdictSchema).default([]),
  tag: texts,
  /** Why runs were blocked, numbers left out, as the facet `reason` spells it. */
  reason: texts,
});

/** The name of a filter with values. */
export type ValueFilterName = keyof z.output<typeof valueFiltersSchema>;

/** Every filter with values, in the order in which people see them. */
export const VALUE_FILTER_NAMES = Object.keys(valueFiltersSchema.shape) as readonly ValueFilterName[];

/**
 * A span of time as a person means it; it becomes instants when the list is read. Days are those of the reader's zone.
 * `last` 1 day is today, 2 days is since yesterday; an hour is the sixty minutes before now, a month goes back to the same day of it.
 */
export const dateChoiceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("any") }),
  z.strictObject({
    kind: z.literal("last"),
    amount: z.number().int().min(1).max(10_000),
    unit: z.enum(["hour", "day", "month"]),
  }),
  /** The shift that is running now. */
  z.strictObject({ kind: z.literal("shift") }),
  /**
   * Both inclusive, null is open: a day (2026-11-20), a minute of the reader's zone (2026-11-20T14:00), or an instant
   * (2026-11-20T13:00:00Z).
   */
  z.strictObject({ kind: z.literal("range"), from: z.string().nullable(), to: z.string().nullable() }),
]);

/** A span of time as a person means it. */
export type DateChoice = Readonly<z.output<typeof dateChoiceSchema>>;

/**
 * What to show, as a person says it with chips, with words or in a saved view: all three are spellings of this. Different filters all
 * hold, the values of one are "any of", those of `tag_all` all hold, and none of `without` may hold.
 */
export const runQuerySchema = z.strictObject({
  ...valueFiltersSchema.shape,
  tag_all: texts,
  without: valueFiltersSchema.prefault({}),
  exported: z.boolean().nullable().default(null),
  /** Runs whose result differs from an earlier run with the same inputs. */
  differs: z.boolean().nullable().default(null),
  hidden: z.enum(["exclude", "include", "only"]).default("exclude"),
  date: dateChoiceSchema.default({ kind: "any" }),
  /** Words that must all occur in notes, reasons, warnings, names or ids, each as the beginning of a word. */
  text: z.string().max(400).default(""),
});

/** What to show. */
export type RunQuery = Readonly<z.output<typeof runQuerySchema>>;

/** Everything that is not hidden. */
export const EVERYTHING: RunQuery = runQuerySchema.parse({});
