import { countText } from "../../format/number-text.ts";
import type { BulkWork } from "../../state/bulk-store.ts";
import { useStores } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { SecondsLeft } from "./undo-bar.tsx";

const MOST_NAMED = 10;
const words = en.frame.bulk;

/** A change of many runs: it waits as long as it can be taken back, then it says how far it is and what was not changed. */
export function BulkLine({ work }: { readonly work: BulkWork }) {
  switch (work.state) {
    case "waiting":
      return <WaitingBulk work={work} />;
    case "writing":
    case "stopping":
      return <RunningBulk work={work} />;
    case "done":
      return <EndedBulk work={work} />;
  }
}

function WaitingBulk({ work }: { readonly work: BulkWork }) {
  const { bulk } = useStores();
  return (
    <div className="undo" role="status">
      <span className="undo-text">
        <strong>
          <SafeName text={words.waiting(work.title, work.runs.length)} />
        </strong>{" "}
        <span aria-hidden="true">
          <SecondsLeft untilMs={work.writeAtMs} />
        </span>
      </span>
      <span className="undo-buttons">
        <Button icon="undo" onPress={() => bulk.getState().undo(work.id)}>
          {en.frame.undo.undo}
        </Button>
        <Button icon="tick" onPress={() => void bulk.getState().write(work.id)}>
          {en.frame.undo.saveNow}
        </Button>
      </span>
    </div>
  );
}

function RunningBulk({ work }: { readonly work: BulkWork }) {
  const { bulk } = useStores();
  const total = work.runs.length;
  const text = words.progress(work.title, countText(work.done), countText(total));
  return (
    <div className="job">
      <span className="job-name">
        <SafeName text={text} />
      </span>
      <div className="progress-line">
        <ProgressBar label={work.title} done={work.done} total={total} />
      </div>
      {work.state === "stopping" ? (
        <span>{en.frame.work.stopping}</span>
      ) : (
        <Button icon="cross" onPress={() => bulk.getState().stop(work.id)}>
          {words.stop}
        </Button>
      )}
    </div>
  );
}

function EndedBulk({ work }: { readonly work: BulkWork }) {
  const { bulk } = useStores();
  const { failed, left, done } = work;
  const named = failed.slice(0, MOST_NAMED).map(({ run }) => run.name);
  return (
    <div className="undo" role="status">
      <span className="undo-text">
        <strong>
          <SafeName text={words.done(work.title, done - failed.length)} />
        </strong>{" "}
        {left === 0 ? null : words.left(left)}{" "}
        {failed.length === 0 ? null : (
          <SafeName text={`${words.failed(failed.length)} ${named.join(", ")}. ${failed[0]?.error.message ?? ""}`} />
        )}
      </span>
      <span className="undo-buttons">
        {failed.length === 0 ? null : (
          <Button icon="again" onPress={() => void bulk.getState().retry(work.id)}>
            {en.frame.undo.tryAgain}
          </Button>
        )}
        <Button onPress={() => bulk.getState().dismiss(work.id)}>{words.putAway}</Button>
      </span>
    </div>
  );
}
