import type { ShiftSpan } from "../../../shared/query/shift-spans.ts";
import type { TimeAxis } from "../../format/time-axis.ts";
import type { Block, ClockJump } from "../../state/timeline-blocks.ts";
import type { TimeSpan } from "../../state/timeline-span.ts";
import { en } from "../../text/en.ts";
import type { TimelineColours } from "./timeline-colours.ts";
import { type BlockBox, blockBox, type TimelineSizes, timeToX } from "./timeline-layout.ts";
import { drawShape } from "./timeline-shapes.ts";
import { clockWords, shortCount } from "./timeline-words.ts";

/** A stretch with a shade of its own, darker for a higher one; `text` where it has a name. */
export interface Band extends ShiftSpan {
  readonly shade: number;
  readonly text: string | null;
}

/** Everything that axis and lanes are drawn from. */
export interface Scene {
  readonly span: TimeSpan;
  readonly widthPx: number;
  readonly lanePx: number;
  readonly sizes: TimelineSizes;
  readonly colours: TimelineColours;
  readonly axis: TimeAxis;
  readonly bands: readonly Band[];
  readonly blocks: readonly (readonly Block[])[];
  readonly clock: readonly ClockJump[];
  readonly nowMs: number;
  /** Places of the lanes in sight, the last one not included. */
  readonly firstLane: number;
  readonly endLane: number;
  readonly activeLane: number;
  /** The instant of the active run; null for none. */
  readonly activeMs: number | null;
  readonly hovered: Block | null;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
}

/** Digits of one width are this share of the size of the text. */
const DIGIT_EM = 0.6;
const LEAST_TEXT_PX = 10;
const BAND_SHADE = 0.75;
const LAMP_SHARE = 0.5;
const RADIUS_PX = 4;
const POINT_PX = 6;
const HEADING_ROOM_PX = 6;

type Context = CanvasRenderingContext2D;

/** Sets a canvas to a size and hands out what draws on it, in CSS pixels. Null where nothing can be drawn. */
export function prepareCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): Context | null {
  const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
  if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Draws the lanes in sight: bands, lines, blocks, the time now, and where the reader is. */
export function paintLanes(context: Context, scene: Scene): void {
  const { widthPx, lanePx, firstLane, endLane, colours } = scene;
  const [top, height] = [firstLane * lanePx, (endLane - firstLane) * lanePx];
  context.fillStyle = colours.surface;
  context.fillRect(0, top, widthPx, height);
  paintBands(context, scene, top, height);
  paintLines(context, scene, top, height);
  // Lines in time run behind the blocks, so that no count is crossed out.
  paintClock(context, scene, top, height);
  paintNow(context, scene, top, height);
  for (let lane = firstLane; lane < endLane; lane += 1) {
    for (const block of scene.blocks[lane] ?? []) paintBlock(context, scene, block);
  }
  paintActive(context, scene);
}

function paintBands(context: Context, scene: Scene, top: number, height: number): void {
  context.fillStyle = scene.colours.band;
  for (const { fromMs, toMs, shade } of scene.bands) {
    if (shade === 0) continue;
    const from = snap(timeToX(fromMs, scene.span, scene.widthPx), scene.ratio);
    const to = snap(timeToX(toMs, scene.span, scene.widthPx), scene.ratio);
    context.globalAlpha = shade * BAND_SHADE;
    context.fillRect(from, top, to - from, height);
  }
  context.globalAlpha = 1;
}

function paintLines(context: Context, scene: Scene, top: number, height: number): void {
  const { ratio, widthPx, lanePx, colours, axis, span } = scene;
  const hair = 1 / ratio;
  context.fillStyle = colours.line;
  for (const { atMs } of axis.ticks) context.fillRect(snap(timeToX(atMs, span, widthPx), ratio), top, hair, height);
  for (let lane = scene.firstLane + 1; lane <= scene.endLane; lane += 1) {
    context.fillRect(0, snap(lane * lanePx, ratio) - hair, widthPx, hair);
  }
  context.fillStyle = colours.edge;
  for (const { fromMs } of axis.headings) {
    context.fillRect(snap(timeToX(fromMs, span, widthPx), ratio), top, Math.max(1, hair), height);
  }
}

/** A lamp in the colour of the worst decision, with its sign, and the count on calm ground below. */
function paintBlock(context: Context, scene: Scene, block: Block): void {
  const { colours, ratio } = scene;
  const placed = blockBox(block, { ...scene, markPx: scene.sizes.markPx });
  if (placed.x + placed.width < 0 || placed.x > scene.widthPx) return;
  const x = snap(placed.x, ratio);
  const box = { ...placed, x, width: Math.max(1, snap(placed.x + placed.width, ratio) - x) };
  const look = colours.blocks[block.worst];
  const parts = blockParts(block, box, scene);
  outline(context, box);
  context.fillStyle = colours.blocks.GREEN.fill;
  context.fill();
  context.fillStyle = look.fill;
  context.beginPath();
  context.roundRect(
    box.x,
    box.y,
    box.width,
    parts.lampPx,
    parts.text === null ? RADIUS_PX : [RADIUS_PX, RADIUS_PX, 0, 0],
  );
  context.fill();
  outline(context, box);
  const isHere = block === scene.hovered || isActive(block, scene);
  context.lineWidth = isHere ? 3 : look.dashed || block.worst === "ERROR" ? 2 : 1;
  context.strokeStyle = isHere ? colours.focus : look.edge;
  if (look.dashed && !isHere) context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
  paintInside(context, scene, block, box, parts);
}

function outline(context: Context, { x, y, width, height }: BlockBox): void {
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, Math.max(0.5, width - 1), height - 1, RADIUS_PX);
}

interface BlockParts {
  /** The count where there is room for it. */
  readonly text: string | null;
  readonly textPx: number;
  readonly lampPx: number;
}

function blockParts(block: Block, box: BlockBox, { sizes }: Scene): BlockParts {
  const text = shortCount(block.count);
  const textPx = Math.min(sizes.textPx, (box.width - 5) / (text.length * DIGIT_EM));
  const hasText = textPx >= LEAST_TEXT_PX;
  return { text: hasText ? text : null, textPx, lampPx: hasText ? Math.round(box.height * LAMP_SHARE) : box.height };
}

function paintInside(
  context: Context,
  { sizes, colours }: Scene,
  block: Block,
  box: BlockBox,
  parts: BlockParts,
): void {
  const { text, textPx, lampPx } = parts;
  const middle = box.x + box.width / 2;
  const size = Math.min(sizes.textPx * 1.15, box.width - 4, lampPx - 4);
  const colour = colours.blocks[block.worst].ink;
  if (size >= LEAST_TEXT_PX) drawShape(context, block.worst, { x: middle, y: box.y + lampPx / 2 + 0.5, size, colour });
  if (text === null) return;
  context.font = `600 ${textPx}px ${colours.font}`;
  context.fillStyle = colours.blocks.GREEN.ink;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, middle, box.y + lampPx + (box.height - lampPx) / 2);
}

function isActive({ lane, cell }: Block, { activeLane, activeMs }: Scene): boolean {
  return activeMs !== null && lane === activeLane && activeMs >= cell.fromMs && activeMs < cell.toMs;
}

function paintClock(context: Context, { clock, span, widthPx, colours }: Scene, top: number, height: number): void {
  context.strokeStyle = colours.warn;
  context.lineWidth = 2;
  context.setLineDash([6, 4]);
  for (const { atMs } of clock) {
    const x = timeToX(atMs, span, widthPx);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, top + height);
    context.stroke();
  }
  context.setLineDash([]);
}

function paintNow(
  context: Context,
  { nowMs, span, widthPx, colours, ratio }: Scene,
  top: number,
  height: number,
): void {
  const x = snap(timeToX(nowMs, span, widthPx), ratio);
  context.fillStyle = colours.ink;
  context.fillRect(x - 1, top, 2, height);
}

/** Two points that hold the reader's run between them, at its very time; the block around it has the edge of the focus. */
function paintActive(context: Context, scene: Scene): void {
  const { activeLane, activeMs, lanePx, colours } = scene;
  if (activeMs === null || activeLane < 0) return;
  const x = timeToX(activeMs, scene.span, scene.widthPx);
  for (const [y, way] of [
    [activeLane * lanePx, 1],
    [(activeLane + 1) * lanePx - 1, -1],
  ] as const) {
    context.beginPath();
    context.moveTo(x - POINT_PX, y);
    context.lineTo(x + POINT_PX, y);
    context.lineTo(x, y + way * POINT_PX * 1.3);
    context.closePath();
    context.lineWidth = 3;
    context.strokeStyle = colours.focusGap;
    context.stroke();
    context.fillStyle = colours.focus;
    context.fill();
  }
}

/** The height of the axis: a row for headings, one for ticks, one for shifts and marks. */
export function axisHeight({ textPx }: TimelineSizes): number {
  return Math.ceil(textPx * 1.5) * 3 + 4;
}

/** Draws days, hours and shifts above the lanes, and what the clock of the workstation did. */
export function paintAxis(context: Context, scene: Scene, height: number): void {
  const { widthPx, colours, sizes } = scene;
  const row = Math.ceil(sizes.textPx * 1.5);
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, widthPx, height);
  context.textBaseline = "middle";
  paintHeadings(context, scene, row);
  paintTicks(context, scene, row);
  paintBandNames(context, scene, row, paintMarks(context, scene, row));
  context.fillStyle = colours.edge;
  context.fillRect(0, height - 1, widthPx, 1);
}

function paintHeadings(context: Context, scene: Scene, row: number): void {
  const { axis, span, widthPx, colours, sizes, ratio } = scene;
  context.font = `600 ${sizes.textPx}px ${colours.font}`;
  context.textAlign = "left";
  const level = headingLevel(context, scene);
  for (const { fromMs, toMs, texts } of axis.headings) {
    const from = snap(timeToX(fromMs, span, widthPx), ratio);
    const to = timeToX(toMs, span, widthPx);
    context.fillStyle = colours.edge;
    context.fillRect(from, 0, 1, row * 2);
    // What is in sight keeps its heading in sight, in fewer words where little of it is left.
    const [left, right] = [Math.max(from, 0) + HEADING_ROOM_PX, Math.min(to, widthPx)];
    const text = texts.slice(level).find((one) => context.measureText(one).width <= right - left);
    if (text === undefined) continue;
    context.fillStyle = colours.ink;
    context.fillText(text, left, row / 2 + 1);
  }
}

/** The most words that all headings have room for, so that a row reads alike. */
function headingLevel(context: Context, { axis, span, widthPx }: Scene): number {
  const levels = axis.headings[0]?.texts.length ?? 0;
  for (let level = 0; level < levels; level += 1) {
    const fits = axis.headings.every(({ fromMs, toMs, texts }) => {
      const px = timeToX(toMs, span, widthPx) - timeToX(fromMs, span, widthPx);
      return context.measureText(texts[level] ?? "").width + 2 * HEADING_ROOM_PX <= px;
    });
    if (fits) return level;
  }
  return levels;
}

function paintTicks(context: Context, { axis, span, widthPx, colours, sizes, ratio }: Scene, row: number): void {
  context.font = `${sizes.textPx}px ${colours.font}`;
  for (const { atMs, text } of axis.ticks) {
    const x = timeToX(atMs, span, widthPx);
    context.fillStyle = colours.edge;
    context.fillRect(snap(x, ratio), row * 1.2, 1, row * 0.8);
    if (x + 4 + text.length * DIGIT_EM * sizes.textPx > widthPx) continue;
    context.fillStyle = colours.soft;
    context.textAlign = "left";
    context.fillText(text, x + 4, row * 1.5 + 1);
  }
}

/** A stretch of the row that is taken, so that words never lie on words. */
interface Taken {
  readonly from: number;
  readonly to: number;
}

function paintBandNames(context: Context, scene: Scene, row: number, taken: readonly Taken[]): void {
  const { bands, span, widthPx, colours, sizes } = scene;
  context.font = `${sizes.textPx * 0.9}px ${colours.font}`;
  context.textAlign = "left";
  for (const { fromMs, toMs, text } of bands) {
    if (text === null) continue;
    const from = timeToX(fromMs, span, widthPx);
    const width = context.measureText(text).width;
    const left = Math.max(0, from) + 5;
    if (left + width > timeToX(toMs, span, widthPx)) continue;
    context.fillStyle = colours.edge;
    context.fillRect(from, row * 2, 1, row);
    context.fillStyle = colours.soft;
    if (isFree(taken, left, left + width)) context.fillText(text, left, row * 2.5 + 2);
  }
}

/** The word for now, and a flag with words for each time the clock was changed; a flag without room is a point. */
function paintMarks(context: Context, scene: Scene, row: number): readonly Taken[] {
  const { nowMs, clock, span, widthPx, colours, sizes } = scene;
  context.font = `600 ${sizes.textPx * 0.9}px ${colours.font}`;
  context.textAlign = "center";
  const taken: Taken[] = [];
  const flag = (atMs: number, text: string, look: { readonly fill: string; readonly ink: string }): void => {
    const x = timeToX(atMs, span, widthPx);
    if (x < 0 || x > widthPx) return;
    const width = context.measureText(text).width + 10;
    const left = Math.max(0, Math.min(widthPx - width, x - width / 2));
    const hasRoom = isFree(taken, left, left + width);
    if (!hasRoom && !isFree(taken, x - 3, x + 3)) return;
    context.fillStyle = look.fill;
    context.beginPath();
    if (hasRoom) context.roundRect(left, row * 2 + 2, width, row - 1, 3);
    else context.roundRect(x - 3, row * 2 + 2, 6, row - 1, 3);
    context.fill();
    if (!hasRoom) return;
    context.fillStyle = look.ink;
    context.fillText(text, left + width / 2, row * 2.5 + 2);
    taken.push({ from: left - 4, to: left + width + 4 });
  };
  flag(nowMs, en.timeline.now, { fill: colours.ink, ink: colours.surface });
  for (const jump of clock.toReversed()) flag(jump.atMs, clockWords(jump), colours.blocks.YELLOW);
  return taken;
}

function isFree(taken: readonly Taken[], from: number, to: number): boolean {
  return taken.every((one) => to < one.from || from > one.to);
}

/** The nearest edge of a device pixel. */
function snap(px: number, ratio: number): number {
  return Math.round(px * ratio) / ratio;
}
