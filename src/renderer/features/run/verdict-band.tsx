import type { RunView } from "../../../shared/operations/run-operations.ts";
import { runName } from "../../format/run-name.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { keyed } from "../../ui/keyed.ts";
import { SafeName } from "../../ui/safe-name.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import type { NextStep, RunVerdict } from "./run-verdict.ts";

const NAMED_FACTS = ["tool_id", "material_id", "machine_id"] as const;

/** The answer to "Can I run this?": word, shape, reason, and one button for what comes next. */
export function VerdictBand(props: {
  readonly verdict: RunVerdict;
  readonly view: RunView;
  /** `button`: what was pressed, so that what opens can stand beside it. */
  readonly onNext: (step: NextStep, button: HTMLElement) => void;
}) {
  const { verdict, view, onNext } = props;
  const { row } = view;
  return (
    <section className="verdict" data-tone={verdict.tone} aria-label={en.runPage.verdict.question}>
      <span className="verdict-mark">
        <Icon name={verdict.icon} size="100%" />
      </span>
      <div className="verdict-words">
        <p className="verdict-question">{en.runPage.verdict.question}</p>
        <h2 className="verdict-headline">{verdict.headline}</h2>
        {keyed(verdict.why).map(({ key, text }) => (
          <p key={key} className="verdict-why">
            <SafeName text={text} />
          </p>
        ))}
        {verdict.advice === null ? null : <p className="verdict-why">{verdict.advice}</p>}
      </div>
      <div className="verdict-side">
        <p className="verdict-run">
          <span className="number">
            <SafeName text={runName(row)} />
          </span>
          {row.created_at_utc === null ? null : <TimeText at={row.created_at_utc} />}
          {NAMED_FACTS.map((fact) => (
            <NamedFact key={fact} name={row[fact]} />
          ))}
        </p>
        <Button kind="main" onPress={(button) => onNext(verdict.next.step, button)}>
          {verdict.next.label}
        </Button>
      </div>
    </section>
  );
}

function NamedFact({ name }: { readonly name: string | null }) {
  if (name === null) return null;
  return (
    <span>
      <SafeName text={name} />
    </span>
  );
}
