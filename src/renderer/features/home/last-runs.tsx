import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useHomeBase, useOpenRuns } from "./open-runs.ts";
import { WorkRow } from "./work-row.tsx";

const words = en.home.last;

/** The newest runs, each one tap away. */
export function LastRuns() {
  const openRuns = useOpenRuns();
  const base = useHomeBase();
  const rows = useWindowStore("home", (state) => state.cards.last.value?.rows) ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="home-card" aria-label={words.list}>
      <h2 className="home-card-head">
        <Icon name="list" />
        {words.list}
      </h2>
      <div className="home-card-body">
        <ul className="work-rows">
          {rows.map((row) => (
            <WorkRow key={row.run_id} row={row} why="last" />
          ))}
        </ul>
        <div>
          <Button onPress={() => openRuns(base)}>{words.all}</Button>
        </div>
      </div>
    </section>
  );
}
