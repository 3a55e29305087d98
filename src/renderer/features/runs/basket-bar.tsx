import { runName } from "../../format/run-name.ts";
import { MOST_COMPARED } from "../../state/basket-store.ts";
import { rowAt } from "../../state/row-pages.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { useCommand } from "../../state/use-command.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

/** The runs gathered to look at together, at the lower edge of the Runs place. Nothing is there while the basket is empty. */
export function BasketBar() {
  const { basket } = useStores();
  const { runs, refused, showing } = useWindowStore("basket", (state) => state);
  const words = en.runs.basket;
  if (runs.length === 0) return null;
  return (
    <section className="basket" aria-label={words.label}>
      <p className="basket-title">
        <Icon name="compare" /> {words.count(runs.length, MOST_COMPARED)}
      </p>
      <ul className="basket-runs">
        {runs.map(({ runId, name }) => (
          <li key={runId} className="basket-run">
            <SafeName text={name} />
            <button
              type="button"
              className="basket-remove"
              aria-label={words.remove(name)}
              onClick={() => basket.getState().remove(runId)}
            >
              <Icon name="cross" size="1em" />
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="basket-note">
        {refused === null ? (runs.length === 1 ? words.oneMore : null) : words.full(refused.name)}
      </p>
      {showing ? null : (
        <Button
          icon="compare"
          offReason={runs.length < 2 ? words.oneMore : null}
          onPress={() => void basket.getState().show()}
        >
          {words.compare(runs.length)}
        </Button>
      )}
      <Button kind="quiet" onPress={() => basket.getState().clear()}>
        {words.clear}
      </Button>
    </section>
  );
}

/** Puts the active run into the basket, or takes it out. */
export function useBasketKey(): void {
  const { basket, runList, runQuery } = useStores();
  useCommand("compare", () => {
    const { active, pages } = runList.getState();
    if (basket.getState().showing || runQuery.getState().shows !== "list" || active.onGroup) return;
    const row = rowAt(pages, active.place);
    if (row != null) basket.getState().toggle({ runId: row.run_id, name: runName(row) });
  });
}
