import { useEffect, useState } from "react";
import type { CreatedRun, RunView } from "../../../shared/operations/run-operations.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { FaultBoundary } from "../../ui/fault-boundary.tsx";
import { Icon } from "../../ui/icon.tsx";
import { AdviceSection, ReviewSection } from "./advice-section.tsx";
import { CheckPanel } from "./check-panel.tsx";
import { ChecksSection } from "./checks-section.tsx";
import { FactRow } from "./fact-row.tsx";
import { FilesSection } from "./files-section.tsx";
import { HistorySection } from "./history-section.tsx";
import { InputsSection } from "./inputs-section.tsx";
import { NotesBlock } from "./notes-block.tsx";
import { RawSection } from "./raw-section.tsx";
import { type RecordFacts, readRecordFacts } from "./record-facts.ts";
import { RecordedBanner } from "./recorded-banner.tsx";
import { RunActions } from "./run-actions.tsx";
import "./run.css";
import { isChanged, type NextStep, runVerdict } from "./run-verdict.ts";
import { VerdictBand } from "./verdict-band.tsx";

/** One run: verdict first, then the four facts, then the sections. */
export function RunPage({ runId, created }: { readonly runId: string; readonly created: CreatedRun | null }) {
  const { runView, filePreview } = useStores();
  const view = useWindowStore("runView", (state) => state.view);
  const openId = useWindowStore("runView", (state) => state.runId);
  useEffect(() => {
    void runView.getState().open(runId);
    return () => {
      runView.getState().close();
      filePreview.getState().close();
    };
  }, [runId, runView, filePreview]);
  if (openId !== runId || view.state === "idle" || view.state === "loading") {
    return (
      <p className="soft run-waiting" role="status">
        {en.runPage.loading}
      </p>
    );
  }
  if (view.state === "failed") {
    return (
      <ErrorBox
        title={en.runPage.notFound}
        error={view.error}
        action={{ label: en.frame.tryAgain, onPress: () => void runView.getState().open(runId) }}
      />
    );
  }
  return <LoadedRun key={runId} view={view.value} created={created} />;
}

function LoadedRun({ view, created }: { readonly view: RunView; readonly created: CreatedRun | null }) {
  const check = useWindowStore("runView", (state) => state.check);
  const report = check.state === "done" ? check.report : null;
  const facts = readRecordFacts(view.record);
  const verdict = runVerdict(view, facts, report);
  const fenced = isChanged(view, report);
  const sections = useSections();
  const takeStep = (step: NextStep): void => {
    sections.open(step);
    requestAnimationFrame(() => document.getElementById(`run-${step}`)?.scrollIntoView({ block: "start" }));
  };
  return (
    <article className="run-page" data-fenced={fenced}>
      {created === null ? null : <RecordedBanner created={created} />}
      <VerdictBand verdict={verdict} view={view} onNext={takeStep} />
      <FactRow
        view={view}
        checkOpen={sections.isOpen("record-check")}
        onCheck={() => sections.toggle("record-check")}
      />
      {sections.isOpen("record-check") ? <CheckPanel /> : null}
      <RunActions view={view} fenced={fenced} />
      <NotesBlock view={view} />
      <FaultBoundary>
        <RunSections view={view} facts={facts} fenced={fenced} sections={sections} />
      </FaultBoundary>
    </article>
  );
}

function RunSections(props: {
  readonly view: RunView;
  readonly facts: RecordFacts;
  readonly fenced: boolean;
  readonly sections: Sections;
}) {
  const { view, facts, fenced, sections } = props;
  const fold = (name: SectionName) => ({ open: sections.isOpen(name), onToggle: () => sections.toggle(name) });
  return (
    <div className="run-sections">
      {fenced ? (
        <p className="fence-line">
          <Icon name="seal-broken" />
          {en.runPage.check.fence}
        </p>
      ) : null}
      <ChecksSection {...fold("checks")} view={view} facts={facts} />
      <FilesSection {...fold("files")} view={view} facts={facts} fenced={fenced} />
      <InputsSection {...fold("inputs")} view={view} facts={facts} />
      <AdviceSection {...fold("advice")} folded={view.folded} />
      <ReviewSection {...fold("review")} view={view} />
      <HistorySection {...fold("history")} />
      <RawSection {...fold("raw")} view={view} />
    </div>
  );
}

type SectionName = NextStep | "inputs" | "advice" | "review" | "history";

/** Which sections are open. */
interface Sections {
  isOpen(name: SectionName): boolean;
  open(name: SectionName): void;
  toggle(name: SectionName): void;
}

function useSections(): Sections {
  const [openNames, setOpenNames] = useState<ReadonlySet<SectionName>>(new Set(["checks", "files"]));
  return {
    isOpen: (name) => openNames.has(name),
    open: (name) => setOpenNames(new Set([...openNames, name])),
    toggle: (name) => {
      const next = new Set(openNames);
      if (!next.delete(name)) next.add(name);
      setOpenNames(next);
    },
  };
}
