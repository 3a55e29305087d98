import { type FilterName, filtersInUse, NO_FILTERS } from "../../state/list-filters.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { openFolder } from "../../state/window-stores.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";

/** What is shown where no row is: nothing recorded yet, or nothing that passes the filters. Source: experience 3.7. */
export function EmptyList() {
  const storeTotal = useWindowStore("runList", (state) => state.storeTotal);
  return storeTotal === 0 ? <NoRunsYet /> : <NoMatch storeTotal={storeTotal} />;
}

function NoRunsYet() {
  const stores = useStores();
  const words = en.runs.empty;
  return (
    <div className="empty">
      <p className="empty-title">{words.title}</p>
      <p>{words.sentence}</p>
      <div className="empty-buttons">
        <Button icon="box-in" onPress={() => stores.place.getState().go({ name: "import" })}>
          {words.import}
        </Button>
        <Button icon="plus" onPress={() => stores.place.getState().go({ name: "record" })}>
          {words.record}
        </Button>
        <Button icon="sample" onPress={() => void openFolder(stores, "sample")}>
          {words.sample}
        </Button>
      </div>
    </div>
  );
}

function NoMatch({ storeTotal }: { readonly storeTotal: number }) {
  const { runList } = useStores();
  const filters = useWindowStore("runList", (state) => state.filters);
  const inUse = filtersInUse(filters);
  const words = en.runs.noMatch;
  const remove = (name: FilterName): void => {
    void runList.getState().setFilters({ [name]: NO_FILTERS[name] });
  };
  return (
    <div className="empty">
      <p className="empty-title">{words.title}</p>
      <p>{inUse.length === 0 ? words.onlyHidden(storeTotal) : words.sentence(storeTotal, inUse.length)}</p>
      <div className="empty-buttons">
        {inUse.map((name) => (
          <Button
            key={name}
            icon="cross"
            label={en.runs.removeFilter(en.runs.names[name])}
            onPress={() => remove(name)}
          >
            {en.runs.names[name]}
          </Button>
        ))}
        {inUse.length === 0 ? (
          <Button onPress={() => void runList.getState().setFilters({ hidden: "include" })}>{words.showHidden}</Button>
        ) : (
          <Button onPress={() => void runList.getState().clearFilters()}>{words.clear}</Button>
        )}
      </div>
    </div>
  );
}
