import { timeInSentence } from "../../format/time-text.ts";
import { PERIODS } from "../../state/check-scope.ts";
import { type HomePeriod, periodDate } from "../../state/home-queries.ts";
import { loadedValue } from "../../state/loaded.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ChoiceRow } from "../../ui/choice-row.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useHomeBase, useOpenRuns } from "./open-runs.ts";
import { PeriodCounts } from "./period-counts.tsx";

const words = en.home.auditor;
const checkWords = en.recordCheck.choose;

/** For who checks: a period, how many runs it has in each state, and the way to check their records. */
export function AuditorHome() {
  const { home } = useStores();
  const period = useWindowStore("home", (state) => state.period);
  const choose = (change: Partial<HomePeriod>): void => home.getState().choosePeriod({ ...period, ...change });
  return (
    <>
      <section className="home-card home-period" aria-label={words.period}>
        <ChoiceRow
          legend={words.period}
          choices={([...PERIODS, "store"] as const).map((value) => ({ value, label: checkWords.targets[value] }))}
          value={period.target}
          onChoose={(target) => choose({ target })}
        />
        {period.target === "dates" ? (
          <div className="home-days">
            <TextField type="date" label={checkWords.from} value={period.from} onChange={(from) => choose({ from })} />
            <TextField
              type="date"
              label={checkWords.to}
              value={period.to}
              onChange={(to) => choose({ to })}
              error={isReversed(period) ? words.daysReversed : null}
            />
          </div>
        ) : null}
        <PeriodTotal period={period} />
        <LastFullCheck />
      </section>
      <PeriodNumbers />
    </>
  );
}

/** How many runs, and what can be done with all of them. */
function PeriodTotal({ period }: { readonly period: HomePeriod }) {
  const { recordCheck, place } = useStores();
  const openRuns = useOpenRuns();
  const base = useHomeBase();
  const nowMs = useWindowStore("home", (state) => state.nowMs);
  const total = useWindowStore("home", (state) => state.cards.period.value?.total ?? null);
  const check = (): void => {
    place.getState().go({ name: "check" });
    recordCheck.getState().choose(period);
  };
  return (
    <div className="home-period-line">
      <p className="home-period-total" aria-live="polite">
        {total === null ? en.home.reading : period.target === "store" ? words.totalAll(total) : words.total(total)}
      </p>
      <div className="home-period-buttons">
        <Button onPress={() => openRuns({ ...base, date: periodDate(period, new Date(nowMs)) })}>{words.show}</Button>
        <Button kind="main" icon="seal-tick" onPress={check}>
          {words.check}
        </Button>
      </div>
    </div>
  );
}

function LastFullCheck() {
  const full = useWindowStore("health", (state) => loadedValue(state.health)?.last_full_check);
  if (full === undefined) return null;
  return <p className="soft">{full === null ? words.neverChecked : words.lastCheck(timeInSentence(full.at))}</p>;
}

function PeriodNumbers() {
  const { value, error } = useWindowStore("home", (state) => state.cards.period);
  return (
    <>
      {error === null ? null : <ErrorBox title={en.home.counts.failed} error={error} />}
      {value === null ? null : <PeriodCounts numbers={value} />}
    </>
  );
}

function isReversed({ from, to }: HomePeriod): boolean {
  return from !== "" && to !== "" && from > to;
}
