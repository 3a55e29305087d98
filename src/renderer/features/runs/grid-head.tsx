import { zoneName } from "../../format/time-text.ts";
import { type ColumnName, SORT_OF_COLUMN } from "../../state/list-columns.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Icon } from "../../ui/icon.tsx";

/** The names of the columns. Those that can be sorted by are buttons, and say which way they sort now. */
export function GridHead({ columns }: { readonly columns: readonly ColumnName[] }) {
  return (
    <thead className="run-grid-head">
      <tr aria-rowindex={1} className="run-row run-row-head">
        {columns.map((name, index) => (
          <HeadCell key={name} name={name} index={index + 1} />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell({ name, index }: { readonly name: ColumnName; readonly index: number }) {
  const { listLayout } = useStores();
  const sort = useWindowStore("listLayout", (state) => state.sort);
  const key = SORT_OF_COLUMN[name];
  const isSorted = key !== undefined && key === sort.by;
  const direction = sort.descending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      aria-colindex={index}
      aria-sort={key === undefined ? undefined : isSorted ? direction : "none"}
      className={`cell cell-${name}`}
    >
      {key === undefined ? (
        columnTitle(name)
      ) : (
        <button type="button" className="head-sort" onClick={() => listLayout.getState().sortBy(key)}>
          <span className="head-title">{columnTitle(name)}</span>
          {isSorted ? <Icon name={sort.descending ? "arrow-down" : "arrow-up"} size="0.9em" /> : null}
        </button>
      )}
    </th>
  );
}

/** What a column is called. */
export function columnTitle(name: ColumnName): string {
  return name === "time" ? en.runs.columns.time(zoneName()) : en.runs.columns[name];
}
