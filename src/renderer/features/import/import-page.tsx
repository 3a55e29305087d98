import { EVERYTHING } from "../../../shared/query/run-query.ts";
import type { ImportPhase } from "../../state/import-store.ts";
import { canWrite } from "../../state/session-store.ts";
import { showRuns as showListedRuns } from "../../state/show-runs.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ProgressLine } from "../../ui/progress-line.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { DryList } from "./dry-list.tsx";
import "./import.css";

const words = en.imports;

/** Importing an older store: choose, look, import, report. Nothing is written before the person has seen the list. */
export function ImportPage() {
  const phase = useWindowStore("imports", (state) => state.phase);
  return (
    <div className="import-page">
      <ImportBody phase={phase} />
    </div>
  );
}

function ImportBody({ phase }: { readonly phase: ImportPhase }) {
  switch (phase.name) {
    case "start":
      return <Start phase={phase} />;
    case "scanning":
      return <Running title={words.scanning(phase.source.label)} hint={words.nothingWritten} jobId={phase.jobId} />;
    case "listed":
      return <Listed phase={phase} />;
    case "importing":
      return <Running title={words.importing} hint={words.cancelHint} jobId={phase.jobId} />;
    case "done":
      return <Done phase={phase} />;
  }
}

function Start({ phase }: { readonly phase: Extract<ImportPhase, { name: "start" }> }) {
  const { imports } = useStores();
  return (
    <>
      {phase.error === null ? null : <ErrorBox title={words.scanFailed} error={phase.error} />}
      <div className="drop-zone">
        <Icon name="box-in" size="3.4em" />
        <p className="empty-title">{words.drop}</p>
        <p>{words.or}</p>
        <Button kind="main" icon="folder" onPress={() => void imports.getState().pickFolder()}>
          {words.choose}
        </Button>
        <p className="soft">{words.dropHint}</p>
      </div>
    </>
  );
}

function Running(props: { readonly title: string; readonly hint: string; readonly jobId: string }) {
  const { imports } = useStores();
  const job = useWindowStore("work", (state) => state.jobs.find((one) => one.jobId === props.jobId));
  return (
    <div className="import-running">
      <p className="empty-title" role="status">
        <SafeName text={props.title} />
      </p>
      <ProgressLine label={words.progress} progress={job?.progress ?? null} long={job?.long ?? false} />
      <p className="soft">{props.hint}</p>
      <div>
        <Button
          icon="cross"
          offReason={job?.stopping === true ? en.frame.work.stopping : null}
          onPress={() => imports.getState().cancel()}
        >
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}

function Listed({ phase }: { readonly phase: Extract<ImportPhase, { name: "listed" }> }) {
  const { imports } = useStores();
  const writable = useWindowStore("session", canWrite);
  const { report, source } = phase;
  const offReason = writable ? (report.new === 0 ? words.nothingNew : null) : words.readOnly;
  return (
    <>
      {phase.stopped ? <p role="status">{words.cancelled}</p> : null}
      {phase.error === null ? null : <ErrorBox title={words.failed} error={phase.error} />}
      <div className="import-head">
        <div className="import-source">
          <p className="fact-label">{words.source}</p>
          <p className="number">
            <SafeName text={source.label} />
          </p>
          {phase.stopped || phase.error !== null ? null : <p className="soft">{words.nothingWritten}</p>}
        </div>
        <Button icon="folder" onPress={() => void imports.getState().pickFolder()}>
          {words.chooseAgain}
        </Button>
        <Button kind="main" icon="box-in" offReason={offReason} onPress={() => void imports.getState().commit()}>
          {report.new === 0 ? words.nothingNew : words.importButton(report.new)}
        </Button>
      </div>
      {writable ? null : <p>{words.readOnly}</p>}
      <DryList report={report} done={false} />
    </>
  );
}

function Done({ phase }: { readonly phase: Extract<ImportPhase, { name: "done" }> }) {
  const stores = useStores();
  const { imports } = stores;
  const showRuns = (): void => {
    showListedRuns(stores, EVERYTHING);
  };
  return (
    <>
      <div className="import-head">
        <div className="import-source" role="status">
          <p className="empty-title">{words.done(phase.report.new)}</p>
          <p>{words.doneRest(phase.report)}</p>
        </div>
        <Button icon="folder" onPress={() => imports.getState().startOver()}>
          {words.another}
        </Button>
        <Button kind="main" icon="list" onPress={showRuns}>
          {words.showRuns}
        </Button>
      </div>
      <DryList report={phase.report} done={true} />
    </>
  );
}
