import { useEffect } from "react";
import type { PastCheck } from "../../../shared/operations/check-operations.ts";
import { countText } from "../../format/number-text.ts";
import { timeInSentence } from "../../format/time-text.ts";
import { loadedValue } from "../../state/loaded.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { checkLook, FactChip } from "../../ui/fact-chips.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { pastScopeText } from "./scope-text.ts";

const words = en.recordCheck.past;

/** The checks that the log tells of, newest first. */
export function PastRegion() {
  const past = useWindowStore("pastChecks", (state) => state.past);
  const value = loadedValue(past);
  return (
    <section className="check-region check-past" aria-labelledby="check-past">
      <h2 id="check-past">{words.title}</h2>
      {past.state === "failed" ? <ErrorBox title={words.failed} error={past.error} /> : null}
      {past.state === "loading" || past.state === "idle" ? <p className="soft">{words.reading}</p> : null}
      {value?.checks.length === 0 ? <p>{words.none}</p> : null}
      {value !== null && value.checks.length > 0 ? <PastTable checks={value.checks} /> : null}
      {value !== null && value.nextBefore !== null ? <Older /> : null}
    </section>
  );
}

function PastTable({ checks }: { readonly checks: readonly PastCheck[] }) {
  const { recordCheck } = useStores();
  const { table } = words;
  useEffect(() => {
    const runIds = checks.flatMap(({ run_id: runId }) => (runId === null ? [] : [runId]));
    void recordCheck.getState().learnNames(runIds);
  }, [recordCheck, checks]);
  return (
    <div className="table-scroll">
      <table className="table check-past-table" aria-label={words.title}>
        <thead>
          <tr>
            <th scope="col">{table.when}</th>
            <th scope="col">{table.who}</th>
            <th scope="col">{table.scope}</th>
            <th scope="col" className="numeric">
              {table.runs}
            </th>
            <th scope="col" className="numeric">
              {table.odd}
            </th>
            <th scope="col">{table.verdict}</th>
            <th scope="col">{table.report}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <PastRow key={check.seq} check={check} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PastRow({ check }: { readonly check: PastCheck }) {
  const { pastChecks } = useStores();
  const runNames = useWindowStore("recordCheck", (state) => state.runNames);
  const isOpen = useWindowStore("pastChecks", (state) => state.opened?.check.seq === check.seq);
  return (
    <tr>
      <td>
        <TimeText at={check.at} />
      </td>
      <td>
        <SafeName text={check.by.uid} />
      </td>
      <td>
        <SafeName text={pastScopeText(check, runNames)} />
      </td>
      <td className="numeric">{countText(check.runs)}</td>
      <td className="numeric">{countText(check.bad_findings)}</td>
      <td>
        <FactChip fact="check" look={checkLook(check.verdict)} size="row" />
      </td>
      <td>
        <Button
          pressed={isOpen}
          label={words.openLabel(timeInSentence(check.at))}
          onPress={() => void pastChecks.getState().open(check)}
        >
          {words.open}
        </Button>
      </td>
    </tr>
  );
}

function Older() {
  const { pastChecks } = useStores();
  const loading = useWindowStore("pastChecks", (state) => state.loadingOlder);
  const error = useWindowStore("pastChecks", (state) => state.olderError);
  return (
    <>
      {error === null ? null : <ErrorBox title={words.olderFailed} error={error} />}
      <div>
        <Button offReason={loading ? words.reading : null} onPress={() => void pastChecks.getState().readOlder()}>
          {words.older}
        </Button>
      </div>
    </>
  );
}
