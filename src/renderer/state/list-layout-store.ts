import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { GROUP_KEYS, type GroupKey, type RunSort, sortSchema } from "../../shared/operations/list-operations.ts";
import { type ColumnName, columnsFrom, type SortKey, USUAL_COLUMNS } from "./list-columns.ts";
import type { SettingsStorage } from "./settings-store.ts";

/** Where the window keeps how a person lays out the list. */
export const LAYOUT_KEY = "rmos-runs.list-layout";

/** Newest first. */
export const USUAL_SORT: RunSort = { by: "time", descending: true };

/** How the list is laid out, apart from what is in it. */
export interface ListLayout {
  readonly columns: readonly ColumnName[];
  readonly sort: RunSort;
  readonly group: GroupKey | null;
}

/** How a person lays out the list, kept for the next time. */
export interface ListLayoutState extends ListLayout {
  /** Groups whose runs are put away, by key. */
  readonly folded: ReadonlySet<string>;
  readonly onlyDiffering: boolean;
  /** Sorts by this; the same again turns the order round. */
  sortBy(by: SortKey): void;
  setSort(sort: RunSort): void;
  groupBy(group: GroupKey | null): void;
  /** Adds a column at the end, or takes it out. The run itself stays. */
  toggleColumn(name: ColumnName): void;
  /** Moves a column one place; the run stays first. */
  moveColumn(name: ColumnName, direction: "earlier" | "later"): void;
  usualColumns(): void;
  apply(layout: ListLayout): void;
  toggleFolded(key: string): void;
  foldAll(keys: readonly string[]): void;
  showOnlyDiffering(only: boolean): void;
}

const keptSchema = z.object({
  columns: z.array(z.string()),
  sort: sortSchema,
  group: z.enum(GROUP_KEYS).nullable(),
});

/** Text columns read better from A on; all others with the most, the newest or the worst first. */
const ASCENDING_FIRST: ReadonlySet<SortKey> = new Set(["mode", "tool", "material", "machine", "event_type"]);

/** A store that starts from what was kept. */
export function createListLayoutStore(storage: SettingsStorage): StoreApi<ListLayoutState> {
  return createStore<ListLayoutState>()((set, get) => {
    const change = (part: Partial<ListLayout>): void => {
      set(part);
      const { columns, sort, group } = get();
      storage.setItem(LAYOUT_KEY, JSON.stringify({ columns, sort, group }));
    };
    return {
      ...readKept(storage),
      folded: new Set<string>(),
      onlyDiffering: false,
      sortBy: (by) => {
        const { sort } = get();
        change({ sort: sort.by === by ? { by, descending: !sort.descending } : firstOrder(by) });
      },
      setSort: (sort) => change({ sort }),
      groupBy: (group) => {
        set({ folded: new Set() });
        change({ group });
      },
      toggleColumn: (name) => {
        const { columns } = get();
        if (name === "run") return;
        change({ columns: columns.includes(name) ? columns.filter((one) => one !== name) : [...columns, name] });
      },
      moveColumn: (name, direction) => change({ columns: moved(get().columns, name, direction) }),
      usualColumns: () => change({ columns: USUAL_COLUMNS }),
      apply: ({ columns, sort, group }) => {
        set({ folded: new Set() });
        change({ columns, sort, group });
      },
      toggleFolded: (key) => {
        const folded = new Set(get().folded);
        if (!folded.delete(key)) folded.add(key);
        set({ folded });
      },
      foldAll: (keys) => set({ folded: new Set(keys) }),
      showOnlyDiffering: (onlyDiffering) => set({ onlyDiffering }),
    };
  });
}

/** The order a column is put in when it is chosen. */
export function firstOrder(by: SortKey): RunSort {
  return { by, descending: !ASCENDING_FIRST.has(by) };
}

function moved(columns: readonly ColumnName[], name: ColumnName, direction: "earlier" | "later") {
  const from = columns.indexOf(name);
  const to = direction === "earlier" ? from - 1 : from + 1;
  if (from < 1 || to < 1 || to >= columns.length) return columns;
  const others = columns.filter((one) => one !== name);
  return [...others.slice(0, to), name, ...others.slice(to)];
}

function readKept(storage: SettingsStorage): ListLayout {
  const usual = { columns: USUAL_COLUMNS, sort: USUAL_SORT, group: null };
  const text = storage.getItem(LAYOUT_KEY);
  if (text === null) return usual;
  try {
    const kept = keptSchema.parse(JSON.parse(text));
    const columns = columnsFrom(kept.columns);
    return { ...kept, columns: columns.length === 0 ? USUAL_COLUMNS : columns };
  } catch {
    // Written by another version or by hand: the usual layout is always good.
    return usual;
  }
}
