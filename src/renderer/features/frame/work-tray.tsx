import { byteSizeText } from "../../format/byte-size-text.ts";
import { countText, percentDone } from "../../format/number-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import type { Job } from "../../state/work-store.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { UndoBar } from "./undo-bar.tsx";

/** Work that is going on, and changes that can still be taken back. It has its own row and covers nothing. */
export function WorkTray() {
  const jobs = useWindowStore("work", (state) => state.jobs);
  const error = useWindowStore("work", (state) => state.error);
  const pending = useWindowStore("pending", (state) => state.changes);
  const shown = jobs.filter((job) => job.shown);
  if (shown.length === 0 && pending.length === 0 && error === null) return null;
  return (
    <section className="tray" aria-label={en.frame.work.label} data-pane tabIndex={-1}>
      {pending.map((change) => (
        <UndoBar key={change.id} change={change} />
      ))}
      {shown.map((job) => (
        <JobLine key={job.jobId} job={job} />
      ))}
      {error === null ? null : <ErrorBox title={en.frame.work.label} error={error} />}
    </section>
  );
}

function JobLine({ job }: { readonly job: Job }) {
  const stores = useStores();
  const words = en.frame.work;
  const name = words.names[job.operation] ?? words.other;
  const percent = job.progress === null ? null : percentDone(job.progress.done, job.progress.total);
  return (
    <div className="job">
      <span className="job-name">{name}</span>
      <span className="job-bar">
        <ProgressBar label={name} done={job.progress?.done ?? 0} total={job.progress?.total ?? null} />
      </span>
      <span className="job-count">
        {percent === null ? null : `${words.percent(percent)} · `}
        {progressText(job)}
        {job.long ? ` ${words.longerThanUsual}` : null}
      </span>
      {job.stopping ? (
        <span>{words.stopping}</span>
      ) : (
        <Button icon="cross" onPress={() => void stores.work.getState().cancel(job.jobId)}>
          {words.cancel}
        </Button>
      )}
    </div>
  );
}

function progressText({ progress }: Job): string | null {
  if (progress === null) return null;
  const { done, total, unit } = progress;
  if (unit === "bytes") {
    return total === null ? byteSizeText(done) : en.frame.work.counted(byteSizeText(done), byteSizeText(total), "");
  }
  const totalText = total === null ? null : countText(total);
  return en.frame.work.counted(countText(done), totalText, en.frame.work.units[unit]);
}
