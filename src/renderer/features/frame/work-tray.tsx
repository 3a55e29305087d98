import { useStores, useWindowStore } from "../../state/stores-context.ts";
import type { Job } from "../../state/work-store.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { ProgressLine } from "../../ui/progress-line.tsx";
import { BulkLine } from "./bulk-line.tsx";
import { UndoBar } from "./undo-bar.tsx";

/** Work that is going on, and changes that can still be taken back. It has its own row and covers nothing. */
export function WorkTray() {
  const jobs = useWindowStore("work", (state) => state.jobs);
  const error = useWindowStore("work", (state) => state.error);
  const pending = useWindowStore("pending", (state) => state.changes);
  const bulk = useWindowStore("bulk", (state) => state.works);
  const place = useWindowStore("place", (state) => state.place.name);
  // The pages of imports and of checks show their own work at full size.
  const shown = jobs.filter((job) => job.shown && !isAtHome(job, place));
  if (shown.length === 0 && pending.length === 0 && bulk.length === 0 && error === null) return null;
  return (
    <section className="tray" aria-label={en.frame.work.label} data-pane tabIndex={-1}>
      {pending.map((change) => (
        <UndoBar key={change.id} change={change} />
      ))}
      {bulk.map((work) => (
        <BulkLine key={work.id} work={work} />
      ))}
      {shown.map((job) => (
        <JobLine key={job.jobId} job={job} />
      ))}
      {error === null ? null : <ErrorBox title={en.frame.work.label} error={error} />}
    </section>
  );
}

function isAtHome({ operation }: Job, place: string): boolean {
  return (place === "import" || place === "check") && operation.startsWith(`${place}.`);
}

function JobLine({ job }: { readonly job: Job }) {
  const stores = useStores();
  const words = en.frame.work;
  const name = words.names[job.operation] ?? words.other;
  return (
    <div className="job">
      <span className="job-name">{name}</span>
      <ProgressLine label={name} progress={job.progress} long={job.long} />
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
