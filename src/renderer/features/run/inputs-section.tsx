import type { RunView } from "../../../shared/operations/run-operations.ts";
import { PLACEHOLDER_SHA256 } from "../../../shared/sha256.ts";
import { factText, type RecordFacts } from "../../state/record-facts.ts";
import { useStores } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Fingerprint } from "../../ui/fingerprint.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { Section } from "../../ui/section.tsx";
import { FullTimeText } from "../../ui/time-text.tsx";
import { ValueTree } from "./value-tree-view.tsx";

const words = en.runPage.inputs;
type FactName = keyof typeof words.facts;

const PLAIN_FACTS = (Object.keys(words.facts) as readonly FactName[]).filter((name) => name !== "created_at_utc");

/** What went in: tool, material, machine, versions, the request, and the fingerprints as recorded. */
export function InputsSection(props: {
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly view: RunView;
  readonly facts: RecordFacts;
}) {
  const { view, facts } = props;
  return (
    <Section title={en.runPage.sections.inputs} open={props.open} onToggle={props.onToggle}>
      <dl className="pairs">
        <dt>{words.facts.created_at_utc}</dt>
        <dd>
          <FullTimeText at={view.row.created_at_utc} />
        </dd>
        {PLAIN_FACTS.map((name) => (
          <FactPair key={name} name={name} facts={facts} />
        ))}
        <dt>{words.path}</dt>
        <dd className="mono">
          <SafeName text={view.row.path} />
        </dd>
      </dl>
      <Differs facts={facts} />
      {facts.readable ? (
        <div>
          <h3>{words.request}</h3>
          <ValueTree value={facts.request} empty={words.noRequest} />
        </div>
      ) : (
        <p>{en.runPage.unreadableFacts}</p>
      )}
      <Fingerprints hashes={facts.hashes} />
    </Section>
  );
}

function FactPair({ name, facts }: { readonly name: FactName; readonly facts: RecordFacts }) {
  const value = factText(facts, name);
  if (value === null) return null;
  return (
    <>
      <dt>{words.facts[name]}</dt>
      <dd>
        <SafeName text={value} />
        {name === "parent_run_id" ? <OpenRun runId={value} /> : null}
      </dd>
    </>
  );
}

function OpenRun({ runId }: { readonly runId: string }) {
  const { place } = useStores();
  return (
    <Button kind="quiet" onPress={() => place.getState().go({ name: "run", runId, created: null })}>
      {words.openParent}
    </Button>
  );
}

function Differs({ facts }: { readonly facts: RecordFacts }) {
  if (facts.all.drift_detected !== true) return null;
  const summary = factText(facts, "drift_summary");
  return (
    <p className="card" data-tone="warn">
      {words.result} {summary === null ? null : <SafeName text={summary} />}
    </p>
  );
}

function Fingerprints({ hashes }: { readonly hashes: RecordFacts["hashes"] }) {
  const kept = Object.entries(hashes).filter(([, value]) => typeof value === "string");
  if (kept.length === 0) return null;
  return (
    <div>
      <h3>{words.fingerprints}</h3>
      <dl className="pairs">
        {kept.map(([name, value]) => (
          <HashPair key={name} name={name} value={String(value)} />
        ))}
      </dl>
    </div>
  );
}

function HashPair({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>
        <SafeName text={words.fingerprintNames[name] ?? name} />
      </dt>
      <dd>{value === PLACEHOLDER_SHA256 ? words.placeholder : <Fingerprint sha256={value} />}</dd>
    </>
  );
}
