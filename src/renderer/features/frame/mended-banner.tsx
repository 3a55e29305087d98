import { useState } from "react";
import { loadedValue } from "../../state/loaded.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";

/** That the list was found damaged and built anew, until someone puts it away or it happens again. */
export function MendedBanner() {
  const health = useWindowStore("health", (state) => loadedValue(state.health));
  const [seen, setSeen] = useState(0);
  const mended = health?.catalog?.findings ?? [];
  const newest = mended.at(-1);
  if (newest === undefined || mended.length <= seen) return null;
  return (
    <Banner
      tone="warn"
      icon="again"
      title={en.frame.mended.title}
      buttons={
        <Button icon="cross" onPress={() => setSeen(mended.length)}>
          {en.frame.mended.putAway}
        </Button>
      }
    >
      <p>{en.frame.mended.sentence}</p>
      {newest.found === null ? null : <p>{en.frame.mended.kept(newest.found)}</p>}
    </Banner>
  );
}
