import { countText } from "../../format/number-text.ts";
import { WORK_OF_ROLE, type WorkName } from "../../state/home-queries.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { Icon } from "../../ui/icon.tsx";
import { WorkRows } from "./work-rows.tsx";

const words = en.home.work;

/** Everything at this machine that waits for a hand, in one list. Blue, because it asks a person to act. */
export function NeedsYou() {
  const cards = useWindowStore("home", (state) => state.cards);
  const hasShifts = useWindowStore("home", (state) => (state.workstation.value?.shifts.length ?? 0) > 0);
  const names = WORK_OF_ROLE.machinist;
  const total = names.reduce((sum, name) => sum + (cards[name].value?.total ?? 0), 0);
  const isRead = names.every((name) => cards[name].value !== null);
  const titleOf = (name: WorkName): string =>
    name === "blocked" && !hasShifts ? words.blockedToday : words.names[name];
  return (
    <section className="home-card" data-tone={total === 0 ? "plain" : "action"} aria-label={words.needsYou}>
      <h2 className="home-card-head">
        <Icon name="eye" />
        {words.needsYou}
        {total === 0 ? null : <span className="number">{countText(total)}</span>}
      </h2>
      <div className="home-card-body">
        {names.map((name) => {
          const { value, error } = cards[name];
          return (
            <div key={name} className="home-group">
              {error === null ? null : <ErrorBox title={words.failed(titleOf(name))} error={error} />}
              {value === null || value.total === 0 ? null : (
                <>
                  <h3>{titleOf(name)}</h3>
                  <WorkRows name={name} title={titleOf(name)} list={value} />
                </>
              )}
            </div>
          );
        })}
        {isRead && total === 0 ? <p className="home-nothing">{words.nothing}</p> : null}
      </div>
    </section>
  );
}
