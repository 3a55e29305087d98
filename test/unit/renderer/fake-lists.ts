import { AppError } from "../../../src/shared/app-error.ts";
import type { OpenList } from "../../../src/shared/operations/list-operations.ts";
import type { RunRow } from "../../../src/shared/operations/run-operations.ts";
import type { FakeAnswers } from "./fake-bridge.ts";
import { makeColumns, makeOpenList } from "./sample-data.ts";

/** Lists of a pretended main: each keeps the rows it was opened with. */
export interface FakeLists {
  readonly answers: FakeAnswers;
  /** What the next list is opened over. */
  rows: readonly RunRow[];
  /** Added to every list that is opened. */
  change: Partial<OpenList>;
  /** Main lets go of every list it holds. */
  forget(): void;
}

/** Answers for lists over rows that a test can change. */
export function createFakeLists(rows: readonly RunRow[]): FakeLists {
  const open = new Map<string, readonly RunRow[]>();
  const rowsOf = (listId: string): readonly RunRow[] => {
    const found = open.get(listId);
    if (found === undefined) throw new AppError("BAD_CURSOR", "The list is gone.");
    return found;
  };
  let count = 0;
  const lists: FakeLists = {
    rows,
    change: {},
    forget: () => open.clear(),
    answers: {
      "list.open": () => {
        count += 1;
        open.set(`list-${count}`, lists.rows);
        const total = lists.rows.length;
        return makeOpenList({ list_id: `list-${count}`, total, store_total: total, ...lists.change });
      },
      "list.rows": ({ list_id, from, count: wanted }) => {
        // The order is that of when the list was opened; what the rows show is of now.
        const now = new Map(lists.rows.map((row) => [row.run_id, row]));
        const found = rowsOf(list_id).slice(from, from + wanted);
        return { from, columns: makeColumns(found.map((row) => now.get(row.run_id) ?? row)) };
      },
      "list.place": ({ list_id, run_id }) => {
        const place = rowsOf(list_id).findIndex((row) => row.run_id === run_id);
        return { place: place === -1 ? null : place };
      },
      "list.ids": ({ list_id, from, count: wanted }) => ({
        run_ids: rowsOf(list_id)
          .slice(from, from + wanted)
          .map((row) => row.run_id),
      }),
      "list.differences": () => ({ differing: ["run_id", "tool_id"] }),
    },
  };
  return lists;
}
