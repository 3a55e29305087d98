import { DENSITIES, START_PLACES, THEME_CHOICES } from "../../state/settings-store.ts";
import { keysOf } from "../../state/shortcut-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { openFolder } from "../../state/window-stores.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ChoiceRow } from "../../ui/choice-row.tsx";
import "./settings.css";

const words = en.settings;

/** Choices of this person for this screen, the sample folder, and the keys. */
export function SettingsPage() {
  const { density, theme, start, setDensity, setTheme, setStart } = useWindowStore("settings", (state) => state);
  return (
    <div className="card-page settings-page">
      <section className="page-card settings-card">
        <p className="soft">{words.densityHint}</p>
        <ChoiceRow
          legend={words.density}
          choices={DENSITIES.map((value) => ({
            value,
            label: words.densities[value],
            note: words.densityNotes[value],
          }))}
          value={density}
          onChoose={setDensity}
        />
      </section>
      <section className="page-card settings-card">
        <p className="soft">{words.themeHint}</p>
        <ChoiceRow
          legend={words.theme}
          choices={THEME_CHOICES.map((value) => ({ value, label: words.themes[value] }))}
          value={theme}
          onChoose={setTheme}
        />
      </section>
      <section className="page-card settings-card">
        <p className="soft">{words.startHint}</p>
        <ChoiceRow
          legend={words.start}
          choices={START_PLACES.map((value) => ({ value, label: en.frame.places[value] }))}
          value={start}
          onChoose={setStart}
        />
      </section>
      <SampleCard />
      <ScannerCard />
      <KeysCard />
    </div>
  );
}

function SampleCard() {
  const stores = useStores();
  const isSample = useWindowStore("session", (state) => state.session?.sample === true);
  return (
    <section className="page-card settings-card">
      <h2>{words.samples}</h2>
      <p className="soft">{words.samplesHint}</p>
      <div>
        <Button icon="sample" onPress={() => void openFolder(stores, isSample ? "own" : "sample")}>
          {isSample ? words.leaveSamples : words.openSamples}
        </Button>
      </div>
    </section>
  );
}

function ScannerCard() {
  const { place } = useStores();
  return (
    <section className="page-card settings-card">
      <h2>{words.scanner}</h2>
      <p className="soft">{words.scannerHint}</p>
      <div>
        <Button icon="barcode" onPress={() => place.getState().go({ name: "scanner" })}>
          {words.openScanner}
        </Button>
      </div>
    </section>
  );
}

function KeysCard() {
  const { place, palette } = useStores();
  return (
    <section className="page-card settings-card">
      <h2>{words.keys}</h2>
      <p className="soft">{words.keysHint}</p>
      <div className="settings-buttons">
        <Button icon="square-question" onPress={() => place.getState().go({ name: "help" })}>
          {words.openHelp(keysOf("help") ?? "")}
        </Button>
        <Button icon="search" onPress={() => palette.getState().open()}>
          {words.openPalette(keysOf("palette") ?? "")}
        </Button>
      </div>
    </section>
  );
}
