import type { RunView } from "../../../shared/operations/run-operations.ts";
import { whenChecked } from "../../format/check-words.ts";
import { placeOf } from "../../state/check-popover-store.ts";
import { loadedValue } from "../../state/loaded.ts";
import type { ShownCheck } from "../../state/shown-check.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { findProgress } from "../../state/work-store.ts";
import { en } from "../../text/en.ts";
import { CheckChip } from "../../ui/check-chip.tsx";
import {
  checkingLook,
  checkLook,
  decisionLook,
  FactChip,
  reviewLook,
  statusLook,
  UNREADABLE_LOOK,
} from "../../ui/fact-chips.tsx";

/** The four independent facts, each with its own outline; the record check shows what is behind it. Source: experience 0.1. */
export function FactRow({ view, shown }: { readonly view: RunView; readonly shown: ShownCheck }) {
  const { row } = view;
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
        <RunCheckChip view={view} shown={shown} />
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

/** The chip while the check runs, and what is known; a tap shows what is behind it. */
function RunCheckChip({ view, shown }: { readonly view: RunView; readonly shown: ShownCheck }) {
  const { checkPopover } = useStores();
  const progress = useWindowStore("work", (state) => findProgress(state, shown.jobId));
  const lastFullCheckAt = useWindowStore("health", (state) => loadedValue(state.health)?.last_full_check?.at ?? null);
  const look = shown.jobId === null ? checkLook(shown.chip) : checkingLook(progress);
  const show = (chip: HTMLElement): void =>
    checkPopover.getState().show({ row: view.row, canOpenRun: false, place: placeOf(chip) });
  return (
    <>
      <CheckChip look={look} onPress={show} />
      <p className="soft fact-note">{shown.jobId === null ? whenChecked(shown.checkedAt, lastFullCheckAt) : null}</p>
    </>
  );
}
