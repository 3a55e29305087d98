import fc from "fast-check";
import { type RunQuery, runQuerySchema } from "../../src/shared/query/run-query.ts";
import { REVIEW_STATES, RISK_LEVELS, RUN_STATUSES, VERDICTS } from "../../src/shared/verdicts.ts";

/** Texts of every kind, those of the grammar itself among them. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "T102",
    "saw:6",
    "a,b",
    'say "so"',
    "C:\\new\\",
    " ",
    "",
    "exported",
    "-x",
    "tag:a",
    "ebony, dark",
    "“",
  ),
);
const texts = fc.uniqueArray(text, { maxLength: 4 });

const valueFilters = fc.record({
  status: fc.uniqueArray(fc.constantFrom(...RUN_STATUSES), { maxLength: 3 }),
  risk: fc.uniqueArray(fc.constantFrom(...RISK_LEVELS), { maxLength: 5 }),
  ...{ mode: texts, tool: texts, material: texts, machine: texts, event_type: texts, batch_label: texts },
  ...{ workflow_session: texts, parent: texts, tag: texts, reason: texts },
  review: fc.uniqueArray(fc.constantFrom(...REVIEW_STATES), { maxLength: 3 }),
  check: fc.uniqueArray(fc.constantFrom(...VERDICTS), { maxLength: 3 }),
});

const instant = fc.date({
  min: new Date("0001-01-02T00:00:00Z"),
  max: new Date("9999-12-30T00:00:00Z"),
  noInvalidDate: true,
});
const point = fc.oneof(
  instant.map((date) => date.toISOString().slice(0, 10)),
  instant.map((date) => date.toISOString().slice(0, 16)),
  instant.map((date) => date.toISOString()),
);

/** Every kind of date; a range has at least one end, and its ends exist. */
export const randomDate: fc.Arbitrary<RunQuery["date"]> = fc.oneof(
  fc.constant({ kind: "any" as const }),
  fc.constant({ kind: "shift" as const }),
  fc.record({
    kind: fc.constant("last" as const),
    amount: fc.integer({ min: 1, max: 10_000 }),
    unit: fc.constantFrom("hour" as const, "day" as const, "month" as const),
  }),
  point.map((day) => ({ kind: "range" as const, from: day, to: day })),
  fc
    .record({ kind: fc.constant("range" as const), from: fc.option(point), to: fc.option(point) })
    .filter(({ from, to }) => from !== null || to !== null),
);

/** Every query that has each value of a list once. */
export const randomQuery: fc.Arbitrary<RunQuery> = fc
  .record({
    filters: valueFilters,
    without: valueFilters,
    tag_all: texts,
    exported: fc.option(fc.boolean()),
    differs: fc.option(fc.boolean()),
    hidden: fc.constantFrom("exclude" as const, "include" as const, "only" as const),
    date: randomDate,
    text: fc.oneof(
      fc.constant(""),
      fc.array(text, { maxLength: 4 }).map((words) => words.join(" ")),
    ),
  })
  .map(({ filters, ...rest }) => runQuerySchema.parse({ ...filters, ...rest }));
