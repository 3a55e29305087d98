import { useEffect, useState } from "react";
import type { HistoryEntry } from "../../../shared/operations/run-operations.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ChoiceRow } from "../../ui/choice-row.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { LineView } from "../../ui/line-view.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { Section } from "../../ui/section.tsx";
import { FullTimeText, TimeText } from "../../ui/time-text.tsx";

const words = en.runPage.history;
const AMOUNTS = ["simple", "all", "raw"] as const;
type Amount = (typeof AMOUNTS)[number];

/** Everything the log says about the run, oldest first: in words, in full, or as stored. Source: experience TML-5. */
export function HistorySection(props: { readonly open: boolean; readonly onToggle: () => void }) {
  return (
    <Section title={en.runPage.sections.history} open={props.open} onToggle={props.onToggle}>
      <HistoryBody />
    </Section>
  );
}

function HistoryBody() {
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
      {amount === "simple" ? <SimpleHistory entries={history.value} /> : null}
      {amount === "all" ? <FullHistory entries={history.value} /> : null}
      {amount === "raw" ? <LineView text={rawLines(history.value)} label={words.rawLabel} /> : null}
    </>
  );
}

function SimpleHistory({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  return (
    <ol className="history">
      {entries.map((entry) => (
        <li key={entry.seq} className="history-entry">
          <TimeText at={entry.at} />
          <span>
            <strong>{kindWord(entry.kind)}</strong> <EntryText entry={entry} />
          </span>
          <span className="soft">
            <SafeName text={words.by(entry.actor.uid, entry.station)} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The words a person gave: note, tags, reason. */
function EntryText({ entry }: { readonly entry: HistoryEntry }) {
  const { note, text, tag, tags, reason } = entry.body;
  const given = [note, text, tag, reason].filter((value) => typeof value === "string");
  const listed = Array.isArray(tags) ? tags.filter((value) => typeof value === "string") : [];
  const all = [...given, ...listed];
  return all.length === 0 ? null : <SafeName text={all.join(", ")} />;
}

function FullHistory({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const { columns } = words;
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
          {entries.map((entry) => (
            <tr key={entry.seq}>
              <td className="numeric">{entry.seq}</td>
              <td>
                <FullTimeText at={entry.at} />
              </td>
              <td>{kindWord(entry.kind)}</td>
              <td>
                <SafeName text={entry.actor.uid} />
              </td>
              <td>
                <SafeName text={entry.station} />
              </td>
              <td className="mono history-detail">
                <SafeName text={JSON.stringify(entry.body)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function kindWord(kind: string): string {
  return words.kinds[kind] ?? kind;
}

function rawLines(entries: readonly HistoryEntry[]): string {
  return entries.map((entry) => JSON.stringify(entry)).join("\n");
}
