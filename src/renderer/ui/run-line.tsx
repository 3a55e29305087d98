import type { ReactNode } from "react";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import { runName } from "../format/run-name.ts";
import { en } from "../text/en.ts";
import { decisionLook, FactChip, statusLook, UNREADABLE_LOOK } from "./fact-chips.tsx";
import { Icon } from "./icon.tsx";
import "./run-line.css";
import { SafeName } from "./safe-name.tsx";
import { TimeText } from "./time-text.tsx";

/** One run on one line, as a button that opens it: number, time, decision, status, tool. `mark` stands before what it says. */
export function RunLine(props: {
  readonly row: RunRow;
  readonly onOpen: (runId: string) => void;
  readonly mark?: ReactNode;
}) {
  const { row, onOpen, mark = null } = props;
  const isUnreadable = row.problem !== null;
  return (
    <button type="button" className="run-line" onClick={() => onOpen(row.run_id)}>
      <span className="run-line-number">
        <SafeName text={runName(row)} />
      </span>
      <span className="run-line-time">
        <TimeText at={row.created_at_utc} />
      </span>
      <span className="run-line-facts">
        {mark}
        <FactChip fact="decision" look={isUnreadable ? UNREADABLE_LOOK : decisionLook(row.risk_level)} size="row" />
        {isUnreadable ? null : <FactChip fact="status" look={statusLook(row.status)} size="row" />}
      </span>
      <span className="run-line-place soft">
        <SafeName text={[row.tool_id, row.machine_id].filter((name) => name !== null).join(" · ")} />
        {row.hidden ? <span> {en.runs.hiddenMark}</span> : null}
      </span>
      <Icon name="chevron-right" size="0.9em" />
    </button>
  );
}
