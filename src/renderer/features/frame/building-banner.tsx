import { countText } from "../../format/number-text.ts";
import { loadedValue } from "../../state/loaded.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Banner } from "../../ui/banner.tsx";

/** How far the list is while it is built from the records, where the list or numbers of it are on screen. */
export function BuildingBanner() {
  const catalog = useWindowStore("health", (state) => loadedValue(state.health)?.catalog ?? null);
  const place = useWindowStore("place", (state) => state.place.name);
  if (catalog?.state !== "building" || (place !== "runs" && place !== "home")) return null;
  const { done, total } = catalog;
  return (
    <Banner tone="plain" icon="again" title={en.frame.building.title(countText(done), countText(total))}>
      <p>{en.frame.building.sentence}</p>
    </Banner>
  );
}
