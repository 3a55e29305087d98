import { useEffect, useState } from "react";
import { clockText } from "../../format/time-text.ts";
import { loadedValue } from "../../state/loaded.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const CLOCK_EVERY_MS = 5_000;

/** What is always in sight: place, run, person, workstation, version, time. Source: experience RUN-8. */
export function HeaderBar() {
  const stores = useStores();
  const hasPast = useWindowStore("place", (state) => state.past.length > 0);
  const session = useWindowStore("session", (state) => state.session);
  return (
    <header className="header" data-pane tabIndex={-1}>
      {hasPast ? (
        <Button icon="arrow-left" onPress={() => stores.place.getState().back()}>
          {en.frame.back}
        </Button>
      ) : null}
      <h1 className="header-title">
        <PlaceTitle />
      </h1>
      {session === null ? null : (
        <dl className="header-facts">
          <HeaderFact label={en.frame.facts.person}>
            <SafeName text={session.person.name} /> · {en.words.role[session.person.role]}
          </HeaderFact>
          <HeaderFact label={en.frame.facts.workstation}>
            <SafeName text={session.workstation_id} />
          </HeaderFact>
          <HeaderFact label={en.frame.facts.version}>{session.app_version}</HeaderFact>
          <HeaderFact label={en.frame.facts.time}>
            <Clock />
          </HeaderFact>
        </dl>
      )}
    </header>
  );
}

function HeaderFact(props: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="header-fact">
      <dt className="fact-label">{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function PlaceTitle() {
  const place = useWindowStore("place", (state) => state.place);
  const row = useWindowStore("runView", (state) => loadedValue(state.view)?.row ?? null);
  if (place.name !== "run") return en.frame.placeTitles[place.name];
  if (row === null || row.run_id !== place.runId) return en.frame.placeTitles.run;
  return row.run_number === null ? (
    <SafeName text={row.run_id} />
  ) : (
    <span className="header-number">{en.frame.announceRun(row.run_number)}</span>
  );
}

function Clock() {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const handle = setInterval(() => setNow(new Date()), CLOCK_EVERY_MS);
    return () => clearInterval(handle);
  }, []);
  return <time>{clockText({ now })}</time>;
}
