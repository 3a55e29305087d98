import type { RunView } from "../../../shared/operations/run-operations.ts";
import { decimalText } from "../../format/number-text.ts";
import type { RecordFacts } from "../../state/record-facts.ts";
import { missingSentence } from "../../state/run-verdict.ts";
import { en } from "../../text/en.ts";
import { Icon } from "../../ui/icon.tsx";
import { keyed } from "../../ui/keyed.ts";
import { SafeName } from "../../ui/safe-name.tsx";
import { Section } from "../../ui/section.tsx";
import "./values.css";
import { ValueTree } from "./value-tree-view.tsx";

const words = en.runPage.checks;

/** Why the decision is what it is: what was missing, warnings as cards, rules, distance to the limit, all values. */
export function ChecksSection(props: {
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly view: RunView;
  readonly facts: RecordFacts;
}) {
  const { facts, view } = props;
  return (
    <Section
      id="run-checks"
      title={en.runPage.sections.checks}
      note={sectionNote(facts)}
      open={props.open}
      onToggle={props.onToggle}
    >
      {facts.readable ? (
        <CheckResults facts={facts} blocked={view.row.status === "BLOCKED"} />
      ) : (
        <p>{en.runPage.unreadableFacts}</p>
      )}
    </Section>
  );
}

function CheckResults({ facts, blocked }: { readonly facts: RecordFacts; readonly blocked: boolean }) {
  return (
    <>
      <WhyBlocked facts={facts} blocked={blocked} />
      <Warnings facts={facts} />
      <div className="check-pair">
        <Distance score={facts.score} />
        <Rules rules={facts.rules} />
      </div>
      <div>
        <h3>{words.values}</h3>
        <ValueTree value={facts.feasibility} empty={words.noValues} />
      </div>
    </>
  );
}

function sectionNote({ missing, warnings }: RecordFacts): string | undefined {
  if (missing.length > 0) return words.missingCount(missing.length);
  return warnings.length > 0 ? words.warningCount(warnings.length) : undefined;
}

function WhyBlocked({ facts, blocked }: { readonly facts: RecordFacts; readonly blocked: boolean }) {
  if (facts.missing.length > 0) {
    return (
      <div>
        <h3>{words.missing}</h3>
        <ul className="cards">
          {facts.missing.map(({ field, reason }) => (
            <li key={field} className="card" data-tone="stop">
              <Icon name="seal-gap" />
              <SafeName text={missingSentence(field, reason)} />
              <span className="soft mono">
                <SafeName text={field} />
              </span>
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (facts.blockReason === null) return null;
  return (
    <div>
      <h3>{blocked ? words.whyBlocked : words.reason}</h3>
      <p>
        <SafeName text={facts.blockReason} />
      </p>
    </div>
  );
}

function Warnings({ facts }: { readonly facts: RecordFacts }) {
  // The older system repeats what is missing as warnings; the list of missing facts says it better.
  if (facts.missing.length > 0) return null;
  if (facts.warnings.length === 0) return <p className="soft">{words.noWarnings}</p>;
  return (
    <div>
      <h3>{words.warnings}</h3>
      <ul className="cards">
        {keyed(facts.warnings).map(({ key, text }) => (
          <li key={key} className="card" data-tone="warn">
            <Icon name="triangle-mark" />
            <span>
              <SafeName text={text} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Distance({ score }: { readonly score: number | null }) {
  if (score === null || !Number.isFinite(score)) return null;
  const share = Math.max(0, Math.min(100, score));
  return (
    <div>
      <h3>{words.distance}</h3>
      <p className="number">{words.distanceValue(decimalText(score))}</p>
      <span className="distance-bar" aria-hidden="true">
        <span className="distance-fill" style={{ width: `${share}%` }} />
      </span>
      <p className="soft">{words.distanceHint}</p>
    </div>
  );
}

function Rules({ rules }: { readonly rules: readonly string[] }) {
  if (rules.length === 0) return null;
  return (
    <div>
      <h3>{words.rules}</h3>
      <ul className="tag-line">
        {keyed(rules).map(({ key, text }) => (
          <li key={key} className="tag">
            <SafeName text={words.rule(text)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
