import type { OperationInput } from "../../../shared/operation-table.ts";
import type { RunFilters } from "../../../shared/operations/run-operations.ts";
import { badField } from "../parse-request.ts";

/** Filters as the operation takes them; those that are left out let everything through. */
export type FiltersInput = NonNullable<OperationInput<"run.query">["filters"]>;

/** Filters, and what on the command line they came from (`--query`, `--tool`). */
export interface FilterSource {
  readonly source: string;
  readonly filters: FiltersInput;
}

/** Filters that must all hold. Throws BAD_REQUEST where two sources set one filter, which could only be a slip. */
export function joinFilters(sources: readonly FilterSource[]): FiltersInput {
  const joined: Record<string, unknown> = {};
  const without: Record<string, unknown> = {};
  const setBy = new Map<string, string>();
  for (const { source, filters } of sources) {
    const { without: own = {}, ...rest } = filters;
    for (const [name, value] of Object.entries(rest)) add(joined, { name, value, source, key: name }, setBy);
    for (const [name, value] of Object.entries(own)) add(without, { name, value, source, key: `-${name}` }, setBy);
  }
  return { ...joined, without } as FiltersInput;
}

interface SetFilter {
  readonly name: keyof RunFilters | string;
  readonly value: unknown;
  readonly source: string;
  /** What tells it from the filter of the same name that leaves out. */
  readonly key: string;
}

function add(into: Record<string, unknown>, { name, value, source, key }: SetFilter, setBy: Map<string, string>): void {
  if (!isSet(name, value)) return;
  const before = setBy.get(key);
  if (before !== undefined) throw badField(source, `sets ${key} a second time; ${before} sets it too`);
  setBy.set(key, source);
  into[name] = value;
}

function isSet(name: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (name === "hidden") return value !== "exclude" && value !== undefined;
  return value !== null && value !== undefined && value !== "";
}
