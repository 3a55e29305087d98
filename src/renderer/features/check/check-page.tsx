import { useEffect } from "react";
import { runToCheck } from "../../state/place-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ChooseRegion } from "./choose-region.tsx";
import { NowRegion } from "./now-region.tsx";
import { PastRegion } from "./past-region.tsx";
import { reportSentence } from "./report-rows.ts";
import "./check.css";
import "./check-print.css";

const words = en.recordCheck;

/** Record check: what to check, what is running and what came out, past checks. All three are always there, in this order. */
export function CheckPage() {
  useArrival();
  return (
    <div className="card-page check-page" data-width="wide">
      <ChooseRegion />
      <NowRegion />
      <PastRegion />
      <Announcement />
    </div>
  );
}

/** Whoever goes here from a run begins with that run; whoever comes back finds the page as it was. */
function useArrival(): void {
  const { place, recordCheck, pastChecks, health } = useStores();
  useEffect(() => {
    const state = place.getState();
    if (state.future.length === 0) recordCheck.getState().enter(runToCheck(state));
    void pastChecks.getState().read();
    void health.getState().read();
    return pastChecks.getState().follow();
  }, [place, recordCheck, pastChecks, health]);
}

/** Start, end and result of a check, for those who do not see the page change. */
function Announcement() {
  const phase = useWindowStore("recordCheck", (state) => state.phase);
  return (
    <p className="visually-hidden" role="status">
      {phase.name === "gathering" || phase.name === "running" ? words.running.announceStart : null}
      {phase.name === "stopped" ? words.running.stopped : null}
      {phase.name === "failed" ? words.running.failed : null}
      {phase.name === "done" ? reportSentence(phase.result) : null}
    </p>
  );
}
