import { useMemo, useRef } from "react";
import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { COLUMN_NAMES, differingColumns, differingFields } from "../../state/list-columns.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { FullTimeText } from "../../ui/time-text.tsx";
import { columnTitle } from "./grid-head.tsx";
import { CELLS } from "./row-cells.tsx";

/** Just the runs of the basket, side by side in rows, with the columns in which they differ. */
export function BasketList() {
  const { basket } = useStores();
  const rows = useWindowStore("basket", (state) => state.rows);
  const words = en.runs.basket;
  return (
    <>
      <div className="list-line">
        <p role="status" className="list-count">
          {rows.state === "ready" ? words.title(rows.value.length) : en.runs.loading}
        </p>
        <Button icon="arrow-left" onPress={() => basket.getState().leave()}>
          {words.back}
        </Button>
      </div>
      {rows.state === "failed" ? (
        <ErrorBox
          title={en.runs.listFailed}
          error={rows.error}
          action={{ label: en.runs.tryAgain, onPress: () => void basket.getState().show() }}
        />
      ) : null}
      {rows.state === "ready" ? <BasketTable rows={rows.value} /> : null}
    </>
  );
}

function BasketTable({ rows }: { readonly rows: readonly RunRow[] }) {
  const { place } = useStores();
  const checks = useWindowStore("runChecks", (state) => state.byRun);
  const scroller = useRef<HTMLDivElement>(null);
  const words = en.runs.basket;
  const all = useMemo(() => COLUMN_NAMES.filter((name) => name !== "run" && name !== "id"), []);
  const differing = useMemo(() => {
    const found = differingColumns(all, differingFields(rows));
    return rows.length < 2 ? all : found;
  }, [all, rows]);
  const same = all.length - differing.length;
  return (
    <div ref={scroller} className="basket-table-scroll">
      <table className="table basket-table">
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            {rows.map((row) => (
              <th key={row.run_id} scope="col">
                <Button
                  label={words.open(row.run_number ?? row.run_id)}
                  onPress={() => place.getState().go({ name: "run", runId: row.run_id, created: null })}
                >
                  {row.run_number ?? row.run_id}
                </Button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differing.map((name) => (
            <tr key={name}>
              <th scope="row">{columnTitle(name)}</th>
              {rows.map((row) => (
                <td key={row.run_id} className={`basket-cell basket-${name}`}>
                  {name === "time" ? (
                    <FullTimeText at={row.created_at_utc} />
                  ) : (
                    CELLS[name]({ row, check: checks.get(row.run_id) ?? null, selected: false, columns: all })
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {same > 0 && rows.length > 1 ? <p className="soft basket-same">{words.same(same)}</p> : null}
    </div>
  );
}
