import type { RunRow } from "../../shared/operations/run-operations.ts";
import { isDimension } from "./catalog-schema.ts";
import type { NameTable } from "./name-table.ts";
import { type ColumnName, FLAGS, type RunColumns } from "./run-columns.ts";

/** The column behind a field of a row. Fields that are not here are told apart by their rows. */
const FIELD_COLUMNS: Readonly<Partial<Record<keyof RunRow, ColumnName>>> = {
  status: "status",
  risk_level: "risk_level",
  mode: "mode",
  tool_id: "tool_id",
  material_id: "material_id",
  machine_id: "machine_id",
  event_type: "event_type",
  review: "review",
  verdict: "verdict",
  batch_label: "batch",
  workflow_session: "session",
  limit_percent: "limit",
};

/** The fields of rows that do not have one value at all these places. Run, time and note always differ as soon as there are two rows. */
export function listDifferences(places: Uint32Array, columns: RunColumns, names: NameTable): readonly string[] {
  if (places.length < 2) return [];
  const fields = Object.entries(FIELD_COLUMNS).filter(([, name]) => hasSeveral(places, name, columns, names));
  const flags = Object.entries({ hidden: FLAGS.hidden, differs: FLAGS.differs }).filter(([, flag]) => {
    const data = columns.data("flags");
    const first = (data[places[0] as number] as number) & flag;
    return places.some((place) => ((data[place] as number) & flag) !== first);
  });
  return ["run_number", "created_at_utc", "note", "tags", ...[...fields, ...flags].map(([field]) => field)];
}

function hasSeveral(places: Uint32Array, name: ColumnName, columns: RunColumns, names: NameTable): boolean {
  const data = columns.data(name);
  const first = data[places[0] as number] as number;
  const textOf = (code: number): string | null => (isDimension(name) && code > 0 ? names.textOf(name, code - 1) : null);
  const firstText = textOf(first);
  return places.some((place) => {
    const code = data[place] as number;
    // A value may have several numbers.
    return code !== first && (!isDimension(name) || textOf(code) !== firstText);
  });
}
