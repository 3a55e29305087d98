import { type ReactNode, useState } from "react";
import type { Related } from "../../../shared/operations/relation-operations.ts";
import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { countText } from "../../format/number-text.ts";
import { loadedValue } from "../../state/loaded.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { Icon } from "../../ui/icon.tsx";
import { keyed } from "../../ui/keyed.ts";
import { RunLine } from "../../ui/run-line.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { Section } from "../../ui/section.tsx";
import "./related.css";

const words = en.related;

/** Lines of a group before one asks for more. */
const FEW = 4;

type Runs = Related["children"];

/** The runs around the open run: what it is based on, what is based on it, its batch, the same inputs, the last good one. */
export function RelatedSection(props: { readonly open: boolean; readonly onToggle: () => void }) {
  const related = useWindowStore("related", (state) => loadedValue(state.related));
  const count = related === null ? 0 : countOf(related);
  return (
    <Section
      id="run-related"
      title={words.section}
      note={count === 0 ? undefined : words.runs(count)}
      open={props.open}
      onToggle={props.onToggle}
    >
      <RelatedBody />
    </Section>
  );
}

function countOf({ parents, children, same_inputs: same }: Related): number {
  return parents.total + parents.missing.length + children.total + same.total;
}

function RelatedBody() {
  const related = useWindowStore("related", (state) => state.related);
  if (related.state === "idle" || related.state === "loading") return <p className="soft">{words.reading}</p>;
  if (related.state === "failed") return <ErrorBox title={words.failed} error={related.error} />;
  const { parents, children, same_inputs: same, last_ok: lastOk } = related.value;
  const isAlone = countOf(related.value) === 0 && !hasGroups(related.value) && lastOk === null;
  if (isAlone) return <p className="soft">{words.none}</p>;
  const others = new Set(same.other_result);
  return (
    <div className="related">
      <RunGroup title={words.parents} runs={parents}>
        {keyed(parents.missing).map(({ key, text }) => (
          <p key={key} className="related-missing">
            <Icon name="page-broken" />
            <span>
              <SafeName text={words.missing(text)} />
            </span>
          </p>
        ))}
      </RunGroup>
      <RunGroup title={words.children} runs={children} />
      <Groups related={related.value} />
      <RunGroup
        title={words.sameInputs}
        runs={same}
        mark={(row) => (others.has(row.run_id) ? <OtherResult /> : null)}
      />
      <RunGroup title={words.lastOk} runs={lastOk === null ? { rows: [], total: 0 } : { rows: [lastOk], total: 1 }} />
    </div>
  );
}

function hasGroups({ batches, sessions }: Related): boolean {
  return batches.length + sessions.length > 0;
}

function RunGroup(props: {
  readonly title: string;
  readonly runs: Runs;
  readonly mark?: (row: RunRow) => ReactNode;
  readonly children?: ReactNode;
}) {
  const { place } = useStores();
  const [showsAll, setShowsAll] = useState(false);
  const { rows, total } = props.runs;
  const others = props.children ?? null;
  const hasOthers = Array.isArray(others) && others.length > 0;
  if (rows.length === 0 && !hasOthers) return null;
  const shown = showsAll ? rows : rows.slice(0, FEW);
  const open = (runId: string): void => place.getState().go({ name: "run", runId, created: null });
  return (
    <div>
      <h3>{props.title}</h3>
      <ul className="run-lines">
        {shown.map((row) => (
          <li key={row.run_id}>
            <RunLine row={row} onOpen={open} mark={props.mark?.(row)} />
          </li>
        ))}
      </ul>
      {others}
      {shown.length < rows.length ? (
        <Button onPress={() => setShowsAll(true)}>{words.showAll(rows.length)}</Button>
      ) : null}
      {showsAll && rows.length < total ? (
        <p className="soft">{words.more(countText(rows.length), countText(total))}</p>
      ) : null}
    </div>
  );
}

/** Told by shape and word, never by colour alone. */
function OtherResult() {
  return (
    <span className="result-mark">
      <Icon name="unequal" size="1.1em" />
      {words.otherResult}
    </span>
  );
}

function Groups({ related }: { readonly related: Related }) {
  const { place } = useStores();
  if (!hasGroups(related)) return null;
  const batches = related.batches.map(({ label, total }) => ({ by: "batch" as const, value: label, total }));
  const sessions = related.sessions.map(({ id, total }) => ({ by: "session" as const, value: id, total }));
  return (
    <div>
      <h3>{words.groups}</h3>
      <div className="related-groups">
        {[...batches, ...sessions].map(({ by, value, total }) => (
          <Button
            key={`${by} ${value}`}
            icon="branches"
            onPress={() => place.getState().go({ name: "batch", by, value })}
          >
            <SafeName text={words[by](value)} /> <span className="soft">{words.runs(total)}</span>
          </Button>
        ))}
      </div>
    </div>
  );
}
