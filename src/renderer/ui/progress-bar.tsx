import { percentDone } from "../format/number-text.ts";

/** How far work is. While the amount is not known the bar moves without saying how far. */
export function ProgressBar(props: { readonly label: string; readonly done: number; readonly total: number | null }) {
  const percent = percentDone(props.done, props.total);
  return (
    <span
      className="progress"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      data-known={percent !== null}
    >
      <span className="progress-bar" style={percent === null ? undefined : { width: `${percent}%` }} />
    </span>
  );
}
