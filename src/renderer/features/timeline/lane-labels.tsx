import { countText } from "../../format/number-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { SafeName } from "../../ui/safe-name.tsx";
import { laneName } from "./timeline-words.ts";

/** Names and totals at the left of the lanes. A tap chooses the lane; keys do it from the canvas, so these are no stops of their own. */
export function LaneLabels({ lanePx }: { readonly lanePx: number }) {
  const { timeline } = useStores();
  const data = useWindowStore("timeline", (state) => state.data);
  const laneKey = useWindowStore("timeline", (state) => state.laneKey);
  const activeLane = useWindowStore("timeline", (state) => state.activeLane);
  return (
    <ol className="timeline-labels">
      {(data?.lanes ?? []).map((lane) => {
        const isActive = !lane.others && lane.value === activeLane;
        const plain = lane.value === null || lane.others;
        return (
          <li key={`${lane.others} ${lane.value}`} style={{ height: lanePx }} data-active={isActive}>
            <button
              type="button"
              className="timeline-label"
              tabIndex={-1}
              aria-pressed={isActive}
              disabled={lane.others}
              onClick={() => timeline.getState().chooseLane(lane.value)}
            >
              <span className="timeline-label-name" data-plain={plain}>
                {plain ? laneName(lane, laneKey) : <SafeName text={lane.value ?? ""} />}
              </span>
              <span className="timeline-label-total">
                {countText(lane.total)}
                <span className="visually-hidden"> {en.timeline.runsInAll(lane.total)}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
