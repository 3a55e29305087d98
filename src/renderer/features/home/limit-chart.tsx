import type { Numbers } from "../../../shared/operations/list-operations.ts";
import { RECENT } from "../../state/home-queries.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ChartFigure } from "../../ui/chart-figure.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { SparkLegend, SparkLine } from "../../ui/spark-line.tsx";
import { useHomeBase, useOpenRuns } from "./open-runs.ts";

const words = en.home.charts.limits;
const MOST_TOOLS = 5;

type ToolTrend = Numbers["near_limit"][number];

/** Tools whose last runs came near a limit: a sentence and a line for each. */
export function LimitChart({ numbers }: { readonly numbers: Numbers }) {
  const openRuns = useOpenRuns();
  const base = useHomeBase();
  const trends = numbers.near_limit.filter(({ near }) => near > 0).slice(0, MOST_TOOLS);
  const open = (tool: string): void => openRuns({ ...base, tool: [tool], date: RECENT });
  const [first] = trends;
  if (first === undefined) {
    return (
      <div className="home-card home-chart">
        <h2>{words.title}</h2>
        <p className="home-nothing">{words.none}</p>
      </div>
    );
  }
  return (
    <div className="home-card home-chart">
      <ChartFigure
        title={words.title}
        summary={<SafeName text={sentenceOf(first)} />}
        table={<TrendTable trends={trends} onOpen={open} />}
      >
        <ul className="trends">
          {trends.map((trend, index) => (
            <li key={trend.tool} className="trend">
              <p className="trend-words">
                {index === 0 ? null : (
                  <>
                    <SafeName text={sentenceOf(trend)} />{" "}
                  </>
                )}
                {lastOf(trend)}
              </p>
              <SparkLine shares={trend.shares} label={words.line(trend.tool)} />
              <Button label={en.home.charts.openOf(trend.tool)} onPress={() => open(trend.tool)}>
                {en.home.charts.open}
              </Button>
            </li>
          ))}
        </ul>
        <SparkLegend limit={words.limit} near={words.nearLimit} />
      </ChartFigure>
    </div>
  );
}

function sentenceOf({ tool, near, shares }: ToolTrend): string {
  return shares.length === 1 ? words.single(tool) : words.sentence(tool, near, shares.length);
}

function lastOf({ shares }: ToolTrend): string {
  const last = shares.at(-1) ?? null;
  return last === null ? words.lastUnknown : words.last(last);
}

function TrendTable(props: { readonly trends: readonly ToolTrend[]; readonly onOpen: (tool: string) => void }) {
  const { columns, percent } = words;
  return (
    <div className="table-scroll home-table">
      <table className="table" aria-label={words.title}>
        <thead>
          <tr>
            <th scope="col">{columns.tool}</th>
            <th scope="col" className="numeric">
              {columns.near}
            </th>
            <th scope="col">{columns.run}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {props.trends.map(({ tool, near, shares }) => (
            <tr key={tool}>
              <th scope="row">
                <SafeName text={tool} />
              </th>
              <td className="numeric">{near}</td>
              <td>{shares.map((share) => (share === null ? en.words.none : percent(share))).join(", ")}</td>
              <td>
                <Button label={en.home.charts.openOf(tool)} onPress={() => props.onOpen(tool)}>
                  {en.home.charts.open}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
