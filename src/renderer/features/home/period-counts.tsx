import type { Numbers } from "../../../shared/operations/list-operations.ts";
import type { ReviewState, RiskLevel, RunStatus, Verdict } from "../../../shared/verdicts.ts";
import { countText } from "../../format/number-text.ts";
import { type CountedFact, countsOf, periodDate, unexportedQuery, valueQuery } from "../../state/home-queries.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { type ChipLook, checkLook, decisionLook, FactChip, reviewLook, statusLook } from "../../ui/fact-chips.tsx";
import { useHomeBase, useOpenRuns } from "./open-runs.ts";

const words = en.home.auditor;

const CHIPS = { risk: "decision", status: "status", check: "check", review: "review" } as const;

/** How many runs of the period have each value of the four facts. Each count opens its list. */
export function PeriodCounts({ numbers }: { readonly numbers: Numbers }) {
  return (
    <div className="home-facts">
      {(["risk", "status", "check", "review"] as const).map((fact) => (
        <FactCounts key={fact} fact={fact} numbers={numbers} />
      ))}
    </div>
  );
}

function FactCounts({ fact, numbers }: { readonly fact: CountedFact; readonly numbers: Numbers }) {
  const openRuns = useOpenRuns();
  const base = usePeriodBase();
  const title = words.facts[fact];
  return (
    <section className="home-card" aria-label={title}>
      <h2 className="home-card-head">{title}</h2>
      <ul className="fact-counts">
        {countsOf(numbers, fact).map(({ value, count }) => {
          const look = lookOf(fact, value);
          return (
            <li key={value ?? "none"}>
              <FactCount count={count} onPress={() => openRuns(valueQuery(base, fact, value))}>
                <FactChip fact={CHIPS[fact]} look={count === 0 ? { ...look, tone: "plain" } : look} size="row" />
              </FactCount>
            </li>
          );
        })}
        {fact === "review" ? <UnexportedCount numbers={numbers} /> : null}
      </ul>
    </section>
  );
}

function UnexportedCount({ numbers }: { readonly numbers: Numbers }) {
  const openRuns = useOpenRuns();
  const base = usePeriodBase();
  const count = numbers.not_exported;
  return (
    <li className="fact-count-apart">
      <FactCount count={count} onPress={() => openRuns(unexportedQuery(base))}>
        {words.unexported}
      </FactCount>
    </li>
  );
}

/** Nothing to open behind a zero. */
function FactCount(props: {
  readonly count: number;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}) {
  const { count, onPress, children } = props;
  const inside = (
    <>
      <span className="fact-count-name">{children}</span> <span className="fact-count-number">{countText(count)}</span>
    </>
  );
  if (count === 0) return <div className="fact-count">{inside}</div>;
  return (
    <button type="button" className="fact-count" onClick={onPress}>
      {inside}
    </button>
  );
}

function usePeriodBase() {
  const base = useHomeBase();
  const period = useWindowStore("home", (state) => state.period);
  const nowMs = useWindowStore("home", (state) => state.nowMs);
  return { ...base, date: periodDate(period, new Date(nowMs)) };
}

function lookOf(fact: CountedFact, value: string | null): ChipLook {
  switch (fact) {
    case "risk":
      return decisionLook(value as RiskLevel | null);
    case "status":
      return statusLook(value as RunStatus | null);
    case "check":
      return checkLook(value as Verdict);
    case "review":
      return reviewLook(value as ReviewState);
  }
}
