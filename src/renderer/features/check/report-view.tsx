import { useId, useMemo, useState } from "react";
import type { PastCheck } from "../../../shared/operations/check-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { fullTimeText } from "../../format/time-text.ts";
import type { AskedCheck, CheckResult } from "../../state/record-check-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { useCommand } from "../../state/use-command.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { checkLook, FactChip } from "../../ui/fact-chips.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { PrintedLine } from "./printed-line.tsx";
import { ReportDetails } from "./report-details.tsx";
import { reportRows, reportSentence, verdictCounts } from "./report-rows.ts";
import { ReportTable } from "./report-table.tsx";
import { askedText, pastScopeText } from "./scope-text.ts";

const words = en.recordCheck.report;

/** What a check found: a sentence, then the table, then what the bytes say for those who want it. */
export function ReportView(props: {
  readonly result: CheckResult;
  readonly reportSha256: string | null;
  readonly asked?: AskedCheck;
  /** The entry of a check that is not the one just finished. */
  readonly past?: PastCheck;
}) {
  const { result, reportSha256, asked, past } = props;
  const id = useId();
  const [detailed, setDetailed] = useState(false);
  const runNames = useWindowStore("recordCheck", (state) => state.runNames);
  const rows = useMemo(() => reportRows(result), [result]);
  const { report } = result;
  const about = past === undefined ? asked && askedText(asked, runNames) : pastScopeText(past, runNames);
  return (
    <article className="check-report" aria-labelledby={id}>
      <h3 id={id}>
        {past === undefined ? words.title : words.past(fullTimeText(past.at))}
        {about === undefined ? null : (
          <>
            {": "}
            <SafeName text={about} />
          </>
        )}
      </h3>
      <p className="check-sentence">{reportSentence(result)}</p>
      <Verdicts result={result} />
      <p className="soft">
        {words.amount(report.checked.files, byteSizeText(report.checked.bytes))} {words.checked}{" "}
        {fullTimeText(report.checked_at)}.
      </p>
      <ReportTable rows={rows} detailed={detailed} />
      {result.kind === "store" && result.report.truncated ? <p>{words.truncated}</p> : null}
      <ReportButtons
        {...{ reportSha256, detailed }}
        at={report.checked_at}
        isPast={past !== undefined}
        onToggle={() => setDetailed(!detailed)}
      />
      {detailed ? <ReportDetails result={result} reportSha256={reportSha256} /> : null}
      <PrintedLine />
    </article>
  );
}

/** How many runs came out in which way. The verdict of the folder itself stands before them where no run has it. */
function Verdicts({ result }: { readonly result: CheckResult }) {
  const { verdict } = result.report;
  const counts = result.kind === "store" ? verdictCounts(result.report) : [];
  const isCounted = counts.some(([counted]) => counted === verdict);
  return (
    <ul className="check-counts">
      {isCounted ? null : (
        <li>
          <FactChip fact="check" look={checkLook(verdict)} size="page" />
        </li>
      )}
      {counts.map(([counted, count]) => {
        const look = checkLook(counted);
        return (
          <li key={counted}>
            <FactChip fact="check" look={{ ...look, word: words.verdictCount(look.word, count) }} size="page" />
          </li>
        );
      })}
    </ul>
  );
}

function ReportButtons(props: {
  readonly reportSha256: string | null;
  readonly at: string;
  readonly detailed: boolean;
  readonly isPast: boolean;
  readonly onToggle: () => void;
}) {
  const { pastChecks } = useStores();
  const copy = useWindowStore("pastChecks", (state) => state.copy);
  const { reportSha256: sha256, at, detailed, isPast, onToggle } = props;
  const shown = copy?.sha256 === sha256 ? copy : null;
  const print = (): void => window.print();
  useCommand("print", print);
  return (
    <div className="check-buttons check-report-buttons">
      <Button expanded={detailed} onPress={onToggle}>
        {detailed ? en.recordCheck.details.hide : en.recordCheck.details.show}
      </Button>
      <Button icon="file" onPress={print}>
        {words.print}
      </Button>
      {sha256 === null ? null : (
        <Button
          icon="disk"
          offReason={shown?.state === "saving" ? words.saving : null}
          onPress={() => void pastChecks.getState().saveReport({ sha256, name: words.fileName(nameTime(at)) })}
        >
          {words.save}
        </Button>
      )}
      {isPast ? (
        <Button icon="cross" onPress={() => pastChecks.getState().closeReport()}>
          {words.close}
        </Button>
      ) : null}
      <p role="status">{shown?.state === "saved" ? <SafeName text={words.saved(shown.name)} /> : null}</p>
      {shown?.state === "failed" ? <ErrorBox title={words.saveFailed} error={shown.error} /> : null}
    </div>
  );
}

/** A time that every drive takes in a file name: `2026-11-21-14-02-07`. */
function nameTime(at: string): string {
  return at.slice(0, 19).replace(/[^0-9]/g, "-");
}
