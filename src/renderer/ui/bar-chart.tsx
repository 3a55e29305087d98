import { useId } from "react";
import { countText } from "../format/number-text.ts";
import { type BarValue, barField, namedBars, roomOf } from "./chart-geometry.ts";

/** A bar with the words for it. */
export interface Bar extends BarValue {
  readonly key: string;
  /** Below the bar, where there is room. */
  readonly name: string;
  /** What it says when it is pointed at. */
  readonly title: string;
}

const MOST_NAMES = 7;

/** Bars over time, oldest at the left. The marked part of each is told by its pattern as well as by its colour. */
export function BarChart(props: {
  readonly bars: readonly Bar[];
  /** What the drawing shows, for who cannot see it. */
  readonly label: string;
  readonly legend: { readonly total: string; readonly marked: string };
}) {
  const { bars, label, legend } = props;
  const pattern = useId();
  const field = barField(bars);
  return (
    <div className="bars">
      <div className="bars-field">
        <svg className="bars-plot" role="img" aria-label={label}>
          <MarkPattern id={pattern} />
          {field.ticks.map(({ value, y }) => (
            <line key={value} className="bars-line" x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} />
          ))}
          {field.bars.map((box, index) => (
            <g key={bars[index]?.key}>
              <title>{bars[index]?.title}</title>
              <rect className="bars-room" x={`${box.x}%`} y="0" width={`${box.width}%`} height="100%" />
              <rect className="bars-bar" {...percents(box.x, box.y, box.width, box.height)} />
              <rect
                className="bars-marked"
                {...percents(box.x, box.markedY, box.width, box.markedHeight)}
                fill={`url(#${pattern})`}
              />
            </g>
          ))}
        </svg>
        {field.ticks.map(({ value, y }) => (
          <span key={value} className="bars-tick" style={{ top: `${y}%` }}>
            {countText(value)}
          </span>
        ))}
      </div>
      <BarNames bars={bars} />
      <p className="bars-legend">
        <Swatch kind="total" pattern={pattern} />
        {legend.total}
        <Swatch kind="marked" pattern={pattern} />
        {legend.marked}
      </p>
    </div>
  );
}

function BarNames({ bars }: { readonly bars: readonly Bar[] }) {
  return (
    <div className="bars-names" aria-hidden="true">
      {namedBars(bars.length, MOST_NAMES).map((index) => (
        <span key={bars[index]?.key} style={{ left: `${roomOf(bars.length) * index}%` }}>
          {bars[index]?.name}
        </span>
      ))}
    </div>
  );
}

function Swatch({ kind, pattern }: { readonly kind: "total" | "marked"; readonly pattern: string }) {
  return (
    <svg className="bars-swatch" aria-hidden="true">
      <rect className="bars-bar" width="100%" height="100%" />
      {kind === "marked" ? <rect className="bars-marked" width="100%" height="100%" fill={`url(#${pattern})`} /> : null}
    </svg>
  );
}

function MarkPattern({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="bars-pattern-ground" width="8" height="8" />
        <rect className="bars-pattern-stripe" width="3" height="8" />
      </pattern>
    </defs>
  );
}

function percents(x: number, y: number, width: number, height: number) {
  return { x: `${x}%`, y: `${y}%`, width: `${width}%`, height: `${height}%` };
}
