import { useEffect, useRef } from "react";
import type { UnfinishedCheck } from "../../../shared/operations/check-operations.ts";
import type { Health } from "../../../shared/operations/store-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { durationText } from "../../format/duration-text.ts";
import { countText } from "../../format/number-text.ts";
import { timeInSentence, timeText } from "../../format/time-text.ts";
import { loadedValue } from "../../state/loaded.ts";
import { keptReportOf } from "../../state/past-check-store.ts";
import { type CheckPhase, isBusy } from "../../state/record-check-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { ProgressLine } from "../../ui/progress-line.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { ReportView } from "./report-view.tsx";
import { askedText, scopeText } from "./scope-text.ts";

const words = en.recordCheck.running;

/** What is being checked now, what was stopped on its way, and what came out last. */
export function NowRegion() {
  const phase = useWindowStore("recordCheck", (state) => state.phase);
  const elsewhere = useWindowStore("recordCheck", (state) => state.elsewhere);
  const opened = useWindowStore("pastChecks", (state) => state.opened);
  return (
    <section className="check-region" aria-labelledby="check-now">
      <h2 id="check-now">{words.title}</h2>
      {isBusy(phase) ? <Running phase={phase} /> : null}
      {elsewhere === null ? null : (
        <div className="check-running">
          <p className="check-subject">{words.elsewhere}</p>
          <ProgressLine label={words.elsewhere} progress={elsewhere} long={false} />
        </div>
      )}
      {isBusy(phase) ? null : <Unfinished />}
      {phase.name === "failed" ? <ErrorBox title={words.failed} error={phase.error} /> : null}
      {!isBusy(phase) && elsewhere === null && phase.name !== "done" ? <Idle phase={phase} /> : null}
      <Sweep />
      {opened === null && phase.name === "done" ? <Done phase={phase} /> : null}
      {opened === null ? null : <OpenedReportView />}
      <p className="check-limits">
        <strong>{en.recordCheck.report.meaning}</strong> {en.recordCheck.report.fixed}
      </p>
    </section>
  );
}

function Done({ phase }: { readonly phase: Extract<CheckPhase, { readonly name: "done" }> }) {
  const { result, asked } = phase;
  // The answer of a check of one run does not say under which fingerprint its report is kept; the log does.
  const kept = useWindowStore("pastChecks", (state) => keptReportOf(result, loadedValue(state.past)?.checks ?? []));
  return <ReportView result={result} reportSha256={phase.reportSha256 ?? kept} asked={asked} />;
}

function Running({ phase }: { readonly phase: CheckPhase }) {
  const { recordCheck } = useStores();
  const jobId = phase.name === "running" ? phase.jobId : null;
  const job = useWindowStore("work", (state) => state.jobs.find((one) => one.jobId === jobId));
  const runNames = useWindowStore("recordCheck", (state) => state.runNames);
  if (phase.name !== "running" && phase.name !== "gathering") return null;
  const progress = job?.progress ?? null;
  return (
    <div className="check-running">
      <p className="check-subject">
        <span className="soft">{words.checking}</span> <SafeName text={askedText(phase.asked, runNames)} />
      </p>
      <ProgressLine label={words.label} progress={progress} long={false} />
      <div className="check-running-foot">
        <p>
          {phase.name === "gathering" ? words.gathering(phase.found) : null}
          {phase.name === "running" && phase.secondsLeft !== null ? words.left(durationText(phase.secondsLeft)) : null}{" "}
          {job?.long === true ? <strong>{longerText(progress)}</strong> : null}
        </p>
        {job?.stopping === true ? (
          <p>{words.stopping}</p>
        ) : (
          <Button icon="cross" onPress={() => recordCheck.getState().cancel()}>
            {words.cancel}
          </Button>
        )}
      </div>
    </div>
  );
}

function longerText(progress: { readonly done: number; readonly total: number | null; readonly unit: string } | null) {
  if (progress === null || progress.total === null) return words.longerUnknown;
  const amount = progress.unit === "bytes" ? byteSizeText : countText;
  return words.longer(amount(progress.done), amount(progress.total));
}

/** A check that was stopped before its end, also before the window was opened. */
function Unfinished() {
  const unfinished = useWindowStore("pastChecks", (state) => loadedValue(state.past)?.unfinished ?? null);
  const isStopped = useWindowStore("recordCheck", (state) => state.phase.name === "stopped");
  if (unfinished !== null) return <GoOn unfinished={unfinished} />;
  return isStopped ? <p className="check-subject">{words.stopped}</p> : null;
}

function GoOn({ unfinished }: { readonly unfinished: UnfinishedCheck }) {
  const { recordCheck } = useStores();
  const { scope, done, total, odd_runs: odd } = unfinished;
  return (
    <div className="check-unfinished">
      <div>
        <p className="check-subject">
          {words.unfinished(timeInSentence(unfinished.stopped_at))}{" "}
          <SafeName text={scopeText(scope, scope.run_ids?.length ?? null)} />
        </p>
        <p>
          {words.howFar(countText(done), countText(total))} {odd === 0 ? words.noneSoFar : words.oddSoFar(odd)}
        </p>
      </div>
      <div className="check-buttons">
        <Button icon="chevron-right" onPress={() => void recordCheck.getState().resume(scope, "go-on")}>
          {words.goOn}
        </Button>
        <Button icon="again" onPress={() => void recordCheck.getState().resume(scope, "begin-again")}>
          {words.beginAgain}
        </Button>
      </div>
    </div>
  );
}

function Idle({ phase }: { readonly phase: CheckPhase }) {
  const health = useWindowStore("health", (state) => loadedValue(state.health));
  const full = health?.last_full_check ?? null;
  if (phase.name === "stopped" || phase.name === "failed") return null;
  return (
    <p>
      {words.idle} {health === null ? null : full === null ? words.never : words.lastFull(timeInSentence(full.at))}
    </p>
  );
}

/** The check that runs by itself while nobody works. */
function Sweep() {
  const sweep = useWindowStore("health", (state) => loadedValue(state.health)?.sweep ?? null);
  const sentence = sweep === null ? null : sweepSentence(sweep);
  return sentence === null ? null : <p className="soft">{sentence}</p>;
}

function sweepSentence({ state, next_at: nextAt }: NonNullable<Health["sweep"]>): string | null {
  if (state !== "waiting") return words.sweep[state];
  return nextAt === null ? null : words.sweep.waiting(timeText(nextAt));
}

function OpenedReportView() {
  const { pastChecks } = useStores();
  const opened = useWindowStore("pastChecks", (state) => state.opened);
  const box = useRef<HTMLDivElement>(null);
  const seq = opened?.check.seq;
  useEffect(() => {
    if (seq !== undefined) box.current?.focus();
  }, [seq]);
  if (opened === null) return null;
  const { check, result } = opened;
  return (
    <div ref={box} tabIndex={-1} className="check-opened">
      {result.state === "loading" || result.state === "idle" ? <p>{en.recordCheck.report.reading}</p> : null}
      {result.state === "failed" ? (
        <ErrorBox
          title={en.recordCheck.report.unreadable}
          error={result.error}
          action={{ label: en.recordCheck.report.close, onPress: () => pastChecks.getState().closeReport() }}
        />
      ) : null}
      {result.state === "ready" ? (
        <ReportView result={result.value} reportSha256={check.report_sha256} past={check} />
      ) : null}
    </div>
  );
}
