import type { RunView } from "../../../shared/operations/run-operations.ts";
import { countText } from "../../format/number-text.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { findProgress } from "../../state/work-store.ts";
import { en } from "../../text/en.ts";
import {
  type ChipLook,
  checkLook,
  decisionLook,
  FactChip,
  reviewLook,
  statusLook,
  UNREADABLE_LOOK,
} from "../../ui/fact-chips.tsx";
import { Icon } from "../../ui/icon.tsx";

/** The four independent facts, each with its own outline; the record check can be opened. Source: experience 0.1. */
export function FactRow(props: { readonly view: RunView; readonly checkOpen: boolean; readonly onCheck: () => void }) {
  const { row } = props.view;
  const isUnreadable = row.problem !== null;
  const words = en.words.facts;
  return (
    <dl className="fact-row" aria-label={en.runPage.facts.label}>
      <Fact label={words.decision}>
        <FactChip fact="decision" look={isUnreadable ? UNREADABLE_LOOK : decisionLook(row.risk_level)} size="page" />
      </Fact>
      <Fact label={words.status}>
        <FactChip fact="status" look={isUnreadable ? UNREADABLE_LOOK : statusLook(row.status)} size="page" />
      </Fact>
      <Fact label={words.check}>
        <CheckChip view={props.view} open={props.checkOpen} onPress={props.onCheck} />
      </Fact>
      <Fact label={words.review}>
        <FactChip fact="review" look={reviewLook(row.review)} size="page" />
      </Fact>
    </dl>
  );
}

function Fact(props: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="fact">
      <dt className="fact-label">{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function CheckChip(props: { readonly view: RunView; readonly open: boolean; readonly onPress: () => void }) {
  const look = useCheckLook(props.view);
  return (
    <button
      type="button"
      className="chip"
      data-fact="check"
      data-tone={look.tone}
      data-size="page"
      aria-expanded={props.open}
      onClick={props.onPress}
    >
      {look.icon === null ? null : <Icon name={look.icon} size="1.5em" />}
      <span role="status">{look.word}</span>
      <Icon name={props.open ? "chevron-down" : "chevron-right"} size="0.8em" />
    </button>
  );
}

/** The chip while the check runs, and what it found; before that what was known from the list. */
function useCheckLook(view: RunView): ChipLook {
  const check = useWindowStore("runView", (state) => state.check);
  const jobId = check.state === "running" ? check.jobId : null;
  const progress = useWindowStore("work", (state) => findProgress(state, jobId));
  if (check.state === "done") return checkLook(check.report.verdict);
  if (check.state === "failed") return checkLook("cannot-check");
  if (check.state === "idle") return checkLook(view.verdict);
  const look = checkLook("checking");
  if (progress === null || progress.total === null || progress.unit !== "files") return look;
  return { ...look, word: en.runPage.check.checking(countText(progress.done), countText(progress.total)) };
}
