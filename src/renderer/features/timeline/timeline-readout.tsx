import { runName } from "../../format/run-name.ts";
import { fullTimeText, utcTimeText } from "../../format/time-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { type Block, blockAt, laneIndex } from "../../state/timeline-blocks.ts";
import { activeMs, type TimelineState } from "../../state/timeline-state.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { decisionLook, FactChip, UNREADABLE_LOOK } from "../../ui/fact-chips.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { blockText, laneName, stateWord } from "./timeline-words.ts";
import { useBlockActions } from "./use-block-actions.ts";

const words = en.timeline.readout;

/** One line that says in words where the reader is, with buttons for what keys do. What the mouse is over shows here too, unspoken. */
export function TimelineReadout({ hovered }: { readonly hovered: Block | null }) {
  const state = useWindowStore("timeline", (all) => all);
  return (
    <section className="timeline-readout" aria-label={words.label}>
      <div className="timeline-readout-words">
        {hovered === null ? null : (
          <p aria-hidden="true">
            <strong>
              <SafeName text={blockText(hovered, state)} />
            </strong>{" "}
            {words.worst(stateWord(hovered.worst))}
          </p>
        )}
        <div role="status" aria-live="polite" className={hovered === null ? undefined : "visually-hidden"}>
          <ActiveWords state={state} />
        </div>
      </div>
      <ReadoutButtons state={state} />
    </section>
  );
}

function ActiveWords({ state }: { readonly state: TimelineState }) {
  const { active, atEnd, activeLane, data, laneKey } = state;
  if (active === null) {
    const lane = data?.lanes.find(({ value, others }) => value === activeLane && !others);
    if (lane === undefined || activeLane === undefined) return <p className="soft">{words.nothing}</p>;
    return (
      <p>
        <SafeName text={laneName(lane, laneKey)} />
        {": "}
        {atEnd === null ? words.nothing : words.noRun}
      </p>
    );
  }
  const { row } = active;
  const at = row.created_at_utc;
  const block = activeBlock(state);
  return (
    <p>
      {atEnd === null ? null : <strong>{atEnd === "later" ? words.noLater : words.noEarlier} </strong>}
      <strong>
        <SafeName text={words.run(runName(row))} />
      </strong>{" "}
      <FactChip
        fact="decision"
        size="row"
        look={row.problem === null ? decisionLook(row.risk_level) : UNREADABLE_LOOK}
      />{" "}
      {at === null ? words.noTime : <time dateTime={at}>{timeWords(at, state.zone)}</time>}
      {block === null ? null : ` · ${words.inBlock(block.count)}`}
    </p>
  );
}

/** Local time with the zone, then UTC where that differs. */
function timeWords(at: string, timeZone: string): string {
  const local = fullTimeText(at, { now: new Date(at), timeZone });
  return timeZone === "UTC" ? local : `${local} (${utcTimeText(at)})`;
}

function activeBlock(state: TimelineState): Block | null {
  const atMs = activeMs(state);
  if (state.data === null || state.active === null || atMs === null) return null;
  const lane = state.laneKey === "none" ? 0 : laneIndex(state.data, state.active.lane);
  return blockAt(state.data, lane, atMs);
}

function ReadoutButtons({ state }: { readonly state: TimelineState }) {
  const { timeline } = useStores();
  const { openActive, listBlock } = useBlockActions();
  const block = activeBlock(state);
  return (
    <div className="timeline-readout-buttons">
      <Button icon="arrow-left" label={words.before} onPress={() => void timeline.getState().step("earlier")}>
        {null}
      </Button>
      <Button icon="arrow-right" label={words.after} onPress={() => void timeline.getState().step("later")}>
        {null}
      </Button>
      {state.active === null ? null : <Button onPress={openActive}>{words.open}</Button>}
      {block === null ? null : <Button onPress={() => listBlock(block)}>{words.list(block.count)}</Button>}
    </div>
  );
}
