import type { SavedView } from "../../shared/operations/view-operations.ts";
import { formatQuery } from "../../shared/query/format-query.ts";
import { EVERYTHING, type RunQuery } from "../../shared/query/run-query.ts";

/** What every id of a built-in view begins with. */
export const BUILTIN = "builtin-";

/** The views that everybody has, in the order in which they are offered. `machine`: where the workstation stands; null: anywhere. */
export function builtinViews(machine: string | null): readonly SavedView[] {
  const today: Partial<RunQuery> = { date: { kind: "last", amount: 1, unit: "day" } };
  return [
    builtin("my-machine-today", "My machine today", machine === null ? today : { ...today, machine: [machine] }),
    builtin("blocked", "Blocked", { status: ["BLOCKED"] }),
    builtin("needs-review", "Needs review", { review: ["waiting"] }),
    builtin("not-exported", "Not exported", { exported: false }),
    builtin("cannot-be-checked", "Cannot be checked", { check: ["cannot-check"] }),
    builtin("changed-records", "Changed records", { check: ["changed"] }),
  ];
}

function builtin(id: string, name: string, query: Partial<RunQuery>): SavedView {
  return {
    ...{ view_id: `${BUILTIN}${id}`, name, query: formatQuery({ ...EVERYTHING, ...query }) },
    ...{ columns: [], sort: null, group: null, shows: "list", builtin: true, read_only: true },
  };
}
