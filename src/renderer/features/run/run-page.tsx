import { useEffect, useState } from "react";
import type { CreatedRun, RunView } from "../../../shared/operations/run-operations.ts";
import { placeOf } from "../../state/check-popover-store.ts";
import { type RecordFacts, readRecordFacts } from "../../state/record-facts.ts";
import { fenceOf, type ShownCheck, shownCheck } from "../../state/shown-check.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { FaultBoundary } from "../../ui/fault-boundary.tsx";
import { Icon } from "../../ui/icon.tsx";
import { AdviceSection, ReviewSection } from "./advice-section.tsx";
import { ChecksSection } from "./checks-section.tsx";
import { DiffersBanner } from "./differs-banner.tsx";
import { FactRow } from "./fact-row.tsx";
import { FilesSection } from "./files-section.tsx";
import { HistorySection } from "./history-section.tsx";
import { InputsSection } from "./inputs-section.tsx";
import { NotesBlock } from "./notes-block.tsx";
import { RawSection } from "./raw-section.tsx";
import { RecordedBanner } from "./recorded-banner.tsx";
import { RelatedSection } from "./related-section.tsx";
import { RunActions } from "./run-actions.tsx";
import "./run.css";
import { type NextStep, runVerdict } from "../../state/run-verdict.ts";
import { VerdictBand } from "./verdict-band.tsx";

/** One run: verdict first, then the four facts, then the sections. */
export function RunPage({ runId, created }: { readonly runId: string; readonly created: CreatedRun | null }) {
  const { runView, related, filePreview } = useStores();
  const view = useWindowStore("runView", (state) => state.view);
  const openId = useWindowStore("runView", (state) => state.runId);
  useEffect(() => {
    void runView.getState().open(runId);
    void related.getState().open(runId);
    return () => {
      runView.getState().close();
      related.getState().close();
      filePreview.getState().close();
    };
  }, [runId, runView, related, filePreview]);
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
  const { checkPopover } = useStores();
  const check = useWindowStore("runChecks", (state) => state.byRun.get(view.row.run_id) ?? null);
  const shown = shownCheck(view.row, check);
  const facts = readRecordFacts(view.record);
  const verdict = runVerdict(view, facts, shown);
  const fenced = fenceOf(shown) === "record";
  const sections = useSections();
  const takeStep = (step: NextStep, button: HTMLElement): void => {
    if (step === "record-check") {
      checkPopover.getState().show({ row: view.row, canOpenRun: false, place: placeOf(button) });
      return;
    }
    sections.open(step);
    requestAnimationFrame(() => document.getElementById(`run-${step}`)?.scrollIntoView({ block: "start" }));
  };
  return (
    <article className="run-page" data-fenced={fenced} data-watermark={fenced ? en.runPage.check.watermark : undefined}>
      {created === null ? null : <RecordedBanner created={created} shown={shown} />}
      <DiffersBanner />
      <VerdictBand verdict={verdict} view={view} onNext={takeStep} />
      <FactRow view={view} shown={shown} />
      <RunActions view={view} fenced={fenced} />
      <NotesBlock view={view} />
      <FaultBoundary>
        <RunSections view={view} facts={facts} fenced={fenced} shown={shown} sections={sections} />
      </FaultBoundary>
    </article>
  );
}

function RunSections(props: {
  readonly view: RunView;
  readonly facts: RecordFacts;
  readonly fenced: boolean;
  readonly shown: ShownCheck;
  readonly sections: Sections;
}) {
  const { view, facts, fenced, shown, sections } = props;
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
      <FilesSection {...fold("files")} view={view} facts={facts} fenced={fenced} shown={shown} />
      <RelatedSection {...fold("related")} />
      <InputsSection {...fold("inputs")} view={view} facts={facts} />
      <AdviceSection {...fold("advice")} folded={view.folded} />
      <ReviewSection {...fold("review")} view={view} />
      <HistorySection {...fold("history")} view={view} facts={facts} />
      <RawSection {...fold("raw")} view={view} />
    </div>
  );
}

type SectionName = Exclude<NextStep, "record-check"> | "related" | "inputs" | "advice" | "review" | "history";

/** Which sections are open. */
interface Sections {
  isOpen(name: SectionName): boolean;
  open(name: SectionName): void;
  toggle(name: SectionName): void;
}

function useSections(): Sections {
  const [openNames, setOpenNames] = useState<ReadonlySet<SectionName>>(new Set(["checks", "files", "related"]));
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
