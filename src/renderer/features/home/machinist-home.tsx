import { en } from "../../text/en.ts";
import { HomeNumbers } from "./home-numbers.tsx";
import { LastRunCard } from "./last-run-card.tsx";
import { LastRuns } from "./last-runs.tsx";
import { NeedsYou } from "./needs-you.tsx";
import { WorkstationLine } from "./workstation-line.tsx";

/** At a machine: may the last run be cut, what needs a hand, and what came before. */
export function MachinistHome() {
  return (
    <>
      <LastRunCard />
      <p className="home-hint">{en.home.scanHint}</p>
      <div className="home-columns">
        <NeedsYou />
        <LastRuns />
      </div>
      <HomeNumbers />
      <WorkstationLine />
    </>
  );
}
