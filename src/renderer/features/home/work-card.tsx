import { countText } from "../../format/number-text.ts";
import type { Held, WorkList } from "../../state/home-cards.ts";
import type { WorkName } from "../../state/home-queries.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { WorkRows } from "./work-rows.tsx";

const words = en.home.work;

/** How loud a list of work is while something stands in it. */
type WorkTone = "action" | "changed" | "unsure" | "plain";

const ICONS: Readonly<Record<WorkName, IconName>> = {
  waiting: "pen",
  trouble: "seal-broken",
  answered: "undo",
  blocked: "barrier",
};

/** One list of work of a supervisor. It is loud only while something stands in it. */
export function WorkCard({ name }: { readonly name: WorkName }) {
  const held = useWindowStore("home", (state) => state.cards[name]);
  const total = held.value?.total ?? 0;
  return (
    <section className="home-card" data-tone={toneOf(name, held)} aria-label={words.names[name]}>
      <h2 className="home-card-head">
        <Icon name={ICONS[name]} />
        {words.names[name]}
        {total === 0 ? null : <span className="number">{countText(total)}</span>}
      </h2>
      <div className="home-card-body">
        {held.error === null ? null : <ErrorBox title={words.failed(words.names[name])} error={held.error} />}
        {held.value === null ? (
          held.error === null ? (
            <p className="soft home-waiting">{en.home.reading}</p>
          ) : null
        ) : total === 0 ? (
          <p className="home-nothing">{words.none[name]}</p>
        ) : (
          <WorkRows name={name} title={words.names[name]} list={held.value} />
        )}
      </div>
    </section>
  );
}

function toneOf(name: WorkName, { value }: Held<WorkList>): WorkTone {
  if (value === null || value.total === 0) return "plain";
  if (name !== "trouble") return "action";
  return value.rows.some((row) => row.verdict === "changed") ? "changed" : "unsure";
}
