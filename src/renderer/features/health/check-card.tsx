import type { Health } from "../../../shared/operations/store-operations.ts";
import { clockStepText } from "../../format/clock-step-text.ts";
import { countText } from "../../format/number-text.ts";
import { timeInSentence, timeText } from "../../format/time-text.ts";
import { en } from "../../text/en.ts";
import { checkLook, FactChip } from "../../ui/fact-chips.tsx";

const words = en.health.checks;

/** When everything was last checked and signed, what the nightly check does now, and whether the clock can be trusted. */
export function CheckCard({ health }: { readonly health: Health }) {
  const { last_checkpoint: head, clock_step: step } = health;
  return (
    <section className="page-card health-card">
      <h2>{words.title}</h2>
      <dl className="pairs">
        <dt>{words.full}</dt>
        <dd>
          <FullCheck full={health.last_full_check} />
        </dd>
        <dt>{words.sweep}</dt>
        <dd>{sweepSentence(health.sweep)}</dd>
        <dt>{words.signed}</dt>
        <dd>{head === null ? words.neverSigned : words.signedAt(timeInSentence(head.at), countText(head.size))}</dd>
        <dt>{words.clock}</dt>
        <dd>
          {step === null
            ? words.clockFine
            : words.clockStep(clockStepText(step.from, step.to), timeInSentence(step.at))}
        </dd>
      </dl>
    </section>
  );
}

function FullCheck({ full }: { readonly full: Health["last_full_check"] }) {
  if (full === null) return words.neverFull;
  return (
    <div className="health-check">
      <span>{timeText(full.at)}</span>
      {full.verdict === null ? null : <FactChip fact="check" look={checkLook(full.verdict)} size="row" />}
    </div>
  );
}

/** What the check that runs by itself does now, and when it comes again. */
export function sweepSentence(sweep: Health["sweep"]): string {
  if (sweep === null) return words.noSweep;
  if (sweep.state === "running") return words.sweepRuns;
  if (sweep.state === "yielding") return words.sweepYields;
  return sweep.next_at === null ? words.sweepWaits : words.sweepNext(timeInSentence(sweep.next_at));
}
