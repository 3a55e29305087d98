import type { BlockState } from "../../../shared/operations/list-operations.ts";

/** Drawings on a field of 24 x 24, the same as beside the words of a decision. */
const SHAPES: Readonly<Record<Exclude<BlockState, "empty">, string>> = {
  GREEN: "M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 1 0 0-19M7.5 12.4l3.1 3.1 6-6.6",
  YELLOW: "M12 2.8 22.3 20.8H1.7ZM12 9.3v5.4M12 17.4v.4",
  RED: "M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8ZM8.6 8.6l6.8 6.8M15.4 8.6l-6.8 6.8",
  ERROR: "M2.8 2.8h18.4v18.4H2.8ZM9.2 9.4a2.8 2.8 0 1 1 4.3 2.4c-1 .6-1.5 1.1-1.5 2.3M12 17v.4",
  UNKNOWN: dashedCircle(),
  none: dashedCircle(),
};
const FIELD = 24;
const LINE = 2.4;

const paths = new Map<BlockState, Path2D>();

/** Draws the sign of a decision with its middle at a place. */
export function drawShape(
  context: CanvasRenderingContext2D,
  state: BlockState,
  { x, y, size, colour }: { readonly x: number; readonly y: number; readonly size: number; readonly colour: string },
): void {
  if (state === "empty") return;
  const path = paths.get(state) ?? new Path2D(SHAPES[state]);
  paths.set(state, path);
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / FIELD, size / FIELD);
  context.strokeStyle = colour;
  context.lineWidth = LINE;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.stroke(path);
  context.restore();
}

/** Eight arcs and a dash. */
function dashedCircle(): string {
  const at = (turn: number): string =>
    `${(12 + 9.5 * Math.cos(turn * Math.PI)).toFixed(2)} ${(12 + 9.5 * Math.sin(turn * Math.PI)).toFixed(2)}`;
  const arcs = [0, 1, 2, 3, 4, 5, 6, 7].map((part) => `M${at(part / 4)}A9.5 9.5 0 0 1 ${at((part + 0.5) / 4)}`);
  return `${arcs.join("")}M8.5 12h7`;
}
