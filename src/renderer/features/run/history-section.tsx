import { useEffect, useState } from "react";
import type { HistoryEntry, RunView } from "../../../shared/operations/run-operations.ts";
import { fullTimeText, utcTimeText, zoneName } from "../../format/time-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ChoiceRow } from "../../ui/choice-row.tsx";
import { copyText } from "../../ui/copy-text.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LineView } from "../../ui/line-view.tsx";
import { REACHABLE } from "../../ui/reachable.ts";
import { SafeName } from "../../ui/safe-name.tsx";
import { Section } from "../../ui/section.tsx";
import { FullTimeText } from "../../ui/time-text.tsx";
import "./history.css";
import type { RecordFacts } from "../../state/record-facts.ts";
import { entryDetail, type HistoryStep, historySteps, kindWord, marks, recordedEntry } from "./history-steps.ts";

const words = en.runPage.history;
const AMOUNTS = ["simple", "all", "raw"] as const;
type Amount = (typeof AMOUNTS)[number];

/** What the section is about. */
export interface HistoryProps {
  readonly view: RunView;
  readonly facts: RecordFacts;
}

/** The way of a run from its making on: as the few steps people mean, as every entry in words, or as stored. Source: experience TML-5. */
export function HistorySection(props: HistoryProps & { readonly open: boolean; readonly onToggle: () => void }) {
  return (
    <Section title={en.runPage.sections.history} open={props.open} onToggle={props.onToggle}>
      <HistoryBody view={props.view} facts={props.facts} />
    </Section>
  );
}

function HistoryBody({ view, facts }: HistoryProps) {
  const { runView } = useStores();
  const history = useWindowStore("runView", (state) => state.history);
  const [amount, setAmount] = useState<Amount>("simple");
  useEffect(() => void runView.getState().readHistory(), [runView]);
  if (history.state === "idle" || history.state === "loading") return <p className="soft">{words.reading}</p>;
  if (history.state === "failed") return <ErrorBox title={words.failed} error={history.error} />;
  if (history.value.length === 0) return <p className="soft">{words.none}</p>;
  return (
    <>
      <ChoiceRow
        legend={words.label}
        choices={AMOUNTS.map((value) => ({ value, label: words[value] }))}
        value={amount}
        onChoose={setAmount}
      />
      {amount === "simple" ? <StepList steps={historySteps(view, facts, history.value)} /> : null}
      {amount === "all" ? <EntryTable entries={history.value} /> : null}
      {amount === "raw" ? <RawLines entries={history.value} /> : null}
    </>
  );
}

/** Steps along a line, oldest at the top. */
export function StepList({ steps }: { readonly steps: readonly HistoryStep[] }) {
  return (
    <ol className="history" aria-label={words.listLabel}>
      {steps.map((step, index) => (
        <li key={step.key} className="history-step" data-same={isSameMoment(step, steps[index - 1])}>
          <span className="history-sign">
            <Icon name={step.icon} size="1.1em" />
          </span>
          <StepTime at={step.at} />
          <p className="history-words">
            <strong>{words.steps[step.name]}</strong> {step.detail === null ? null : <SafeName text={step.detail} />}
            <StepMarks later={step.later} clockBack={step.clockBack} />
          </p>
          <span className="history-who soft">
            {step.who === null ? null : (
              <SafeName text={step.where === null ? words.personOnly(step.who) : words.by(step.who, step.where)} />
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What one commit wrote has one time and one person: they are told once to the eye, and always to the ear. */
function isSameMoment(step: HistoryStep, before: HistoryStep | undefined): boolean {
  return before !== undefined && step.at === before.at && step.who === before.who && step.where === before.where;
}

/** Local time; UTC beside it while the pointer or the focus is on it. */
function StepTime({ at }: { readonly at: string | null }) {
  if (at === null) return <span className="soft">{en.words.notRecorded}</span>;
  return (
    <time dateTime={at} className="history-time" {...REACHABLE}>
      <SafeName text={fullTimeText(at)} />
      {zoneName() === "UTC" ? null : <span className="history-utc">{utcTimeText(at)}</span>}
    </time>
  );
}

function StepMarks({ later, clockBack }: Pick<HistoryStep, "later" | "clockBack">) {
  return (
    <>
      {later === null ? null : (
        <span className="history-mark">
          <Icon name="clock" size="1em" /> {later}
        </span>
      )}
      {clockBack === null ? null : (
        <span className="history-mark" data-kind="clock">
          <Icon name="undo" size="1em" /> {clockBack}
        </span>
      )}
    </>
  );
}

/** Every entry in words, in the order of the log. */
export function EntryTable({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const { columns } = words;
  const recorded = recordedEntry(entries);
  return (
    <div className="table-scroll">
      <table className="table" aria-label={en.runPage.sections.history}>
        <thead>
          <tr>
            {Object.entries(columns).map(([name, title]) => (
              <th key={name} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <tr key={entry.seq}>
              <td className="numeric">{entry.seq}</td>
              <td>
                <FullTimeText at={entry.at} />
              </td>
              <td>{kindWord(entry)}</td>
              <td>
                <SafeName text={entry.actor.uid} />
              </td>
              <td>
                <SafeName text={entry.station} />
              </td>
              <td className="history-detail">
                <SafeName text={entryDetail(entry) ?? en.words.none} />
                <StepMarks {...marks(entry, entries[index - 1] ?? null, recorded)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RawLines({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const [result, setResult] = useState<"copied" | "copyFailed" | null>(null);
  const text = entries.map((entry) => JSON.stringify(entry)).join("\n");
  return (
    <>
      <div className="history-raw-tools">
        <Button icon="copy" onPress={() => setResult(copyText(text) ? "copied" : "copyFailed")}>
          {words.copy}
        </Button>
        <span role="status">{result === null ? null : words[result]}</span>
      </div>
      <LineView text={text} label={words.rawLabel} />
    </>
  );
}
