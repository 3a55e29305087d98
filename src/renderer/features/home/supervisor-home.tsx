import { HealthLine } from "./health-line.tsx";
import { HomeNumbers } from "./home-numbers.tsx";
import { UnexportedCard } from "./unexported-card.tsx";
import { WorkCard } from "./work-card.tsx";
import { WorkstationLine } from "./workstation-line.tsx";

/** For who decides: what waits for a review, what is wrong with records, what has not left the house, how the app does. */
export function SupervisorHome() {
  return (
    <>
      <div className="home-columns">
        <WorkCard name="waiting" />
        <div className="home-stack">
          <WorkCard name="trouble" />
          <UnexportedCard />
        </div>
      </div>
      <HealthLine />
      <HomeNumbers />
      <WorkstationLine />
    </>
  );
}
