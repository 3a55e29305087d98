import { useState } from "react";
import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { checkSentence, whenChecked } from "../../format/check-words.ts";
import { loadedValue } from "../../state/loaded.ts";
import { leadFinding, type ShownCheck } from "../../state/shown-check.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { findProgress } from "../../state/work-store.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { checkingLook, checkLook, FactChip } from "../../ui/fact-chips.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { FindingList, ItemTable } from "./checked-items.tsx";

const words = en.runPage.check;

/** What was compared, what was found, how strong that is, and what it does not say. */
export function RecordCheckCard({ row, shown }: { readonly row: RunRow; readonly shown: ShownCheck }) {
  const { report, known } = shown;
  return (
    <>
      <p role="status">
        <StateChip shown={shown} />
      </p>
      {shown.failure === null ? <Sentence row={row} shown={shown} /> : null}
      {shown.failure === null ? null : <ErrorBox title={words.failed} error={shown.failure} />}
      <dl className="pairs">
        <dt>{words.strengthLabel}</dt>
        <dd>{words.strength[known]}</dd>
      </dl>
      <p className="check-fixed">
        <strong>{en.words.check.intact}:</strong> {words.fixed}
      </p>
      {report === null ? <p className="soft">{words.noItems}</p> : null}
      {report === null ? null : (
        <FindingList findings={report.findings.filter((finding) => finding !== leadFinding(report))} />
      )}
      {report === null ? null : <ItemTable items={report.items} />}
      <Meaning />
    </>
  );
}

function StateChip({ shown }: { readonly shown: ShownCheck }) {
  const progress = useWindowStore("work", (state) => findProgress(state, shown.jobId));
  const look = shown.jobId === null ? checkLook(shown.chip) : checkingLook(progress);
  return <FactChip fact="check" look={look} size="page" />;
}

function Sentence({ row, shown }: { readonly row: RunRow; readonly shown: ShownCheck }) {
  const lastFullCheckAt = useWindowStore("health", (state) => loadedValue(state.health)?.last_full_check?.at ?? null);
  const { report, known } = shown;
  const lead = report === null ? null : leadFinding(report);
  return (
    <div>
      <p className="check-sentence">
        <SafeName text={checkSentence(known, lead, row.status)} />
      </p>
      <p>
        {whenChecked(shown.checkedAt, lastFullCheckAt)}{" "}
        {report === null ? null : (
          <span className="soft">{words.files(report.checked.files, byteSizeText(report.checked.bytes))}</span>
        )}{" "}
        {lead === null ? null : <span className="soft">{en.errors.code(lead.code)}.</span>}
      </p>
    </div>
  );
}

function Meaning() {
  const [open, setOpen] = useState(false);
  return (
    <div className="check-meaning">
      <Button
        kind="quiet"
        icon={open ? "chevron-down" : "chevron-right"}
        expanded={open}
        onPress={() => setOpen(!open)}
      >
        {words.meaning}
      </Button>
      {open ? (
        <ul className="check-meanings">
          {words.meanings.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
