import type { ReactNode } from "react";
import type { Place } from "../../state/place-store.ts";
import { commandText, keysText } from "../../state/shortcut-text.ts";
import { SHORTCUTS, type Shortcut } from "../../state/shortcuts.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import "./help.css";

const words = en.scan.help;

/** What the keys do, those of the page one came from first, and how to scan and find. Source: experience 3.4. */
export function HelpPage() {
  const { place, palette } = useStores();
  const from = useWindowStore("place", (state) => state.past.findLast(({ name }) => name !== "help")?.name ?? "runs");
  const rows = useLiveShortcuts();
  const here = rows.filter(({ at }) => at?.includes(from) === true);
  const elsewhere = rows.filter(({ at }) => at !== null && !at.includes(from));
  return (
    <div className="card-page help-page">
      <div className="help-cards">
        <HelpCard title={words.findTitle} text={words.findText}>
          <Button kind="main" icon="search" onPress={() => palette.getState().open()}>
            {words.openPalette}
          </Button>
        </HelpCard>
        <HelpCard title={words.scanTitle} text={words.scanText}>
          <Button icon="barcode" onPress={() => place.getState().go({ name: "scanner" })}>
            {words.openTest}
          </Button>
        </HelpCard>
        <HelpCard title={words.sizeTitle} text={words.sizeText}>
          <Button icon="gear" onPress={() => place.getState().go({ name: "settings" })}>
            {words.openSettings}
          </Button>
        </HelpCard>
      </div>
      <p>{words.intro}</p>
      {here.length === 0 ? null : <KeyTable title={words.forPage(en.frame.placeTitles[from])} rows={here} />}
      <KeyTable title={words.everywhere} rows={rows.filter(({ at }) => at === null)} />
      {elsewhere.length === 0 ? null : <KeyTable title={words.elsewhere} rows={elsewhere} withPlaces={true} />}
    </div>
  );
}

/** Rows that have something to do in this version: what a page offers counts once it was offered, or where the page always does. */
function useLiveShortcuts(): readonly Shortcut[] {
  const everOffered = useWindowStore("commands", (state) => state.everOffered);
  return SHORTCUTS.filter(({ id, by }) => by !== "page" || ALWAYS_OFFERED.includes(id) || everOffered.has(id));
}

/** What pages offer whenever they can: listed before one of them was there. */
const ALWAYS_OFFERED: readonly Shortcut["id"][] = ["new-note", "copy-number", "print", "compare", "only-differences"];

function HelpCard(props: { readonly title: string; readonly text: string; readonly children: ReactNode }) {
  return (
    <section className="page-card help-card">
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      <div>{props.children}</div>
    </section>
  );
}

function KeyTable(props: {
  readonly title: string;
  readonly rows: readonly Shortcut[];
  readonly withPlaces?: boolean;
}) {
  const { title, rows, withPlaces = false } = props;
  return (
    <section className="page-card help-card">
      <h2>{title}</h2>
      <div className="table-scroll">
        <table className="table help-keys" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{words.columns.key}</th>
              <th scope="col">{words.columns.action}</th>
              {withPlaces ? <th scope="col">{words.columns.where}</th> : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <kbd>{keysText(row)}</kbd>
                </td>
                <td>{commandText(row.id)}</td>
                {withPlaces ? <td>{placesText(row.at ?? [])}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function placesText(names: readonly Place["name"][]): string {
  return names.map((name) => en.frame.placeTitles[name]).join(", ");
}
