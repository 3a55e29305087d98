import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { timeAxis } from "../../format/time-axis.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { type Block, blocksByLane } from "../../state/timeline-blocks.ts";
import { activeMs, shownSpan } from "../../state/timeline-state.ts";
import { en } from "../../text/en.ts";
import { LaneLabels } from "./lane-labels.tsx";
import { bandsOf } from "./timeline-bands.ts";
import { useColours } from "./timeline-colours.ts";
import { keyAction } from "./timeline-keys.ts";
import { blockUnder, laneHeight, TIMELINE_SIZES, xToTime } from "./timeline-layout.ts";
import { axisHeight, paintAxis, paintLanes, prepareCanvas, type Scene } from "./timeline-paint.ts";
import { type PointerWishes, usePointers, useWheel } from "./timeline-pointer.ts";
import { useBlockActions } from "./use-block-actions.ts";

/** What the readers of the canvas are told beside it. */
export interface CanvasProps {
  readonly describedBy: string;
  readonly description: string;
  readonly hovered: Block | null;
  readonly onHover: (block: Block | null) => void;
}

/** One stop for the keyboard whose arrow keys a screen reader hands on. */
const APPLICATION = {
  role: "application",
  tabIndex: 0,
  "aria-roledescription": en.timeline.kind,
  "aria-label": en.timeline.label,
} as const;

/** Lanes of blocks on a time axis, drawn by us, with keys that go from run to run. */
export function TimelineCanvas(props: CanvasProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const axis = useRef<HTMLCanvasElement>(null);
  const lanes = useRef<HTMLCanvasElement>(null);
  const room = useRoom(scroller, lanes);
  const scene = useScene(room, props.hovered);
  usePainting(scene, room, { axis, lanes });
  const wishes = usePointerWishes(scene, props.onHover);
  useWheel(lanes, wishes);
  const pointers = usePointers(wishes);
  const onKeyDown = useKeys(scene, scroller);
  useReturnFocus(lanes);
  const laneCount = scene.blocks.length;
  return (
    <div ref={scroller} className="timeline-scroll">
      <div className="timeline-corner" style={{ height: axisHeight(scene.sizes) }} />
      <div className="timeline-head" aria-hidden="true" style={{ height: axisHeight(scene.sizes) }}>
        <canvas ref={axis} className="timeline-axis" style={{ height: axisHeight(scene.sizes) }} />
      </div>
      <LaneLabels lanePx={scene.lanePx} />
      <canvas
        ref={lanes}
        className="timeline-lanes"
        style={{ height: Math.max(1, laneCount) * scene.lanePx }}
        {...APPLICATION}
        aria-describedby={props.describedBy}
        onKeyDown={onKeyDown}
        {...pointers}
      >
        {props.description}
      </canvas>
    </div>
  );
}

interface Room {
  readonly widthPx: number;
  readonly frameHeight: number;
  readonly scrollTop: number;
}

/** The size of the frame and how far it is scrolled. */
function useRoom(scroller: RefObject<HTMLDivElement | null>, lanes: RefObject<HTMLCanvasElement | null>): Room {
  const [room, setRoom] = useState<Room>({ widthPx: 0, frameHeight: 0, scrollTop: 0 });
  useLayoutEffect(() => {
    const frame = scroller.current;
    if (frame === null) return;
    const measure = (): void =>
      setRoom({
        widthPx: lanes.current?.clientWidth ?? 0,
        frameHeight: frame.clientHeight,
        scrollTop: frame.scrollTop,
      });
    const observer = new ResizeObserver(measure);
    observer.observe(frame);
    frame.addEventListener("scroll", measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      frame.removeEventListener("scroll", measure);
    };
  }, [scroller, lanes]);
  return room;
}

/** All that is drawn, from the state. */
function useScene(room: Room, hovered: Block | null): Scene {
  const { timeline } = useStores();
  const state = useWindowStore("timeline", (all) => all);
  const sizes = TIMELINE_SIZES[useWindowStore("settings", ({ density }) => density)];
  const colours = useColours();
  useEffect(() => timeline.getState().setRoom(room.widthPx, sizes.blockPx), [timeline, room.widthPx, sizes.blockPx]);
  const { zone, shifts, data } = state;
  const { fromMs, toMs } = shownSpan(state);
  const { widthPx } = room;
  const { textPx } = sizes;
  const span = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const axis = useMemo(() => timeAxis({ ...span, widthPx, textPx, zone }), [span, widthPx, textPx, zone]);
  const bands = useMemo(() => bandsOf(span, { widthPx, zone, shifts }), [span, widthPx, zone, shifts]);
  const blocks = data === null ? [] : blocksByLane(data);
  const lanePx = laneHeight(room.frameHeight - axisHeight(sizes), blocks.length, sizes);
  const firstLane = Math.max(0, Math.floor(room.scrollTop / lanePx));
  const active = state.activeLane;
  return {
    ...{ span, widthPx, lanePx, sizes, colours, axis, bands, blocks, hovered, firstLane },
    endLane: Math.min(Math.max(1, blocks.length), firstLane + Math.ceil(room.frameHeight / lanePx) + 1),
    clock: data?.clock ?? [],
    nowMs: state.nowMs,
    activeLane: data?.lanes.findIndex(({ value, others }) => value === active && !others) ?? -1,
    activeMs: activeMs(state),
    ratio: window.devicePixelRatio,
  };
}

interface Canvases {
  readonly axis: RefObject<HTMLCanvasElement | null>;
  readonly lanes: RefObject<HTMLCanvasElement | null>;
}

/** Draws once for each frame of the screen, however often the state changed. */
function usePainting(scene: Scene, room: Room, canvases: Canvases): void {
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => {
      const { axis, lanes } = canvases;
      if (axis.current === null || lanes.current === null || room.widthPx === 0) return;
      const height = axisHeight(scene.sizes);
      const onAxis = prepareCanvas(axis.current, scene.widthPx, height, scene.ratio);
      if (onAxis !== null) paintAxis(onAxis, scene, height);
      const lanesHeight = Math.max(1, scene.blocks.length) * scene.lanePx;
      const onLanes = prepareCanvas(lanes.current, scene.widthPx, lanesHeight, scene.ratio);
      if (onLanes !== null) paintLanes(onLanes, scene);
    });
    return () => cancelAnimationFrame(frame);
  });
}

function usePointerWishes(scene: Scene, onHover: (block: Block | null) => void): PointerWishes {
  const { timeline } = useStores();
  const { openBlock } = useBlockActions();
  const msPerPx = (scene.span.toMs - scene.span.fromMs) / Math.max(1, scene.widthPx);
  const under = (place: { readonly x: number; readonly y: number }): Block | null =>
    blockUnder(place, scene.blocks, { ...scene, markPx: scene.sizes.markPx });
  return {
    pan: (px) => timeline.getState().pan(px * msPerPx),
    zoom: (factor, x) => timeline.getState().zoom(factor, xToTime(x, scene.span, scene.widthPx)),
    tap: (place) => {
      const block = under(place);
      if (block !== null) void openBlock(block);
    },
    hover: (place) => onHover(place === null ? null : under(place)),
  };
}

function useKeys(scene: Scene, scroller: RefObject<HTMLDivElement | null>) {
  const { timeline } = useStores();
  const { openActive } = useBlockActions();
  const showLane = (): void => {
    const { data, activeLane } = timeline.getState();
    const place = data?.lanes.findIndex(({ value, others }) => value === activeLane && !others) ?? -1;
    const frame = scroller.current;
    if (frame === null || place < 0) return;
    const [top, below] = [place * scene.lanePx, frame.clientHeight - axisHeight(scene.sizes) - scene.lanePx];
    frame.scrollTop = Math.max(top - below, Math.min(top, frame.scrollTop));
  };
  return (event: KeyboardEvent): void => {
    const action = keyAction(event);
    const state = timeline.getState();
    if (action === null || (action.do === "leave" && state.active === null)) return;
    event.preventDefault();
    if (action.do === "step") void state.step(action.direction).then(showLane);
    else if (action.do === "end") void state.stepToEnd(action.direction).then(showLane);
    else if (action.do === "lane") void state.moveLane(action.by).then(showLane);
    else if (action.do === "zoom") state.zoom(action.factor);
    else if (action.do === "pan") state.pan(action.share * (scene.span.toMs - scene.span.fromMs));
    else if (action.do === "open") openActive();
    else state.leaveRun();
  };
}

/** Whoever comes back from a run goes on with the keys where the run is. */
function useReturnFocus(lanes: RefObject<HTMLCanvasElement | null>): void {
  const { place, timeline } = useStores();
  useEffect(() => {
    const isBack = place.getState().future.length > 0 && timeline.getState().active !== null;
    if (isBack) lanes.current?.focus({ preventScroll: true });
  }, [place, timeline, lanes]);
}
