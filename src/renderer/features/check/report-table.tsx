import { useEffect, useState } from "react";
import type { Finding } from "../../../shared/finding.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { checkLook, FactChip } from "../../ui/fact-chips.tsx";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { usePrintTime } from "./printed-line.tsx";
import { RawValue } from "./raw-value.tsx";
import type { ReportRow } from "./report-rows.ts";

const words = en.recordCheck.report;

/** Rows shown at first, and with each press for more. */
const STEP = 100;

const SEVERITY_ICONS: Readonly<Record<Finding["severity"], IconName>> = {
  error: "seal-broken",
  warning: "seal-question",
  info: "note",
};

/** What was found, bad rows first. On paper all rows are there. */
export function ReportTable({ rows, detailed }: { readonly rows: readonly ReportRow[]; readonly detailed: boolean }) {
  const { recordCheck } = useStores();
  const [limit, setLimit] = useState(STEP);
  const isPrinting = usePrintTime() !== null;
  const shown = isPrinting ? rows : rows.slice(0, limit);
  useEffect(() => {
    const runIds = rows.slice(0, limit).flatMap(({ runId }) => (runId === null ? [] : [runId]));
    void recordCheck.getState().learnNames(runIds);
  }, [recordCheck, rows, limit]);
  if (rows.length === 0) return null;
  return (
    <div className="table-scroll">
      <table className="table check-table" aria-label={words.tableLabel} data-detailed={detailed}>
        <thead>
          <tr>
            <th scope="col">{words.table.kind}</th>
            <th scope="col">{words.table.what}</th>
            <th scope="col">{words.table.expected}</th>
            <th scope="col">{words.table.found}</th>
            <th scope="col">{words.table.todo}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <Row key={row.key} row={row} detailed={detailed} isNextOfRun={isSameRun(row, shown[index - 1])} />
          ))}
        </tbody>
      </table>
      {shown.length < rows.length ? (
        <Button onPress={() => setLimit(limit + STEP)}>{words.more(Math.min(STEP, rows.length - limit))}</Button>
      ) : null}
    </div>
  );
}

/** A run with more than one row is named once, in the first of them. */
function isSameRun({ runId }: ReportRow, before: ReportRow | undefined): boolean {
  return runId !== null && before?.runId === runId;
}

interface RowProps {
  readonly row: ReportRow;
  readonly detailed: boolean;
  readonly isNextOfRun: boolean;
}

function Row({ row, detailed, isNextOfRun }: RowProps) {
  return (
    <tr data-severity={row.severity} data-next={isNextOfRun}>
      <td>
        <span className="check-severity">
          <Icon name={SEVERITY_ICONS[row.severity]} size="1.6em" />
          <span>{words.severities[row.severity]}</span>
        </span>
      </td>
      <td>
        <Subject {...{ row, detailed, isNextOfRun }} />
      </td>
      <td>
        <RawValue value={row.expected} full={detailed} />
      </td>
      <td>
        <RawValue value={row.found} full={detailed} />
      </td>
      <td className="check-todo">
        <SafeName text={row.whatToDo} />
        {detailed && row.code !== null ? <span className="soft"> {en.errors.code(row.code)}</span> : null}
      </td>
    </tr>
  );
}

function Subject({ row, detailed, isNextOfRun }: RowProps) {
  const { place } = useStores();
  const { runId, verdict, subject, path } = row;
  const name = useWindowStore("recordCheck", (state) => (runId === null ? null : (state.runNames.get(runId) ?? runId)));
  return (
    <div className="check-what">
      {runId === null || name === null || isNextOfRun ? null : (
        <Button icon="chevron-right" onPress={() => place.getState().go({ name: "run", runId, created: null })}>
          <SafeName text={words.openRun(name)} />
        </Button>
      )}
      {verdict === null || isNextOfRun ? null : <FactChip fact="check" look={checkLook(verdict)} size="row" />}
      {subject === "" ? null : <SafeName text={subject} />}
      {detailed && path !== null ? (
        <span className="mono soft">
          <SafeName text={path} />
        </span>
      ) : null}
    </div>
  );
}
