import { type ReactNode, useId, useState } from "react";
import { en } from "../text/en.ts";
import { Button } from "./button.tsx";

/** A chart with its sentence, and the same numbers as a table for whoever wants them. */
export function ChartFigure(props: {
  readonly title: string;
  /** What the chart says, in words. */
  readonly summary: ReactNode;
  readonly table: ReactNode;
  readonly children: ReactNode;
}) {
  const { title, summary, table, children } = props;
  const [isTable, setIsTable] = useState(false);
  const bodyId = useId();
  return (
    <figure className="chart">
      <figcaption className="chart-head">
        <h2>{title}</h2>
        <Button
          expanded={isTable}
          controls={bodyId}
          label={isTable ? en.home.charts.asChartOf(title) : en.home.charts.asTableOf(title)}
          onPress={() => setIsTable(!isTable)}
        >
          {isTable ? en.home.charts.asChart : en.home.charts.asTable}
        </Button>
      </figcaption>
      <p className="chart-summary">{summary}</p>
      <div className="chart-body" id={bodyId}>
        {isTable ? table : children}
      </div>
    </figure>
  );
}
