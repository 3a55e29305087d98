import { ageText } from "../../format/age-text.ts";
import { countText } from "../../format/number-text.ts";
import { unexportedQuery } from "../../state/home-queries.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useHomeBase, useOpenRuns } from "./open-runs.ts";

const words = en.home.work;

/** How many runs are in no audit package yet, and since when. */
export function UnexportedCard() {
  const openRuns = useOpenRuns();
  const base = useHomeBase();
  const numbers = useWindowStore("home", (state) => state.cards.all.value);
  const nowMs = useWindowStore("home", (state) => state.nowMs);
  if (numbers === null) return null;
  const count = numbers.not_exported;
  const oldest = numbers.oldest_not_exported;
  const age = oldest === null ? null : ageText(oldest, nowMs);
  return (
    <section className="home-card" aria-label={words.names.unexported}>
      <h2 className="home-card-head">
        <Icon name="file" />
        {words.names.unexported}
        {count === 0 ? null : <span className="number">{countText(count)}</span>}
      </h2>
      <div className="home-card-body home-card-line">
        <p className="home-nothing">
          {count === 0 ? words.none.unexported : null}
          {count > 0 && age !== null ? words.oldest(age) : null}
        </p>
        {count === 0 ? null : (
          <Button
            label={words.showAllOf(words.names.unexported, count)}
            onPress={() => openRuns(unexportedQuery(base))}
          >
            {words.showAll(count)}
          </Button>
        )}
      </div>
    </section>
  );
}
