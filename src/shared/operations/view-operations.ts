import { z } from "zod";
import { operationRow } from "../operation-row.ts";
import { GROUP_KEYS, SORT_KEYS, shiftStartsSchema } from "./list-operations.ts";
import { copyDestinationSchema, fileRefSchema } from "./session-operations.ts";

/** Everything a saved view remembers. `query` is the text grammar: readable in the file, and the same on every workstation. */
export const viewContentSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  query: z.string().max(4000),
  /** Columns of the list in their order; empty for the usual ones. */
  columns: z.array(z.string()).max(40).default([]),
  sort: z
    .strictObject({ by: z.enum(SORT_KEYS), descending: z.boolean() })
    .nullable()
    .default(null),
  group: z.enum(GROUP_KEYS).nullable().default(null),
  shows: z.enum(["list", "timeline"]).default("list"),
});

/** What a saved view remembers. */
export type ViewContent = Readonly<z.output<typeof viewContentSchema>>;

export const savedViewSchema = viewContentSchema.extend({
  /** Built-in ones begin with `builtin-`. */
  view_id: z.string(),
  builtin: z.boolean(),
  /** A newer program saved it: it can be opened, not changed. */
  read_only: z.boolean(),
});

/** A view of the list under a name. */
export type SavedView = Readonly<z.output<typeof savedViewSchema>>;

const viewsSchema = z.object({
  views: z.array(savedViewSchema),
  /** Files that cannot be read as views, each with the reason. They stay where they are. */
  unreadable: z.array(z.object({ file: z.string(), reason: z.string() })),
});

export const workstationSettingsSchema = z.object({
  /** Where each shift begins on the workstation's clock. */
  shifts: shiftStartsSchema,
  /** The machine this workstation stands at; null where it serves several. */
  machine: z.string().nullable(),
  /** The zone of the workstation's clock. */
  zone: z.string(),
  /** Why what was saved cannot be read, so that the usual settings hold; left out where all is well. */
  problem: z.string().optional(),
});

/** What holds for the workstation, whoever uses it. */
export type WorkstationSettings = Readonly<z.output<typeof workstationSettingsSchema>>;

export const viewOperations = {
  /** Built-in views first, then the person's own by name. */
  "view.list": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({}),
    response: viewsSchema,
  }),
  /** Saves a view of the person; with a `view_id` in the place of that one. Names are unique for a person: CONFLICT. */
  "view.save": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ view_id: z.string().nullable().default(null), view: viewContentSchema }),
    response: savedViewSchema,
  }),
  "view.remove": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ view_id: z.string() }),
    response: viewsSchema,
  }),
  /** Writes a view as a file outside. Nothing is replaced. */
  "view.export": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ view_id: z.string(), to: copyDestinationSchema }),
    response: z.object({ path: z.string(), name: z.string(), size_bytes: z.number() }),
  }),
  /** Takes in a view from a file; a name that is taken gets a number behind it. */
  "view.import": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ source: fileRefSchema }),
    response: savedViewSchema,
  }),
  "workstation.get": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({}),
    response: workstationSettingsSchema,
  }),
  "workstation.set": operationRow({
    access: "read",
    role: "supervisor",
    job: false,
    door: "any",
    request: z.strictObject({
      shifts: shiftStartsSchema.optional(),
      machine: z.string().max(200).nullable().optional(),
    }),
    response: workstationSettingsSchema,
  }),
} as const;
