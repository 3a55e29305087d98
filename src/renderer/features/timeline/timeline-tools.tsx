import { LANE_KEYS, type LaneKey } from "../../../shared/operations/list-operations.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { JUMPS, type Jump, jumpSpan } from "../../state/timeline-span.ts";
import { shownSpan, type TimelineState } from "../../state/timeline-state.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { PAN_SHARE, ZOOM_STEP } from "./timeline-keys.ts";

const words = en.timeline;

/** What to see, from how near, and as what. Every drag, wheel and key has its button here. */
export function TimelineTools() {
  return (
    <>
      <JumpButtons />
      <LaneChoice />
      <MoveButtons />
    </>
  );
}

/** From the picture to its twin and back. */
export function TableButton() {
  const { timeline } = useStores();
  const asTable = useWindowStore("timeline", (state) => state.asTable);
  return (
    <Button icon={asTable ? "clock" : "list"} onPress={() => timeline.getState().showAsTable(!asTable)}>
      {asTable ? words.showAsTimeline : words.showAsTable}
    </Button>
  );
}

function LaneChoice() {
  const { timeline } = useStores();
  const laneKey = useWindowStore("timeline", (state) => state.laneKey);
  return (
    <label className="timeline-choice">
      <span className="field-label">{words.lanesLegend}</span>
      <select
        className="input"
        value={laneKey}
        onChange={(event) => timeline.getState().setLane(event.currentTarget.value as LaneKey)}
      >
        {LANE_KEYS.map((key) => (
          <option key={key} value={key}>
            {words.lanes[key]}
          </option>
        ))}
      </select>
    </label>
  );
}

function JumpButtons() {
  const { timeline } = useStores();
  const pressed = useWindowStore("timeline", pressedJump);
  const hasShifts = useWindowStore("timeline", (state) => state.shifts.length > 0);
  // Where no shifts are set, a shift is a day: the button would be the same as the one beside it.
  const jumps = JUMPS.filter((jump) => jump !== "shift" || hasShifts);
  return (
    <fieldset className="timeline-group">
      <legend className="visually-hidden">{words.jumps.label}</legend>
      {jumps.map((jump) => (
        <Button key={jump} pressed={pressed === jump} onPress={() => timeline.getState().jump(jump)}>
          {words.jumps[jump]}
        </Button>
      ))}
      <Button pressed={pressed === "all"} onPress={() => timeline.getState().showAll()}>
        {words.jumps.all}
      </Button>
    </fieldset>
  );
}

function pressedJump(state: TimelineState): Jump | "all" | null {
  const { span } = state;
  if (span === null) return "all";
  const isShown = (jump: Jump): boolean => {
    const { fromMs, toMs } = jumpSpan(jump, state);
    return fromMs === span.fromMs && toMs === span.toMs;
  };
  return JUMPS.find(isShown) ?? null;
}

function MoveButtons() {
  const { timeline } = useStores();
  const pan = (share: number): void => {
    const state = timeline.getState();
    const { fromMs, toMs } = shownSpan(state);
    state.pan(share * (toMs - fromMs));
  };
  const { move } = words;
  return (
    <fieldset className="timeline-group">
      <legend className="visually-hidden">{move.label}</legend>
      <Button icon="arrow-left" label={move.earlier} onPress={() => pan(-PAN_SHARE)}>
        {null}
      </Button>
      <Button icon="arrow-right" label={move.later} onPress={() => pan(PAN_SHARE)}>
        {null}
      </Button>
      <Button icon="minus" label={move.zoomOut} onPress={() => timeline.getState().zoom(1 / ZOOM_STEP)}>
        {null}
      </Button>
      <Button icon="plus" label={move.zoomIn} onPress={() => timeline.getState().zoom(ZOOM_STEP)}>
        {null}
      </Button>
    </fieldset>
  );
}
