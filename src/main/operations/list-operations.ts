import type { RunColumns } from "../../shared/operations/list-operations.ts";
import { type RunRow, runRowSchema } from "../../shared/operations/run-operations.ts";
import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";

type ListOperation =
  | `list.${"open" | "rows" | "place" | "ids" | "differences"}`
  | `timeline.${"read" | "step"}`
  | "numbers.get";

/** Lists that keep their order while runs arrive, runs over time, and what Home counts: all out of the catalog. */
export function createListOperations(deps: OperationDeps): Pick<Handlers, ListOperation> {
  const catalog = () => deps.folders.current().catalog();
  return {
    "list.open": async (request) => (await catalog()).listOpen(request),
    async "list.rows"(request) {
      const folder = deps.folders.current();
      const rows = await (await folder.catalog()).listRows(request);
      return { from: request.from, columns: columnsOf(rows.map((row) => folder.verdicts.over(row))) };
    },
    "list.place": async (request) => ({ place: await (await catalog()).listPlace(request) }),
    "list.ids": async (request) => ({ run_ids: [...(await (await catalog()).listIds(request))] }),
    "list.differences": async (request) => ({ differing: [...(await (await catalog()).listDifferences(request))] }),
    "timeline.read": async (request) => (await catalog()).timeline(request),
    async "timeline.step"(request) {
      const folder = deps.folders.current();
      const row = await (await folder.catalog()).timelineStep(request);
      return { row: row === null ? null : folder.verdicts.over(row) };
    },
    "numbers.get": async (request) => (await catalog()).numbers(request),
  };
}

const FIELDS = Object.keys(runRowSchema.shape) as (keyof RunRow)[];

function columnsOf(rows: readonly RunRow[]): RunColumns {
  return Object.fromEntries(FIELDS.map((field) => [field, rows.map((row) => row[field])])) as unknown as RunColumns;
}
