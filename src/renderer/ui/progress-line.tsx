import type { JobProgress } from "../../shared/ipc/events.ts";
import { byteSizeText } from "../format/byte-size-text.ts";
import { countText, percentDone } from "../format/number-text.ts";
import { en } from "../text/en.ts";
import { ProgressBar } from "./progress-bar.tsx";

const words = en.frame.work;

/** How far a job is: a bar and the numbers behind it, and a word when it takes long. Source: experience 3.8. */
export function ProgressLine(props: {
  readonly label: string;
  readonly progress: JobProgress | null;
  readonly long: boolean;
}) {
  const { label, progress, long } = props;
  return (
    <div className="progress-line">
      <ProgressBar label={label} done={progress?.done ?? 0} total={progress?.total ?? null} />
      <span className="progress-numbers">{progressText(progress)}</span>
      {long ? <span>{words.longerThanUsual}</span> : null}
    </div>
  );
}

/** `23 % · 212 of 900 runs · 41.2 MB read`; empty before the first word of the job. */
export function progressText(progress: JobProgress | null): string {
  if (progress === null) return "";
  const { done, total, unit } = progress;
  const percent = percentDone(done, total);
  const amount = unit === "bytes" ? byteSizeText : countText;
  const [doneText, totalText] = [amount(done), total === null ? null : amount(total)];
  const counted =
    unit === "bytes" ? words.sized(doneText, totalText) : words.counted(doneText, totalText, words.units[unit]);
  const read = progress.bytes === undefined ? [] : [words.read(byteSizeText(progress.bytes))];
  return [...(percent === null ? [] : [words.percent(percent)]), counted, ...read].join(" · ");
}
