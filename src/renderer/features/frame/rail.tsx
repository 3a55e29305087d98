import { RAIL_PLACES, type RailPlace, railPlaceOf } from "../../state/place-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";

const PLACE_ICONS: Readonly<Record<RailPlace, IconName>> = {
  home: "home",
  runs: "list",
  check: "seal-tick",
  import: "box-in",
  health: "pulse",
  settings: "gear",
};

/** The places of the app, each with its word; only those that exist. */
export function Rail() {
  const stores = useStores();
  const current = useWindowStore("place", (state) => railPlaceOf(state.place));
  return (
    <nav className="rail" aria-label={en.frame.railLabel} data-pane tabIndex={-1}>
      {RAIL_PLACES.map((name) => (
        <button
          key={name}
          type="button"
          className="rail-place"
          aria-current={name === current ? "page" : undefined}
          onClick={() => stores.place.getState().go({ name })}
        >
          <Icon name={PLACE_ICONS[name]} size="1.7em" />
          <span>{en.frame.places[name]}</span>
        </button>
      ))}
    </nav>
  );
}
