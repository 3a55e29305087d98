import type { RunView } from "../../../shared/operations/run-operations.ts";
import type { NextStep, RunVerdict } from "../../state/run-verdict.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { VerdictPanel } from "../../ui/verdict-panel.tsx";
import { VerdictRun } from "../../ui/verdict-run.tsx";

/** The answer to "Can I run this?": word, shape, reason, and one button for what comes next. */
export function VerdictBand(props: {
  readonly verdict: RunVerdict;
  readonly view: RunView;
  /** `button`: what was pressed, so that what opens can stand beside it. */
  readonly onNext: (step: NextStep, button: HTMLElement) => void;
}) {
  const { verdict, view, onNext } = props;
  return (
    <VerdictPanel verdict={verdict} question={en.runPage.verdict.question}>
      <VerdictRun row={view.row} />
      <Button kind="main" onPress={(button) => onNext(verdict.next.step, button)}>
        {verdict.next.label}
      </Button>
    </VerdictPanel>
  );
}
