import { runName } from "../../format/run-name.ts";
import { loadedValue } from "../../state/loaded.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";

/** Says that an earlier run with the same inputs made something else. It stays: it is a fact about the run. Source: experience RUN-10. */
export function DiffersBanner() {
  const { place } = useStores();
  const earlier = useWindowStore("related", (state) => loadedValue(state.related)?.same_inputs.differing[0] ?? null);
  if (earlier === null) return null;
  const words = en.related.differs;
  const name = runName(earlier);
  return (
    <Banner
      tone="warn"
      icon="unequal"
      title={words.title(name)}
      buttons={
        <Button onPress={() => place.getState().go({ name: "run", runId: earlier.run_id, created: null })}>
          {words.open(name)}
        </Button>
      }
    >
      <p>{words.sentence}</p>
    </Banner>
  );
}
