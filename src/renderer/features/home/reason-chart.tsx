import type { Numbers } from "../../../shared/operations/list-operations.ts";
import { countText } from "../../format/number-text.ts";
import { RECENT } from "../../state/home-queries.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ChartFigure } from "../../ui/chart-figure.tsx";
import { type Rank, RankedBars } from "../../ui/ranked-bars.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { useHomeBase, useOpenRuns } from "./open-runs.ts";

const words = en.home.charts.reasons;
const MOST_REASONS = 5;

/** The reasons that blocked most runs lately, most frequent first. */
export function ReasonChart({ numbers }: { readonly numbers: Numbers }) {
  const openRuns = useOpenRuns();
  const base = useHomeBase();
  const ranks = numbers.reasons.slice(0, MOST_REASONS).map(({ reason, count }) => ({ name: reason, count }));
  const open = ({ name }: Rank): void => openRuns({ ...base, reason: [name], date: RECENT });
  const [top] = ranks;
  return (
    <div className="home-card home-chart">
      <ChartFigure
        title={words.title}
        summary={top === undefined ? words.none : <SafeName text={summaryOf(top)} />}
        table={<ReasonTable ranks={ranks} onOpen={open} />}
      >
        <RankedBars ranks={ranks} onOpen={open} />
      </ChartFigure>
    </div>
  );
}

function summaryOf({ name, count }: Rank): string {
  return count === 1 ? words.once(name) : words.summary(name, count);
}

function ReasonTable({ ranks, onOpen }: { readonly ranks: readonly Rank[]; readonly onOpen: (rank: Rank) => void }) {
  const { columns } = words;
  return (
    <div className="table-scroll home-table">
      <table className="table" aria-label={words.title}>
        <thead>
          <tr>
            <th scope="col" className="numeric">
              {columns.rank}
            </th>
            <th scope="col">{columns.reason}</th>
            <th scope="col" className="numeric">
              {columns.count}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {ranks.map((rank, index) => (
            <tr key={rank.name}>
              <td className="numeric">{index + 1}</td>
              <th scope="row">
                <SafeName text={rank.name} />
              </th>
              <td className="numeric">{countText(rank.count)}</td>
              <td>
                <Button label={en.home.charts.openOf(rank.name)} onPress={() => onOpen(rank)}>
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
