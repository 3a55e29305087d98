import { useState } from "react";
import { GROUP_KEYS, type RunSort, SORT_KEYS } from "../../../shared/operations/list-operations.ts";
import { COLUMN_NAMES, type ColumnName, USUAL_COLUMNS } from "../../state/list-columns.ts";
import { firstOrder } from "../../state/list-layout-store.ts";
import { listLines } from "../../state/list-lines.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { FilterPopover } from "./filter-popover.tsx";
import { columnTitle } from "./grid-head.tsx";

const words = en.grouping;

/** How the list is laid out: order, groups, columns. For fingers and gloves all of it is behind one button. */
export function ListMenus() {
  const density = useWindowStore("settings", (state) => state.density);
  return density === "desk" ? <OpenMenus /> : <FoldedMenus />;
}

function OpenMenus() {
  const sort = useWindowStore("listLayout", (state) => state.sort);
  const group = useWindowStore("listLayout", (state) => state.group);
  const columns = useWindowStore("listLayout", (state) => state.columns);
  return (
    <div className="list-menus">
      <FilterPopover label={words.sortedBy(sortWord(sort))} name={words.sort} active={false} look="menu">
        {(close) => <SortChoices close={close} />}
      </FilterPopover>
      <FilterPopover
        label={group === null ? words.group : words.groupedBy(words.keys[group])}
        name={words.group}
        active={group !== null}
        look="menu"
      >
        {(close) => <GroupChoices close={close} />}
      </FilterPopover>
      {group === null ? null : <FoldAll />}
      <FilterPopover label={words.columns} name={words.columns} active={!isUsual(columns)} look="menu">
        {() => <ColumnChoices />}
      </FilterPopover>
      <OnlyDiffering />
    </div>
  );
}

type Section = "sort" | "group" | "columns";

function FoldedMenus() {
  const [section, setSection] = useState<Section | null>(null);
  const group = useWindowStore("listLayout", (state) => state.group);
  return (
    <div className="list-menus">
      <FilterPopover label={words.all} name={words.all} active={group !== null} look="menu">
        {(closePanel) => {
          const close = (): void => {
            setSection(null);
            closePanel();
          };
          if (section === null) {
            return (
              <>
                <Button onPress={() => setSection("sort")}>{words.sort}</Button>
                <Button onPress={() => setSection("group")}>{words.group}</Button>
                {group === null ? null : <FoldAll />}
                <Button onPress={() => setSection("columns")}>{words.columns}</Button>
                <OnlyDiffering />
              </>
            );
          }
          return (
            <>
              <Button icon="arrow-left" onPress={() => setSection(null)}>
                {words.back}
              </Button>
              {section === "sort" ? <SortChoices close={close} /> : null}
              {section === "group" ? <GroupChoices close={close} /> : null}
              {section === "columns" ? <ColumnChoices /> : null}
            </>
          );
        }}
      </FilterPopover>
    </div>
  );
}

function sortWord({ by, descending }: RunSort): string {
  return descending ? words.descending[by] : words.ascending[by];
}

function isUsual(columns: readonly ColumnName[]): boolean {
  return columns.join() === USUAL_COLUMNS.join();
}

function OnlyDiffering() {
  const { listLayout } = useStores();
  const onlyDiffering = useWindowStore("listLayout", (state) => state.onlyDiffering);
  return (
    <Button pressed={onlyDiffering} onPress={() => listLayout.getState().showOnlyDiffering(!onlyDiffering)}>
      {words.onlyDiffering}
    </Button>
  );
}

function SortChoices({ close }: { readonly close: () => void }) {
  const { listLayout } = useStores();
  const sort = useWindowStore("listLayout", (state) => state.sort);
  return (
    <div className="menu-pairs">
      {SORT_KEYS.map((by) => (
        <div key={by} className="menu-pair">
          {[firstOrder(by).descending, !firstOrder(by).descending].map((descending) => (
            <Button
              key={String(descending)}
              pressed={sort.by === by && sort.descending === descending}
              onPress={() => {
                listLayout.getState().setSort({ by, descending });
                close();
              }}
            >
              {sortWord({ by, descending })}
            </Button>
          ))}
        </div>
      ))}
    </div>
  );
}

function GroupChoices({ close }: { readonly close: () => void }) {
  const { listLayout } = useStores();
  const group = useWindowStore("listLayout", (state) => state.group);
  return [null, ...GROUP_KEYS].map((key) => (
    <Button
      key={key ?? "none"}
      pressed={group === key}
      onPress={() => {
        listLayout.getState().groupBy(key);
        close();
      }}
    >
      {key === null ? words.noGroups : words.groupedBy(words.keys[key])}
    </Button>
  ));
}

function FoldAll() {
  const { listLayout, runList } = useStores();
  const folded = useWindowStore("listLayout", (state) => state.folded);
  const foldAll = (): void => {
    const { list } = runList.getState();
    const keys = list === null ? [] : listLines(list, new Set()).groups.map(({ key }) => key);
    listLayout.getState().foldAll(folded.size > 0 ? [] : keys);
  };
  return <Button onPress={foldAll}>{folded.size > 0 ? words.unfoldAll : words.foldAll}</Button>;
}

function ColumnChoices() {
  const { listLayout } = useStores();
  const columns = useWindowStore("listLayout", (state) => state.columns);
  const others = COLUMN_NAMES.filter((name) => !columns.includes(name));
  return (
    <>
      <ul className="filter-values">
        {columns.map((name, index) => (
          <ColumnLine key={name} name={name} index={index} count={columns.length} />
        ))}
        {others.map((name) => (
          <li key={name} className="filter-value">
            <ColumnCheck name={name} checked={false} />
          </li>
        ))}
      </ul>
      {isUsual(columns) ? null : (
        <Button icon="undo" onPress={() => listLayout.getState().usualColumns()}>
          {words.usualColumns}
        </Button>
      )}
    </>
  );
}

function ColumnLine(props: { readonly name: ColumnName; readonly index: number; readonly count: number }) {
  const { name, index, count } = props;
  const { listLayout } = useStores();
  const { moveColumn } = listLayout.getState();
  const title = columnTitle(name);
  return (
    <li className="filter-value">
      <ColumnCheck name={name} checked={true} />
      {name === "run" ? null : (
        <>
          <Button
            label={words.earlier(title)}
            offReason={index <= 1 ? words.isFirst : null}
            onPress={() => moveColumn(name, "earlier")}
          >
            <Icon name="arrow-up" size="1em" />
          </Button>
          <Button
            label={words.later(title)}
            offReason={index === count - 1 ? words.isLast : null}
            onPress={() => moveColumn(name, "later")}
          >
            <Icon name="arrow-down" size="1em" />
          </Button>
        </>
      )}
    </li>
  );
}

function ColumnCheck({ name, checked }: { readonly name: ColumnName; readonly checked: boolean }) {
  const { listLayout } = useStores();
  return (
    <label className="filter-check">
      <input
        type="checkbox"
        checked={checked}
        disabled={name === "run"}
        onChange={() => listLayout.getState().toggleColumn(name)}
      />
      <span className="filter-word">{columnTitle(name)}</span>
    </label>
  );
}
