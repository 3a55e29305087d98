import { useEffect } from "react";
import type { RunView } from "../../../shared/operations/run-operations.ts";
import { readRecordFacts } from "../../state/record-facts.ts";
import { runVerdict } from "../../state/run-verdict.ts";
import { shownCheck } from "../../state/shown-check.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { openFolder } from "../../state/window-stores.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { checkLook, FactChip } from "../../ui/fact-chips.tsx";
import { VerdictPanel } from "../../ui/verdict-panel.tsx";
import { VerdictRun } from "../../ui/verdict-run.tsx";
import { useOpenRun } from "./open-runs.ts";

const words = en.home.last;

/** May the last run be cut? The same answer as on its page, to be read from two metres, without a tap. */
export function LastRunCard() {
  const last = useWindowStore("home", (state) => state.cards.last);
  return (
    <>
      {last.error === null ? null : <ErrorBox title={words.failed} error={last.error} />}
      {last.value === null && last.error === null ? <p className="soft home-waiting">{en.home.reading}</p> : null}
      {last.value === null ? null : last.value.newest === null ? (
        <NoRunYet />
      ) : (
        <LastRun key={last.value.newest.row.run_id} view={last.value.newest} />
      )}
    </>
  );
}

function LastRun({ view }: { readonly view: RunView }) {
  const { runChecks } = useStores();
  const openRun = useOpenRun();
  const runId = view.row.run_id;
  const machine = useWindowStore("home", (state) => state.workstation.value?.machine ?? null);
  const check = useWindowStore("runChecks", (state) => state.byRun.get(runId) ?? null);
  useEffect(() => {
    // What the list knows may be of last night; whether a run may be cut is asked now.
    void runChecks.getState().start(runId);
    return () => runChecks.getState().stop(runId);
  }, [runChecks, runId]);
  const shown = shownCheck(view.row, check);
  const title = machine === null ? words.here : words.onMachine(machine);
  return (
    <VerdictPanel
      verdict={runVerdict(view, readRecordFacts(view.record), shown)}
      question={words.mayRun(title)}
      label={title}
      size="far"
    >
      <VerdictRun row={view.row} />
      <FactChip fact="check" look={checkLook(shown.chip)} size="row" />
      <Button kind="main" onPress={() => openRun(runId)}>
        {words.open}
      </Button>
    </VerdictPanel>
  );
}

function NoRunYet() {
  const stores = useStores();
  const go = (name: "import" | "record"): void => stores.place.getState().go({ name });
  const isSample = useWindowStore("session", (state) => state.session?.sample === true);
  const machine = useWindowStore("home", (state) => state.workstation.value?.machine ?? null);
  return (
    <section className="home-card home-empty">
      <h2 className="empty-title">{machine === null ? words.none : words.noneOnMachine(machine)}</h2>
      <p>{words.noneSentence}</p>
      <div className="empty-buttons">
        <Button kind="main" icon="box-in" onPress={() => go("import")}>
          {words.import}
        </Button>
        <Button icon="plus" onPress={() => go("record")}>
          {words.record}
        </Button>
        {isSample || machine !== null ? null : (
          <Button icon="sample" onPress={() => void openFolder(stores, "sample")}>
            {words.sample}
          </Button>
        )}
      </div>
    </section>
  );
}
