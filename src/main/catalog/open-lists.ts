import { AppError } from "../../shared/app-error.ts";
import type { OperationRequest } from "../../shared/operation-table.ts";
import type { OpenList } from "../../shared/operations/list-operations.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import { shiftStarts } from "../../shared/query/shift-spans.ts";
import { dayOf, dayStarts } from "../../shared/query/zone-time.ts";
import type { CatalogState } from "./catalog-state.ts";
import type { LabelTable } from "./label-table.ts";
import { listDifferences } from "./list-differences.ts";
import { type Grouped, groupPlaces } from "./list-groups.ts";
import { sortPlaces } from "./list-sort.ts";
import type { NameTable } from "./name-table.ts";
import type { RowReader } from "./row-reader.ts";
import type { RunColumns } from "./run-columns.ts";
import type { RunCounts } from "./run-counts.ts";

type OpenRequest = OperationRequest<"list.open">;

/** Eight bytes a run each: what a window, its search for new runs and a second window need. */
const MAX_OPEN_LISTS = 6;

/** What open lists stand on. */
export interface ListParts {
  readonly columns: () => RunColumns;
  readonly names: NameTable;
  readonly labels: LabelTable;
  readonly state: CatalogState;
  readonly counts: RunCounts;
  readonly rows: RowReader;
}

/**
 * Lists as they stood when they were opened: the rows in their order, by the numbers that never change. So what a reader looks at does not
 * move while runs arrive.
 */
export class OpenLists {
  readonly #parts: ListParts;
  readonly #lists = new Map<string, Float64Array>();
  #opened = 0;

  constructor(parts: ListParts) {
    this.#parts = parts;
  }

  /** Opens a list. The one that was not used for longest is let go where there are too many. Throws BAD_REQUEST. */
  open(request: OpenRequest): OpenList {
    const { counts, names, state } = this.#parts;
    const { filters, group, sort } = request;
    const found = counts.places(filters);
    const sorted = sortPlaces(found, sort, this.#parts.columns(), names);
    const grouped = group === null ? null : this.#group(sorted, { ...request, group });
    return {
      list_id: this.#keep(grouped?.places ?? sorted),
      total: found.length,
      store_total: state.rowCount,
      hidden_total: state.hiddenCount,
      unreadable: counts.unreadable(found),
      counts: counts.states(found),
      groups: grouped === null ? null : [...grouped.groups],
      more_groups: grouped?.moreGroups ?? 0,
      facets: counts.facets(filters),
    };
  }

  /** The rows from a place on. Throws BAD_CURSOR for a list that is not open any more. */
  rows(listId: string, from: number, count: number): readonly RunRow[] {
    return this.#parts.rows.rows([...this.#find(listId).subarray(from, from + count)]);
  }

  /** Run ids from a place on. Throws BAD_CURSOR. */
  runIds(listId: string, from: number, count: number): readonly string[] {
    return this.#parts.rows.runIds([...this.#find(listId).subarray(from, from + count)]);
  }

  /** The place of a run in a list, or null. Throws BAD_CURSOR. */
  place(listId: string, runId: string): number | null {
    const list = this.#find(listId);
    const rid = this.#parts.rows.findRid(runId);
    const place = rid === null ? -1 : list.indexOf(rid);
    return place === -1 ? null : place;
  }

  /** The fields in which rows of a list differ. Throws BAD_CURSOR. */
  differences(listId: string): readonly string[] {
    const columns = this.#parts.columns();
    const places = Uint32Array.from(this.#find(listId), (rid) => columns.placeOf(rid)).filter(
      (place) => place < columns.length,
    );
    return listDifferences(places, columns, this.#parts.names);
  }

  #find(listId: string): Float64Array {
    const list = this.#lists.get(listId);
    if (list === undefined) {
      throw new AppError("BAD_CURSOR", "This list is not open any more. Open it again.", {
        context: { field: "list_id" },
      });
    }
    this.#lists.delete(listId);
    this.#lists.set(listId, list);
    return list;
  }

  #keep(places: Uint32Array): string {
    const columns = this.#parts.columns();
    const rids = new Float64Array(places.length);
    const { sortUs } = columns;
    const bump = columns.data("bump");
    for (let at = 0; at < places.length; at++) {
      const place = places[at] as number;
      rids[at] = (sortUs[place] as number) + (bump[place] as number);
    }
    this.#opened += 1;
    const listId = `${this.#parts.state.catalogId}.${this.#opened}`;
    this.#lists.set(listId, rids);
    for (const oldest of this.#lists.keys()) if (this.#lists.size > MAX_OPEN_LISTS) this.#lists.delete(oldest);
    return listId;
  }

  #group(
    places: Uint32Array,
    { group, shifts, zone }: OpenRequest & { group: NonNullable<OpenRequest["group"]> },
  ): Grouped {
    const columns = this.#parts.columns();
    const { labels, names } = this.#parts;
    return groupPlaces(places, {
      ...{ by: group, columns, names, labels },
      spanStarts: spanStartsOf(places, columns, { group, shifts, zone }),
      dayName: (startMs) => dayOf(startMs, zone),
    });
  }
}

/** Where days or shifts begin, from that of the oldest run to that of the newest. */
function spanStartsOf(
  places: Uint32Array,
  columns: RunColumns,
  { group, shifts, zone }: Pick<OpenRequest, "group" | "shifts" | "zone">,
): readonly number[] {
  if (places.length === 0 || (group !== "day" && group !== "shift")) return [];
  let [oldest, newest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const place of places) {
    if (place < oldest) oldest = place;
    if (place > newest) newest = place;
  }
  const [fromMs, toMs] = [oldest, newest].map((place) => Math.floor((columns.sortUs[place] ?? 0) / 1000)) as [
    number,
    number,
  ];
  return group === "day" ? dayStarts(fromMs, toMs, zone) : shiftStarts(fromMs, toMs, zone, shifts);
}
