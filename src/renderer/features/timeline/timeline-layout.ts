import type { Density } from "../../state/settings-store.ts";
import type { Block } from "../../state/timeline-blocks.ts";
import type { TimeSpan } from "../../state/timeline-span.ts";

/** Sizes of the drawing in CSS pixels. */
export interface TimelineSizes {
  readonly textPx: number;
  /** Least height of a lane. */
  readonly lanePx: number;
  /** Least width of a block's round span: what a finger of this density hits. */
  readonly blockPx: number;
  /** Least width of what is drawn of it. */
  readonly markPx: number;
}

/** Texts are those of `tokens.css`. Source: experience 3.6. */
export const TIMELINE_SIZES: Readonly<Record<Density, TimelineSizes>> = {
  desk: { textPx: 15, lanePx: 52, blockPx: 34, markPx: 26 },
  touch: { textPx: 18, lanePx: 64, blockPx: 48, markPx: 36 },
  glove: { textPx: 20, lanePx: 84, blockPx: 76, markPx: 48 },
};

/** A lane may grow by this where there is room, and no more: far apart, lanes are hard to compare. */
const MOST_STRETCH = 1.5;
const LANE_PADDING_PX = 5;
const CELL_GAP_PX = 1;

/** The height of each lane in a frame of a height. */
export function laneHeight(frameHeight: number, lanes: number, { lanePx }: TimelineSizes): number {
  const even = Math.floor(frameHeight / Math.max(1, lanes));
  return Math.max(lanePx, Math.min(Math.floor(lanePx * MOST_STRETCH), even));
}

/** Where an instant lies in a drawing of a span. */
export function timeToX(atMs: number, { fromMs, toMs }: TimeSpan, widthPx: number): number {
  return ((atMs - fromMs) / (toMs - fromMs)) * widthPx;
}

/** The instant at a place of a drawing of a span. */
export function xToTime(x: number, { fromMs, toMs }: TimeSpan, widthPx: number): number {
  return fromMs + (x / Math.max(1, widthPx)) * (toMs - fromMs);
}

/** Left edge and width, top and height. */
export interface BlockBox {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
}

/** What a block is drawn in. */
export interface BlockRoom {
  readonly span: TimeSpan;
  readonly widthPx: number;
  readonly lanePx: number;
  readonly markPx: number;
}

/** The box of a block: where its runs lie, wide enough to be read, and inside its round span, so that no two meet. */
export function blockBox(block: Block, { span, widthPx, lanePx, markPx }: BlockRoom): BlockBox {
  const cellFrom = timeToX(block.cell.fromMs, span, widthPx) + CELL_GAP_PX;
  const cellTo = timeToX(block.cell.toMs, span, widthPx) - CELL_GAP_PX;
  const from = timeToX(block.fromMs, span, widthPx);
  const to = timeToX(block.toMs, span, widthPx);
  const width = Math.max(1, Math.min(cellTo - cellFrom, Math.max(markPx, to - from)));
  const x = Math.max(cellFrom, Math.min(cellTo - width, (from + to - width) / 2));
  return { x, width, y: block.lane * lanePx + LANE_PADDING_PX, height: lanePx - 2 * LANE_PADDING_PX };
}

/** The block whose round span is at a place of the drawing: all of it counts, so that a finger need not be exact. */
export function blockUnder(
  place: { readonly x: number; readonly y: number },
  blocks: readonly (readonly Block[])[],
  { span, widthPx, lanePx }: BlockRoom,
): Block | null {
  const atMs = xToTime(place.x, span, widthPx);
  const lane = blocks[Math.floor(place.y / lanePx)] ?? [];
  return lane.find(({ cell }) => atMs >= cell.fromMs && atMs < cell.toMs) ?? null;
}
