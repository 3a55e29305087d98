import { useEffect } from "react";
import type { BatchTree } from "../../../shared/operations/relation-operations.ts";
import { EVERYTHING } from "../../../shared/query/run-query.ts";
import { RISK_LEVELS, RUN_STATUSES } from "../../../shared/verdicts.ts";
import { countText } from "../../format/number-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { decisionLook, FactChip, statusLook } from "../../ui/fact-chips.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import "./batch.css";
import { BatchTreeView } from "./batch-tree-view.tsx";

const words = en.related.tree;

interface BatchProps {
  readonly by: "batch" | "session";
  readonly value: string;
}

/** The runs of a batch or a session as a tree, and what they come to together. */
export function BatchPage({ by, value }: BatchProps) {
  const { batch } = useStores();
  const name = useWindowStore("batch", (state) => state.name);
  const tree = useWindowStore("batch", (state) => state.tree);
  useEffect(() => {
    void batch.getState().open({ by, value });
    return () => batch.getState().close();
  }, [batch, by, value]);
  if (name?.by !== by || name.value !== value || tree.state === "idle" || tree.state === "loading") {
    return (
      <p className="soft" role="status">
        {words.reading}
      </p>
    );
  }
  if (tree.state === "failed") {
    const again = { label: en.frame.tryAgain, onPress: () => void batch.getState().open({ by, value }) };
    return <ErrorBox title={words.failed} error={tree.error} action={again} />;
  }
  return (
    <article className="batch-page">
      <BatchHeader by={by} value={value} tree={tree.value} />
      {tree.value.total === 0 ? <EmptyBatch by={by} /> : <BatchRuns by={by} value={value} tree={tree.value} />}
    </article>
  );
}

function EmptyBatch({ by }: { readonly by: BatchProps["by"] }) {
  return (
    <div className="empty">
      <p className="empty-title">{words.empty[by]}</p>
      <p>{words.emptyHint}</p>
    </div>
  );
}

function BatchHeader({ by, value, tree }: BatchProps & { readonly tree: BatchTree }) {
  return (
    <header className="batch-head">
      <div>
        <p className="soft">{words.kind[by]}</p>
        <h2 className="batch-name">
          <SafeName text={value} />
        </h2>
        <p>{words.count(tree.total)}</p>
      </div>
      {tree.total === 0 ? null : (
        <>
          <div className="batch-together">
            <p className="batch-together-title">{words.together}</p>
            <FactChip fact="decision" look={decisionLook(tree.risk_level)} size="page" />
            <FactChip fact="status" look={statusLook(tree.status)} size="page" />
            <p className="soft">{words.togetherHint}</p>
          </div>
          <Counts tree={tree} />
        </>
      )}
    </header>
  );
}

/** How many of each kind there are, the worst first. */
function Counts({ tree: { counts } }: { readonly tree: BatchTree }) {
  const status = [...RUN_STATUSES].map((name) => [name, en.words.status[name]] as const);
  const risk = [...RISK_LEVELS].map((name) => [name, en.words.decision[name]] as const);
  const lists = [
    ["step", Object.entries(words.step)],
    ["risk", [...risk, ["none", en.words.noDecision] as const]],
    ["status", [...status, ["none", en.words.noStatus] as const]],
  ] as const;
  return (
    <dl className="batch-counts">
      {lists.map(([what, names]) => (
        <div key={what}>
          <dt>{words.counts[what]}</dt>
          <dd>
            {names.map(([name, word]) => (
              <OneCount key={name} word={word} count={counts[what][name] ?? 0} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function OneCount({ word, count }: { readonly word: string; readonly count: number }) {
  if (count === 0) return null;
  return (
    <span>
      {word} <span className="batch-count">{countText(count)}</span>
    </span>
  );
}

function BatchRuns({ by, value, tree }: BatchProps & { readonly tree: BatchTree }) {
  const { place, runQuery } = useStores();
  const showInList = (): void => {
    const filter = by === "batch" ? { batch_label: [value] } : { workflow_session: [value] };
    runQuery.getState().replace({ ...EVERYTHING, ...filter });
    place.getState().go({ name: "runs" });
  };
  return (
    <>
      {tree.has_circle ? (
        <p className="batch-note">
          <Icon name="again" />
          {words.circle}
        </p>
      ) : null}
      {tree.left_out === 0 ? null : (
        <p className="batch-note">
          <Icon name="list" />
          {words.leftOut(tree.left_out)}
        </p>
      )}
      <BatchTreeView nodes={tree.nodes} label={words.label[by](value)} />
      <div className="batch-foot">
        <Button icon="list" onPress={showInList}>
          {words.showInList}
        </Button>
        <p className="soft">{words.keys}</p>
      </div>
    </>
  );
}
