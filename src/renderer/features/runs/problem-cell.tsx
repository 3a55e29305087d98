import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { dayText } from "../../format/day-text.ts";
import type { DamagedRecord } from "../../state/damaged-record-store.ts";
import { en } from "../../text/en.ts";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.runs.damaged;
const DAY_IN_PATH = /(?:^|\/)(\d{4}-\d{2}-\d{2})\//;

/** What is left to say of a record that cannot be read: why, how large, of which day, where, and what one can do. */
export function ProblemCell({ row, damaged }: { readonly row: RunRow; readonly damaged: DamagedRecord }) {
  const day = DAY_IN_PATH.exec(row.path)?.[1];
  const facts = [
    damaged.sizeBytes === null ? words.sizeUnknown : byteSizeText(damaged.sizeBytes),
    ...(day === undefined ? [] : [dayText(day)]),
    row.path,
  ];
  return (
    <td aria-colindex={3} className="cell cell-problem">
      <p className="problem-line">
        <Icon name="page-broken" />
        <strong>{en.runs.unreadable}</strong>
        <span className="problem-detail">
          <SafeName text={row.problem ?? ""} />
        </span>
      </p>
      <p className="problem-line problem-facts">
        <SafeName text={facts.join(" · ")} />
      </p>
      <div className="problem-line">
        <button type="button" className="button row-details" tabIndex={-1}>
          {words.details}
        </button>
        <button type="button" className="button row-save" tabIndex={-1}>
          {words.save}
        </button>
        <p role="status" className="problem-detail">
          <CopyText copy={damaged.copy} />
        </p>
      </div>
    </td>
  );
}

function CopyText({ copy }: { readonly copy: DamagedRecord["copy"] }) {
  switch (copy.state) {
    case "none":
      return null;
    case "saving":
      return words.saving;
    case "failed":
      return <SafeName text={`${words.notSaved} ${copy.error.message}`} />;
    case "saved":
      return <SafeName text={words.saved(copy.name)} />;
  }
}
