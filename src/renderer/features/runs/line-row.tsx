import { memo } from "react";
import type { OpenList } from "../../../shared/operations/list-operations.ts";
import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { NOT_LOOKED_AT } from "../../state/damaged-record-store.ts";
import type { ColumnName } from "../../state/list-columns.ts";
import { type ListLines, spotAt } from "../../state/list-lines.ts";
import { rowAt } from "../../state/row-pages.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { GroupRow } from "./group-row.tsx";
import { EmptyRow, RunRowView } from "./run-row.tsx";

/** Where and how a line is drawn. */
export interface LineRowProps {
  readonly list: OpenList;
  readonly lines: ListLines;
  readonly line: number;
  readonly columns: readonly ColumnName[];
  readonly top: number;
  readonly height: number;
  readonly active: boolean;
}

/** What stands on a line: a run, the head of a group, or the room of a run that is on its way. */
export const LineRow = memo(function LineRow(props: LineRowProps) {
  const { lines, line, columns, top, height, active, list } = props;
  const { place, onGroup, group } = spotAt(lines, line);
  const by = useWindowStore("listLayout", (state) => state.group);
  const row = useWindowStore("runList", (state) => (state.list === list ? rowAt(state.pages, place) : undefined));
  const drawn = { top, height, active };
  if (onGroup && group !== null && by !== null) {
    return <GroupRow {...drawn} by={by} group={group} moreGroups={list.more_groups} columnCount={columns.length} />;
  }
  if (row == null) return <EmptyRow {...drawn} line={line} gone={row === null} />;
  return <KnownRow {...drawn} row={row} line={line} columns={columns} inGroup={group !== null} />;
});

function KnownRow(
  props: Pick<LineRowProps, "line" | "columns" | "top" | "height" | "active"> & {
    readonly row: RunRow;
    readonly inGroup: boolean;
  },
) {
  const { run_id: runId } = props.row;
  const selected = useWindowStore("runList", (state) => state.selected.has(runId));
  const check = useWindowStore("runChecks", (state) => state.byRun.get(runId) ?? null);
  const damaged = useWindowStore("damaged", (state) => state.byRun.get(runId) ?? NOT_LOOKED_AT);
  return <RunRowView {...props} selected={selected} check={check} damaged={damaged} />;
}
