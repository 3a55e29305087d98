import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { ageText } from "../../format/age-text.ts";
import { runName } from "../../format/run-name.ts";
import type { WorkName } from "../../state/home-queries.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { checkLook, decisionLook, FactChip, reviewLook, statusLook, UNREADABLE_LOOK } from "../../ui/fact-chips.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { useOpenRun } from "./open-runs.ts";

/** A run that somebody should look at: why, which, since when, and one button. */
export function WorkRow({ row, why }: { readonly row: RunRow; readonly why: WorkName | "last" }) {
  const openRun = useOpenRun();
  const nowMs = useWindowStore("home", (state) => state.nowMs);
  const age = why === "last" || row.created_at_utc === null ? null : ageText(row.created_at_utc, nowMs);
  return (
    <li className="work-row">
      <div className="work-words">
        <p className="work-head">
          <span className="number">
            <SafeName text={runName(row)} />
          </span>
          <WhyChip row={row} why={why} />
        </p>
        <RowDetail row={row} />
      </div>
      <span className="work-when">{age === null ? <TimeText at={row.created_at_utc} /> : en.home.work.age(age)}</span>
      <Button label={en.home.last.openNumber(runName(row))} onPress={() => openRun(row.run_id)}>
        {en.home.work.open}
      </Button>
    </li>
  );
}

/** What the run was made with, and why it was blocked. */
function RowDetail({ row }: { readonly row: RunRow }) {
  const reason = row.problem ?? row.block_reason;
  const made = [row.tool_id, row.material_id].filter((name) => name !== null);
  return (
    <p className="work-detail">
      {reason === null ? null : <SafeName text={reason} />}
      {reason === null || made.length === 0 ? null : " · "}
      {made.length === 0 ? null : <SafeName text={made.join(", ")} />}
    </p>
  );
}

function WhyChip({ row, why }: { readonly row: RunRow; readonly why: WorkName | "last" }) {
  if (why === "trouble") return <FactChip fact="check" look={checkLook(row.verdict)} size="row" />;
  if (row.problem !== null) return <FactChip fact="decision" look={UNREADABLE_LOOK} size="row" />;
  if (why === "answered") return <FactChip fact="review" look={reviewLook(row.review)} size="row" />;
  const isOdd = row.status !== "OK";
  return (
    <>
      <FactChip fact="decision" look={decisionLook(row.risk_level)} size="row" />
      {isOdd ? <FactChip fact="status" look={statusLook(row.status)} size="row" /> : null}
    </>
  );
}
