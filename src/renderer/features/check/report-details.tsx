import type { StoreReport } from "../../../shared/operations/check-operations.ts";
import type { CheckedItem } from "../../../shared/operations/store-operations.ts";
import { countText } from "../../format/number-text.ts";
import type { CheckResult } from "../../state/record-check-store.ts";
import { en } from "../../text/en.ts";
import { Fingerprint } from "../../ui/fingerprint.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { FullTimeText } from "../../ui/time-text.tsx";
import { RawValue } from "./raw-value.tsx";

const words = en.recordCheck.details;

/** What the sentence and the table rest on: raw fingerprints, sizes in bytes, the span of the log. */
export function ReportDetails(props: { readonly result: CheckResult; readonly reportSha256: string | null }) {
  const { result, reportSha256 } = props;
  const { checked, checked_at: at } = result.report;
  return (
    <div className="check-details">
      <dl className="pairs">
        <dt>{words.checkedAt}</dt>
        <dd>
          <FullTimeText at={at} />
        </dd>
        <dt>{words.read}</dt>
        <dd>{words.exactBytes(checked.bytes)}</dd>
        {result.kind === "store" ? <LedgerPairs report={result.report} /> : null}
        {reportSha256 === null ? null : (
          <>
            <dt>{words.report}</dt>
            <dd>
              <Fingerprint sha256={reportSha256} />
            </dd>
          </>
        )}
      </dl>
      {result.kind === "run" ? <ItemTable items={result.report.items} /> : null}
    </div>
  );
}

function LedgerPairs({ report }: { readonly report: StoreReport }) {
  const { ledger } = report;
  return (
    <>
      <dt>{words.ledger}</dt>
      <dd>{words.ledgerLines(ledger.entries)}</dd>
      <dt>{words.heads}</dt>
      <dd>{countText(ledger.heads)}</dd>
      <dt>{words.span}</dt>
      <dd>
        <FullTimeText at={ledger.first_at} /> – <FullTimeText at={ledger.last_at} />
      </dd>
      <dt>{words.root}</dt>
      <dd>{ledger.root === null ? en.words.unknown : <Fingerprint sha256={ledger.root} />}</dd>
      {Object.entries(report.finding_counts).map(([code, count]) => (
        <CountPair key={code} code={code} count={count} />
      ))}
    </>
  );
}

function CountPair({ code, count }: { readonly code: string; readonly count: number }) {
  return (
    <>
      <dt>{en.errors.code(code)}</dt>
      <dd>{countText(count)}</dd>
    </>
  );
}

function ItemTable({ items }: { readonly items: readonly CheckedItem[] }) {
  const { columns } = words;
  return (
    <div className="table-scroll">
      <table className="table" aria-label={words.compared}>
        <thead>
          <tr>
            <th scope="col">{columns.result}</th>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.expected}</th>
            <th scope="col">{columns.found}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.name}>
              <td>{words.results[item.result]}</td>
              <td>
                <SafeName text={item.name} />
              </td>
              <td>
                <RawValue value={item.expected} full={true} />
              </td>
              <td>
                <RawValue value={item.found} full={true} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
