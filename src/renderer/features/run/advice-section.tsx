import type { Folded, RunView } from "../../../shared/operations/run-operations.ts";
import { en } from "../../text/en.ts";
import { Fingerprint } from "../../ui/fingerprint.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { Section } from "../../ui/section.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { ValueTree } from "./value-tree-view.tsx";

const words = en.runPage.advice;

interface FoldProps {
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** Advice to read. It never changes the decision, and says so above everything else. Source: experience 0.2. */
export function AdviceSection({ folded, ...fold }: FoldProps & { readonly folded: Folded }) {
  const { advisories, explanation_status: explanation, explanation_summary: summary } = folded;
  const isEmpty = advisories.length === 0 && summary === null && explanation === "NONE";
  return (
    <Section
      title={en.runPage.sections.advice}
      note={advisories.length === 0 ? undefined : words.count(advisories.length)}
      {...fold}
    >
      {isEmpty ? <p className="soft">{words.none}</p> : <p className="advice-stripe">{words.stripe}</p>}
      {explanation === "PENDING" ? <p>{words.waiting}</p> : null}
      {explanation === "ERROR" ? <p>{words.failed}</p> : null}
      {summary === null ? null : (
        <div>
          <h3>{words.summary}</h3>
          <p>
            <SafeName text={summary} />
          </p>
        </div>
      )}
      {advisories.map((advisory) => (
        <AdviceCard
          key={`${advisory.advisory_id} ${advisory.path}`}
          advisory={advisory}
          reviewed={folded.reviews.some((review) => review.advisory_id === advisory.advisory_id)}
        />
      ))}
    </Section>
  );
}

function AdviceCard(props: { readonly advisory: Folded["advisories"][number]; readonly reviewed: boolean }) {
  const { advisory } = props;
  const { advisory_id: id, kind, created_at_utc: at, status, sha256, path } = advisory;
  return (
    <article className="card advice-card">
      <h3>{words.kind[kind ?? "unknown"] ?? words.kind.unknown}</h3>
      <p>
        <SafeName text={makerText(advisory)} /> · <TimeText at={at} />
      </p>
      {props.reviewed ? null : <p>{words.notReviewed}</p>}
      {status === null ? null : (
        <p className="soft">
          <SafeName text={words.statusAtMaking(status)} />
        </p>
      )}
      <p className="soft mono">
        <SafeName text={id} />
      </p>
      {sha256 === null ? null : (
        <p className="soft">
          {words.fingerprint} <Fingerprint sha256={sha256} short={true} />
        </p>
      )}
      <p className="soft">{path === null ? words.inRecord : <SafeName text={path} />}</p>
    </article>
  );
}

function makerText({ engine_id: engine, engine_version: version }: Folded["advisories"][number]): string {
  if (engine === null) return words.noEngine;
  return version === null ? words.madeByEngine(engine) : words.madeBy(engine, version);
}

/** Where the review stands, and every entry that led there. */
export function ReviewSection({ view, ...fold }: FoldProps & { readonly view: RunView }) {
  const { reviews } = view.folded;
  return (
    <Section title={en.runPage.sections.review} {...fold}>
      {view.row.review === "none" && reviews.length === 0 ? (
        <p className="soft">{en.runPage.review.none}</p>
      ) : (
        <p>
          {en.runPage.review.state}: {en.words.review[view.row.review]}
        </p>
      )}
      {reviews.length === 0 ? null : <ValueTree value={reviews} empty="" />}
    </Section>
  );
}
