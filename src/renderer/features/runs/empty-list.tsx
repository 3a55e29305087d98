import { partsInUse, type QueryPart, withoutPart } from "../../state/query-in-use.ts";
import { countedList } from "../../state/run-list-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { openFolder } from "../../state/window-stores.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";

/** What is shown where no row is: nothing recorded yet, or nothing that passes the filters. Source: experience 3.7. */
export function EmptyList() {
  const storeTotal = useWindowStore("runList", (state) => countedList(state)?.store_total ?? 0);
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
  const { runQuery } = useStores();
  const query = useWindowStore("runQuery", (state) => state.query);
  const inUse = partsInUse(query);
  const words = en.runs.noMatch;
  const remove = (part: QueryPart): void => runQuery.getState().replace(withoutPart(query, part));
  return (
    <div className="empty">
      <p className="empty-title">{words.title}</p>
      <p>{inUse.length === 0 ? words.onlyHidden(storeTotal) : words.sentence(storeTotal, inUse.length)}</p>
      <div className="empty-buttons">
        {inUse.map((part) => (
          <Button
            key={part}
            icon="cross"
            label={en.runs.removeFilter(en.runs.names[part])}
            onPress={() => remove(part)}
          >
            {en.runs.names[part]}
          </Button>
        ))}
        {inUse.length === 0 ? (
          <Button onPress={() => runQuery.getState().change({ hidden: "include" })}>{words.showHidden}</Button>
        ) : (
          <Button onPress={() => runQuery.getState().clear()}>{words.clear}</Button>
        )}
      </div>
    </div>
  );
}
