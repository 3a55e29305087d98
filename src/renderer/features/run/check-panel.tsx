import { useState } from "react";
import type { CheckedItem, CheckReport } from "../../../shared/operations/store-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { timeInSentence } from "../../format/time-text.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.runPage.check;

/** What was compared, what was found, and what that does not say. */
export function CheckPanel() {
  const check = useWindowStore("runView", (state) => state.check);
  return (
    <section className="check-panel" id="run-record-check" aria-label={words.title}>
      <p className="check-fixed">
        <strong>{words.meaning}</strong> {words.fixed}
      </p>
      {check.state === "running" ? <p>{words.sentence.checking}</p> : null}
      {check.state === "idle" ? <p>{words.notYet}</p> : null}
      {check.state === "failed" ? <ErrorBox title={words.failed} error={check.error} /> : null}
      {check.state === "done" ? <Report report={check.report} /> : null}
    </section>
  );
}

function Report({ report }: { readonly report: CheckReport }) {
  const sentence = words.sentence[report.verdict];
  return (
    <>
      <p className="check-sentence">
        {typeof sentence === "string" ? sentence : sentence(timeInSentence(report.checked_at))}{" "}
        <span className="soft">{words.files(report.checked.files, byteSizeText(report.checked.bytes))}</span>
      </p>
      <Findings report={report} />
      <ItemTable items={report.items} />
    </>
  );
}

function Findings({ report }: { readonly report: CheckReport }) {
  if (report.findings.length === 0) return null;
  return (
    <div>
      <h3>{words.findings}</h3>
      <ul className="findings">
        {report.findings.map((finding) => (
          <li
            key={`${finding.code} ${finding.subject} ${finding.path}`}
            className="finding"
            data-severity={finding.severity}
          >
            <Icon name={finding.severity === "error" ? "seal-broken" : "seal-question"} />
            <p>
              <strong>
                <SafeName text={finding.what_to_do} />
              </strong>{" "}
              <SafeName text={finding.subject} /> <span className="soft">{en.errors.code(finding.code)}</span>
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

const RESULT_RANK: Readonly<Record<CheckedItem["result"], number>> = {
  different: 0,
  missing: 1,
  "cannot-check": 2,
  same: 3,
};

function ItemTable({ items }: { readonly items: readonly CheckedItem[] }) {
  const [full, setFull] = useState(false);
  if (items.length === 0) return null;
  const sorted = items.toSorted((one, other) => RESULT_RANK[one.result] - RESULT_RANK[other.result]);
  return (
    <div className="table-scroll">
      <table className="table" aria-label={words.tableLabel}>
        <thead>
          <tr>
            <th scope="col">{words.table.result}</th>
            <th scope="col">{words.table.name}</th>
            <th scope="col">{words.table.expected}</th>
            <th scope="col">{words.table.found}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((item) => (
            <tr key={item.name} data-result={item.result}>
              <td className="check-result">{words.results[item.result]}</td>
              <td>
                <SafeName text={item.name} />
              </td>
              <td>
                <ItemValue value={item.expected} full={full} />
              </td>
              <td>
                <ItemValue value={item.found} full={full} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button kind="quiet" pressed={full} onPress={() => setFull(!full)}>
        {full ? words.shortValues : words.fullValues}
      </Button>
    </div>
  );
}

const SHORT_VALUE = 16;

function ItemValue({ value, full }: { readonly value: string | null; readonly full: boolean }) {
  if (value === null) return words.nothing;
  const shown = full || value.length <= SHORT_VALUE ? value : `${value.slice(0, SHORT_VALUE)}…`;
  return (
    <span className="mono">
      <SafeName text={shown} />
    </span>
  );
}
