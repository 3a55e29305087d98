import { useState } from "react";
import type { CreatedRun } from "../../../shared/operations/run-operations.ts";
import { missingSentence } from "../../state/run-verdict.ts";
import type { ShownCheck } from "../../state/shown-check.ts";
import { en } from "../../text/en.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { checkLook, FactChip } from "../../ui/fact-chips.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

/** Tells once that the run is on record, under which number, and what it lacked. */
export function RecordedBanner({ created, shown }: { readonly created: CreatedRun; readonly shown: ShownCheck }) {
  const [closed, setClosed] = useState(false);
  const words = en.runPage.recorded;
  if (closed) return null;
  return (
    <Banner
      tone="plain"
      icon="tick"
      title={words.title(created.run_number)}
      buttons={
        <Button icon="cross" onPress={() => setClosed(true)}>
          {words.close}
        </Button>
      }
    >
      <p>
        {words.sentence} <FactChip fact="check" look={checkLook(shown.chip)} size="row" />
      </p>
      {created.completeness.length === 0 ? null : (
        <>
          <p>{words.blocked}</p>
          <ul className="missing">
            {created.completeness.map(({ field, reason }) => (
              <li key={field}>
                <SafeName text={missingSentence(field, reason)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Banner>
  );
}
