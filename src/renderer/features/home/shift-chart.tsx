import type { Numbers } from "../../../shared/operations/list-operations.ts";
import type { RunQuery } from "../../../shared/query/run-query.ts";
import { countText } from "../../format/number-text.ts";
import { type ShiftClock, shiftDayText, shiftText } from "../../format/shift-text.ts";
import { shiftQuery } from "../../state/home-queries.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { BarChart } from "../../ui/bar-chart.tsx";
import { Button } from "../../ui/button.tsx";
import { ChartFigure } from "../../ui/chart-figure.tsx";
import { useHomeBase, useOpenRuns } from "./open-runs.ts";

const words = en.home.charts.shifts;
/** More bars than this cannot be told apart. */
const MOST_BARS = 30;

/** How many runs each shift made, and how many of them were blocked. */
export function ShiftChart({ numbers }: { readonly numbers: Numbers }) {
  const zone = useWindowStore("home", (state) => state.workstation.value?.zone ?? "UTC");
  const isDay = useWindowStore("home", (state) => (state.workstation.value?.shifts.length ?? 0) === 0);
  const base = useHomeBase();
  const clock = { zone, isDay };
  const first = Math.max(0, numbers.shifts.length - MOST_BARS);
  const shown = numbers.shifts.slice(first).map((shift, index) => ({
    ...{ ...shift, name: shiftText(shift.from, clock) },
    query: shiftQuery(base, numbers.shifts, first + index),
  }));
  const summary = numbers.total === 0 ? words.none : words.summary(numbers.total, numbers.counts.status.BLOCKED ?? 0);
  return (
    <div className="home-card home-chart">
      <ChartFigure
        title={isDay ? words.titleDays : words.title}
        summary={first === 0 ? summary : `${summary} ${words.shown(MOST_BARS)}`}
        table={<ShiftTable shifts={shown} isDay={isDay} />}
      >
        {numbers.total === 0 ? null : <ShiftBars shifts={shown} clock={clock} summary={summary} />}
      </ChartFigure>
    </div>
  );
}

interface NamedShift {
  readonly from: string;
  readonly name: string;
  readonly total: number;
  readonly blocked: number;
  readonly query: RunQuery;
}

function ShiftBars(props: {
  readonly shifts: readonly NamedShift[];
  readonly clock: ShiftClock;
  readonly summary: string;
}) {
  const { shifts, clock, summary } = props;
  return (
    <BarChart
      label={summary}
      legend={{ total: words.total, marked: words.blocked }}
      bars={shifts.map(({ from, name, total, blocked }) => ({
        ...{ key: from, total, marked: blocked },
        name: shiftDayText(from, clock),
        title: words.bar(name, total, blocked),
      }))}
    />
  );
}

/** Newest first: what one looks for is at the top. */
function ShiftTable({ shifts, isDay }: { readonly shifts: readonly NamedShift[]; readonly isDay: boolean }) {
  const openRuns = useOpenRuns();
  const { columns } = words;
  return (
    <div className="table-scroll home-table">
      <table className="table" aria-label={words.title}>
        <thead>
          <tr>
            <th scope="col">{isDay ? columns.day : columns.shift}</th>
            <th scope="col" className="numeric">
              {columns.total}
            </th>
            <th scope="col" className="numeric">
              {columns.blocked}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {[...shifts].reverse().map(({ from, name, total, blocked, query }) => (
            <tr key={from}>
              <th scope="row">{name}</th>
              <td className="numeric">{countText(total)}</td>
              <td className="numeric">{countText(blocked)}</td>
              <td>
                {total === 0 ? null : (
                  <Button label={en.home.charts.openOf(name)} onPress={() => openRuns(query)}>
                    {en.home.charts.open}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
