import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type ListLines, lineOf, spotAt } from "../../state/list-lines.ts";
import type { Anchor } from "../../state/run-list-state.ts";
import { heightOf, type LineHeights, lineAt, topOf, totalPx } from "./line-heights.ts";
import {
  isAdrift,
  lastTruePx,
  type Position,
  revealed,
  scrolled,
  spaceHeight,
  type Track,
  toSpace,
} from "./scaled-scroller.ts";

/** More row elements than this make scrolling heavy. Source: experience 3.9. */
const MOST_DRAWN = 56;
const MOST_BEYOND = 8;
/** Lines are placed from a line that stays the same for so many lines, so that scrolling by a line moves one element only. */
const BASE_EVERY = 128;
const STANDS_STILL_MS = 150;

/** The lines that are drawn, both inclusive. */
export interface LineWindow {
  readonly first: number;
  readonly last: number;
}

/** What of the lines is drawn, and where. */
export interface LineView extends LineWindow {
  /** Height of the space that is scrolled. */
  readonly spacePx: number;
  /** Where a line is drawn inside the moving layer. */
  topInLayer(line: number): number;
  /** Brings a line into sight by the least movement. */
  reveal(line: number): void;
  /** Lines that fit into the view. */
  readonly pageLines: number;
}

/** What the window over the lines is made of. */
export interface LineViewParts {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Holds the drawn lines; it is moved as the list scrolls. */
  readonly layer: RefObject<HTMLElement | null>;
  readonly lines: ListLines;
  readonly heights: LineHeights;
  /** Height of what the rows are seen through. */
  readonly viewPx: number;
  /** Where to be; a new object puts the reader there. */
  readonly start: Anchor;
  /** The reader has come to stand somewhere. */
  readonly onStand: (anchor: Anchor) => void;
}

/** Draws the lines in sight of a list of any length, and keeps the reader at the same run when heights or groups change. */
export function useLineView(parts: LineViewParts): LineView {
  const { scroller, lines, heights, viewPx, start, onStand } = parts;
  const track: Track = useMemo(() => ({ truePx: totalPx(heights), viewPx }), [heights, viewPx]);
  const [drawn, setDrawn] = useState<LineWindow>({ first: 0, last: -1 });
  const current = useRef({ track, lines, heights, drawn, onStand });
  current.current = { track, lines, heights, drawn, onStand };
  const movement = useMovement(parts, current, setDrawn);
  const { anchor, position, jumpTo, placeLayer } = movement;
  const taken = useRef<Anchor | null>(null);
  // Other heights, groups or sizes: the same run stays at the top edge.
  useLayoutEffect(() => {
    if (taken.current !== start) anchor.current = start;
    taken.current = start;
    const line = lineOf(lines, anchor.current);
    const truePx = topOf(heights, line) + Math.min(anchor.current.offsetPx, heightOf(heights, line));
    jumpTo(Math.min(truePx, lastTruePx(track)));
  }, [lines, heights, track, start, jumpTo, anchor]);
  useLayoutEffect(placeLayer);
  useScrolling(scroller, current, movement);
  const basePx = topOf(heights, baseOf(drawn));
  return {
    ...drawn,
    spacePx: spaceHeight(track),
    topInLayer: (line) => topOf(heights, line) - basePx,
    reveal: (line) => {
      const topPx = topOf(heights, line);
      const bottomPx = topPx + heightOf(heights, line);
      const truePx = revealed(track, position.current.truePx, { topPx, bottomPx });
      if (truePx !== position.current.truePx) jumpTo(truePx);
    },
    pageLines: Math.max(1, Math.floor(viewPx / heights.linePx) - 1),
  };
}

/** The line from which the drawn ones are placed. */
function baseOf({ first }: LineWindow): number {
  return Math.floor(first / BASE_EVERY) * BASE_EVERY;
}

/** Where the list is, and the ways to move it. */
interface Movement {
  readonly position: RefObject<Position>;
  readonly anchor: RefObject<Anchor>;
  readonly moveTo: (next: Position, draw: (change: () => void) => void) => void;
  /** Goes to a place in the list and puts the bar where that is. */
  readonly jumpTo: (truePx: number) => void;
  readonly placeLayer: () => void;
}

function useMovement(
  { scroller, layer, start }: LineViewParts,
  current: RefObject<Current>,
  setDrawn: (drawn: LineWindow) => void,
): Movement {
  const position = useRef<Position>({ truePx: 0, spacePx: 0 });
  const anchor = useRef<Anchor>(start);
  const placeLayer = useCallback((): void => {
    const { heights, drawn } = current.current;
    const shift = topOf(heights, baseOf(drawn)) - position.current.truePx;
    if (layer.current !== null) layer.current.style.transform = `translateY(${shift}px)`;
  }, [layer, current]);
  const moveTo = useCallback(
    (next: Position, draw: (change: () => void) => void): void => {
      position.current = next;
      anchor.current = anchorAt(current.current, next.truePx);
      const wanted = windowAt(current.current, next.truePx);
      const { first, last } = current.current.drawn;
      if (wanted.first !== first || wanted.last !== last) draw(() => setDrawn(wanted));
      placeLayer();
    },
    [current, placeLayer, setDrawn],
  );
  const jumpTo = useCallback(
    (truePx: number): void => {
      const inside = Math.max(0, Math.min(lastTruePx(current.current.track), truePx));
      const spacePx = setBar(scroller.current, toSpace(current.current.track, inside));
      moveTo({ truePx: inside, spacePx }, (change) => change());
    },
    [scroller, current, moveTo],
  );
  return { position, anchor, moveTo, jumpTo, placeLayer };
}

interface Current {
  readonly track: Track;
  readonly lines: ListLines;
  readonly heights: LineHeights;
  readonly drawn: LineWindow;
  readonly onStand: (anchor: Anchor) => void;
}

/** Follows the bar. The rows of a new place are drawn in the same frame, so that no frame is empty. */
function useScrolling(
  scroller: RefObject<HTMLElement | null>,
  current: RefObject<Current>,
  { position, moveTo, jumpTo, anchor }: Movement,
): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let stand: ReturnType<typeof setTimeout> | undefined;
    const settle = (): void => {
      const { truePx, spacePx } = position.current;
      if (Math.abs(toSpace(current.current.track, truePx) - spacePx) > 1) jumpTo(truePx);
      current.current.onStand(anchor.current);
    };
    const onScroll = (): void => {
      clearTimeout(stand);
      stand = setTimeout(settle, STANDS_STILL_MS);
      if (element.scrollTop === position.current.spacePx) return;
      const next = scrolled(current.current.track, position.current, element.scrollTop);
      moveTo(next, flushSync);
      if (isAdrift(current.current.track, next)) jumpTo(next.truePx);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(stand);
      element.removeEventListener("scroll", onScroll);
      current.current.onStand(anchor.current);
    };
  }, [scroller, position, current, moveTo, jumpTo, anchor]);
}

/** Moves the bar, and says where it came to stand: the browser rounds. */
function setBar(element: HTMLElement | null, spacePx: number): number {
  if (element === null) return spacePx;
  if (Math.abs(element.scrollTop - spacePx) >= 1) element.scrollTop = spacePx;
  return element.scrollTop;
}

function anchorAt({ lines, heights }: Current, truePx: number): Anchor {
  if (lines.count === 0) return { place: 0, onGroup: false, offsetPx: 0 };
  const line = lineAt(heights, truePx);
  const { place, onGroup } = spotAt(lines, line);
  return { place, onGroup, offsetPx: truePx - topOf(heights, line) };
}

function windowAt({ heights, track }: Current, truePx: number): LineWindow {
  if (heights.count === 0) return { first: 0, last: -1 };
  const first = lineAt(heights, truePx);
  const last = lineAt(heights, truePx + track.viewPx);
  const beyond = Math.max(1, Math.min(MOST_BEYOND, Math.floor((MOST_DRAWN - (last - first + 1)) / 2)));
  return { first: Math.max(0, first - beyond), last: Math.min(heights.count - 1, last + beyond) };
}
