import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { CountTiles } from "./count-tiles.tsx";
import { LimitChart } from "./limit-chart.tsx";
import { ReasonChart } from "./reason-chart.tsx";
import { ShiftChart } from "./shift-chart.tsx";

/** The few numbers that say whether the work goes as usual. */
export function HomeNumbers() {
  const { shift, all, recent } = useWindowStore("home", (state) => state.cards);
  const error = shift.error ?? all.error ?? recent.error;
  // Zeros and empty charts would only hide that there is nothing yet.
  if (error === null && all.value?.total === 0) return null;
  return (
    <section className="home-numbers" aria-label={en.home.counts.title}>
      {error === null ? null : <ErrorBox title={en.home.counts.failed} error={error} />}
      {shift.value === null || all.value === null ? null : <CountTiles shift={shift.value} all={all.value} />}
      {recent.value === null ? null : (
        <div className="home-charts">
          <ShiftChart numbers={recent.value} />
          <ReasonChart numbers={recent.value} />
          <LimitChart numbers={recent.value} />
        </div>
      )}
    </section>
  );
}
