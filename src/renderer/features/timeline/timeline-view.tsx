import { useEffect, useId, useState } from "react";
import type { BlockState } from "../../../shared/operations/list-operations.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import type { Block, TimelineData } from "../../state/timeline-blocks.ts";
import { shownSpan, type TimelineState } from "../../state/timeline-state.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { decisionLook, FactChip } from "../../ui/fact-chips.tsx";
import { Icon } from "../../ui/icon.tsx";
import "./timeline.css";
import { TimelineCanvas } from "./timeline-canvas.tsx";
import { TimelineReadout } from "./timeline-readout.tsx";
import { TimelineTable } from "./timeline-table.tsx";
import { TableButton, TimelineTools } from "./timeline-tools.tsx";
import { clockSentence, instantWords, lengthText, sightText } from "./timeline-words.ts";

const words = en.timeline;

/** Runs over time: the same query as the list, drawn as lanes of blocks, or told as a table. */
export function TimelineView() {
  const { timeline } = useStores();
  const asTable = useWindowStore("timeline", (state) => state.asTable);
  const hasData = useWindowStore("timeline", (state) => state.data !== null);
  useEffect(() => timeline.getState().watch(), [timeline]);
  return (
    <section className="timeline" aria-label={words.label}>
      <div className="timeline-tools">
        <TimelineTools />
        <TimelineLine />
        <TableButton />
      </div>
      <TimelineFault />
      {asTable && hasData ? <TimelineTable /> : <Picture />}
      <ClockWords />
      {asTable ? null : <Legend />}
    </section>
  );
}

function Picture() {
  const describedBy = useId();
  const [hovered, setHovered] = useState<Block | null>(null);
  const description = useWindowStore("timeline", describe);
  return (
    <>
      <p id={describedBy} className="visually-hidden">
        {description} {words.keys} {words.moreKeys}
      </p>
      <TimelineCanvas describedBy={describedBy} description={description} hovered={hovered} onHover={setHovered} />
      <TimelineReadout hovered={hovered} />
    </>
  );
}

/** The picture in a sentence. */
function describe(state: TimelineState): string {
  const { data, laneKey, zone } = state;
  if (data === null) return words.loading;
  const { fromMs, toMs } = shownSpan(state);
  const lanes = words.laneCount(words.lanes[laneKey], data.lanes.length);
  return words.describe(lanes, instantWords(fromMs, zone), instantWords(toMs, zone), data.total);
}

function TimelineFault() {
  const error = useWindowStore("timeline", (state) => state.error);
  const { timeline } = useStores();
  if (error === null) return null;
  return (
    <ErrorBox
      title={words.failed}
      error={error}
      action={{ label: words.tryAgain, onPress: () => void timeline.getState().read() }}
    />
  );
}

/** How many runs, which span, and what one block stands for. */
function TimelineLine() {
  const { data, error } = useWindowStore("timeline", (state) => state);
  return (
    <div className="timeline-line">
      {data === null ? <p className="soft">{error === null ? words.loading : null}</p> : <SightWords data={data} />}
    </div>
  );
}

function SightWords({ data }: { readonly data: TimelineData }) {
  const { timeline } = useStores();
  const state = useWindowStore("timeline", (all) => all);
  const isEmpty = data.total === 0;
  return (
    <>
      <p role="status">
        <strong>{isEmpty ? (data.whole === null ? words.none : words.noneHere) : words.runsInAll(data.total)}</strong>
      </p>
      <p>{sightText(shownSpan(state), state.zone)}</p>
      <p className="soft">{words.blocksOf(lengthText(data.cellMs))}</p>
      {isEmpty && data.whole !== null ? (
        <Button onPress={() => timeline.getState().showAll()}>{words.showAll}</Button>
      ) : null}
    </>
  );
}

const MOST_CLOCK_LINES = 2;

/** What the clock of the workstation did within sight, newest first. */
function ClockWords() {
  const state = useWindowStore("timeline", (all) => all);
  const { fromMs, toMs } = shownSpan(state);
  const inSight = (state.data?.clock ?? []).filter(({ atMs }) => atMs >= fromMs && atMs <= toMs).toReversed();
  if (inSight.length === 0) return null;
  const more = inSight.length - MOST_CLOCK_LINES;
  return (
    <div className="timeline-clock">
      <Icon name="clock" />
      <p>
        {inSight
          .slice(0, MOST_CLOCK_LINES)
          .map((jump) => clockSentence(jump, state.zone))
          .join(" ")}{" "}
        {more > 0 ? words.clockMore(more) : null} {words.clockOrder}
      </p>
    </div>
  );
}

const LEGEND: readonly BlockState[] = ["GREEN", "YELLOW", "RED", "ERROR", "none"];

function Legend() {
  return (
    <ul className="timeline-legend" aria-label={words.legend}>
      {LEGEND.map((state) => (
        <li key={state}>
          <FactChip
            fact="decision"
            size="row"
            look={decisionLook(state === "none" || state === "empty" ? null : state)}
          />
        </li>
      ))}
      <li className="soft">{words.legendWorst}</li>
    </ul>
  );
}
