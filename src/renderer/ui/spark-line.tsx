import { NEAR_PERCENT, type SparkPoint, sparkField } from "./chart-geometry.ts";

const NEAR_RADIUS = 5;
const PLAIN_RADIUS = 2.5;

/** How near to a limit the last runs came, oldest at the left: the upper line is the limit, large points came near it. */
export function SparkLine({ shares, label }: { readonly shares: readonly (number | null)[]; readonly label: string }) {
  const field = sparkField(shares);
  return (
    <svg className="spark" role="img" aria-label={label}>
      <rect
        className="spark-band"
        width="100%"
        y={`${field.limitY}%`}
        height={`${Math.max(0, field.nearY - field.limitY)}%`}
      />
      <line className="spark-limit" x1="0" x2="100%" y1={`${field.limitY}%`} y2={`${field.limitY}%`} />
      {field.strokes.map(([from, to]) => (
        <line key={from.x} className="spark-stroke" {...ends(from, to)} />
      ))}
      {field.points.map((point) => (
        <circle
          key={point.x}
          className="spark-point"
          data-near={point.value >= NEAR_PERCENT}
          cx={`${point.x}%`}
          cy={`${point.y}%`}
          r={point.value >= NEAR_PERCENT ? NEAR_RADIUS : PLAIN_RADIUS}
        />
      ))}
    </svg>
  );
}

/** What the drawings of a spark line stand for. */
export function SparkLegend({ limit, near }: { readonly limit: string; readonly near: string }) {
  return (
    <p className="bars-legend">
      <svg className="bars-swatch" aria-hidden="true">
        <line className="spark-limit" x1="0" x2="100%" y1="50%" y2="50%" />
      </svg>
      {limit}
      <svg className="bars-swatch" aria-hidden="true">
        <circle className="spark-point" data-near="true" cx="50%" cy="50%" r={NEAR_RADIUS} />
      </svg>
      {near}
    </p>
  );
}

function ends(from: SparkPoint, to: SparkPoint) {
  return { x1: `${from.x}%`, y1: `${from.y}%`, x2: `${to.x}%`, y2: `${to.y}%` };
}
