/**
 * Chromium draws no element higher than 33,554,432 pixels, and zoom takes its share of that. A list higher than this is scrolled over a
 * lower space: small movements move the rows by as much, a drag of the bar moves them in proportion.
 */
export const MOST_SPACE_PX = 8_000_000;
/** So much at both ends is not scaled: there a pixel of the bar is a pixel of the list, and the ends are reached exactly. */
export const EDGE_PX = 100_000;

/** How high the lines are together, and how much of them is in sight. */
export interface Track {
  readonly truePx: number;
  readonly viewPx: number;
}

/** Where the list is: `truePx` in the list, `spacePx` on the bar. */
export interface Position {
  readonly truePx: number;
  readonly spacePx: number;
}

/** The height of the space that is scrolled. */
export function spaceHeight({ truePx }: Track): number {
  return Math.min(truePx, MOST_SPACE_PX);
}

/** The furthest the list can be scrolled. */
export function lastTruePx({ truePx, viewPx }: Track): number {
  return Math.max(0, truePx - viewPx);
}

/** The same of the bar. */
export function lastSpacePx(track: Track): number {
  return Math.max(0, spaceHeight(track) - track.viewPx);
}

/** Where the list is when the bar was put somewhere. */
export function toTrue(track: Track, spacePx: number): number {
  return convert(spacePx, lastSpacePx(track), lastTruePx(track));
}

/** Where the bar stands for a place in the list. */
export function toSpace(track: Track, truePx: number): number {
  return convert(truePx, lastTruePx(track), lastSpacePx(track));
}

/** The position after the bar was moved to `spacePx`: by wheel, finger or key as far as it moved, by a drag in proportion. */
export function scrolled(track: Track, before: Position, spacePx: number): Position {
  const movedPx = spacePx - before.spacePx;
  const isJump = Math.abs(movedPx) > 3 * track.viewPx;
  const truePx = isJump ? toTrue(track, spacePx) : before.truePx + movedPx;
  return { truePx: Math.max(0, Math.min(lastTruePx(track), truePx)), spacePx };
}

/** True when small movements have taken the bar so far from its place that it could run out before the list does. */
export function isAdrift(track: Track, { truePx, spacePx }: Position): boolean {
  return Math.abs(toSpace(track, truePx) - spacePx) > EDGE_PX / 2;
}

/** The least movement that brings what is between `topPx` and `bottomPx` into sight. */
export function revealed(
  track: Track,
  truePx: number,
  { topPx, bottomPx }: { topPx: number; bottomPx: number },
): number {
  const lowest = bottomPx - track.viewPx;
  const wanted = topPx < truePx ? topPx : Math.max(truePx, Math.min(lowest, topPx));
  return Math.max(0, Math.min(lastTruePx(track), wanted));
}

/** Both ends as they are, what is between in proportion. */
function convert(px: number, lastFrom: number, lastTo: number): number {
  const inside = Math.max(0, Math.min(lastFrom, px));
  if (lastFrom === lastTo || inside <= EDGE_PX) return Math.min(inside, lastTo);
  if (inside >= lastFrom - EDGE_PX) return lastTo - (lastFrom - inside);
  return EDGE_PX + ((inside - EDGE_PX) * (lastTo - 2 * EDGE_PX)) / (lastFrom - 2 * EDGE_PX);
}
