import { AppError } from "../../../shared/app-error.ts";
import type { SavedView } from "../../../shared/operations/view-operations.ts";
import { parseQuery } from "../../../shared/query/parse-query.ts";
import { queryProblemText } from "../../../shared/query/query-problem-text.ts";
import { resolveQuery } from "../../../shared/query/resolve-query.ts";
import type { RunQuery } from "../../../shared/query/run-query.ts";
import type { Application } from "../application.ts";
import type { Arguments } from "./command.ts";
import type { FilterSource } from "./list-filters.ts";

/** What a typed query asks for. Throws BAD_REQUEST that says which word is not understood; `text`, `start` and `length` are in its context. */
export function queryOf(text: string, option: string): RunQuery {
  const { query, error } = parseQuery(text);
  if (query !== null) return query;
  const { start, length, word, problem, allowed, suggestion } = error;
  throw new AppError("BAD_REQUEST", `${option}: ${queryProblemText(error)}`, {
    context: { field: option, problem, text, start, length, word, allowed: allowed.join(", "), suggestion },
  });
}

/** The filters that `--view` and `--query` ask for at a moment, in the zone and the shifts of the workstation. */
export async function typedFilters(app: Application, args: Arguments, now: Date): Promise<readonly FilterSource[]> {
  const [viewName, text] = [args.find("view"), args.find("query")];
  if (viewName === null && text === null) return [];
  const { zone, shifts } = await app.call("workstation.get", {}, { door: "command-line" });
  const sources: FilterSource[] = [];
  const add = (query: RunQuery, source: string): void => {
    sources.push({ source, filters: resolveQuery(query, { now, zone, shifts }) });
  };
  if (viewName !== null) add(queryOf((await viewNamed(app, viewName)).query, "--view"), "--view");
  if (text !== null) add(queryOf(text, "--query"), "--query");
  return sources;
}

/** The view with this name or id, whatever the case of the name. Throws PATH_NOT_FOUND, and BAD_REQUEST where several have the name. */
export async function viewNamed(app: Application, name: string): Promise<SavedView> {
  const { views } = await app.call("view.list", {}, { door: "command-line" });
  const wanted = name.trim().toLowerCase();
  const byId = views.filter((view) => view.view_id === name);
  const [found, second] = byId.length > 0 ? byId : views.filter((view) => view.name.toLowerCase() === wanted);
  if (found === undefined) {
    throw new AppError("PATH_NOT_FOUND", `There is no view "${name}". rmos-runs view list shows them.`, {
      context: { field: "view" },
    });
  }
  if (second === undefined) return found;
  throw new AppError(
    "BAD_REQUEST",
    `Several views are called "${name}". Write the id: ${found.view_id} or ${second.view_id}.`,
    {
      context: { field: "view" },
    },
  );
}
