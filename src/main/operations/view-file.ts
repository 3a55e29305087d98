import { z } from "zod";
import { GROUP_KEYS, SORT_KEYS } from "../../shared/operations/list-operations.ts";
import { type ViewContent, viewContentSchema } from "../../shared/operations/view-operations.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { readJson, toPlain } from "../canonical/json-tree.ts";

/** What this version writes. */
const FORMAT = 1;

/** More than any view needs. */
export const VIEW_LIMIT_BYTES = 64 * 1024;

const sortSchema = z.strictObject({ by: z.enum(SORT_KEYS), descending: z.boolean() });

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  name: viewContentSchema.shape.name,
  query: viewContentSchema.shape.query,
  columns: z.array(z.string()).max(40),
  sort: sortSchema.nullable(),
  group: z.enum(GROUP_KEYS).nullable(),
  shows: z.enum(["list", "timeline"]),
});

/** A file as a view, with `isNewer` for one of which only a part may be understood; or why it is none. */
export type ReadView =
  | { readonly content: ViewContent; readonly isNewer: boolean; readonly reason: null }
  | { readonly content: null; readonly reason: string };

/** The bytes of a view as they are stored and handed on: text that a person can read. */
export function viewFileBytes({ name, query, columns, sort, group, shows }: ViewContent): Buffer {
  const file: z.infer<typeof fileSchema> = { format: FORMAT, name, query, columns, sort, group, shows };
  return Buffer.from(`${JSON.stringify(file, null, 2)}\n`);
}

/** What a file says, whoever wrote it. */
export function readViewFile(bytes: Uint8Array): ReadView {
  if (bytes.byteLength > VIEW_LIMIT_BYTES) return broken(`is larger than ${VIEW_LIMIT_BYTES} bytes`);
  const value = plainOf(bytes);
  if (value === undefined) return broken("is no JSON text");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return broken("holds no view");
  const { format, ...rest } = value as Record<string, unknown>;
  if (typeof format !== "number" || !Number.isInteger(format) || format < 1) return broken("says no format");
  if (format > FORMAT) return newerView(rest);
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) {
    const { format: _format, ...content } = parsed.data;
    return { content, isNewer: false, reason: null };
  }
  return broken(`has something that does not fit in "${fieldOf(parsed.error)}"`);
}

function broken(reason: string): ReadView {
  return { content: null, reason };
}

function plainOf(bytes: Uint8Array): unknown {
  try {
    return toPlain(readJson(bytes));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

function fieldOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String) ?? [];
  return (issue?.code === "unrecognized_keys" ? [...path, issue.keys[0] ?? ""] : path).join(".");
}

/** A name and a query are the least that makes a view. The rest is taken where it is what we know. */
function newerView({ name, query, columns, sort, group, shows }: Record<string, unknown>): ReadView {
  const named = viewContentSchema.pick({ name: true, query: true }).safeParse({ name, query });
  if (!named.success) return broken("was saved by a newer version, and has no name or query that can be understood");
  const { shape } = fileSchema;
  const content: ViewContent = {
    ...named.data,
    columns: shape.columns.safeParse(columns).data ?? [],
    sort: shape.sort.safeParse(sort).data ?? null,
    group: shape.group.safeParse(group).data ?? null,
    shows: shape.shows.safeParse(shows).data ?? "list",
  };
  return { content, isNewer: true, reason: null };
}
