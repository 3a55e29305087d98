import type { Health } from "../../../shared/operations/store-operations.ts";
import { EVERYTHING } from "../../../shared/query/run-query.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { clockStepText, isRecentStep } from "../../format/clock-step-text.ts";
import { diskTrouble } from "../../state/disk-trouble.ts";
import { loadedValue } from "../../state/loaded.ts";
import { showRuns } from "../../state/show-runs.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { BuildingBanner } from "./building-banner.tsx";
import { MendedBanner } from "./mended-banner.tsx";

/** Records that are not what was recorded, the drive, and the clock: the worst first. */
export function TroubleBanners() {
  const health = useWindowStore("health", (state) => loadedValue(state.health));
  return (
    <>
      <ChangedBanner />
      {health === null ? null : <DiskBanner health={health} />}
      {health === null ? null : <ClockBanner step={health.clock_step} />}
      <BuildingBanner />
      <MendedBanner />
    </>
  );
}

function ChangedBanner() {
  const stores = useStores();
  const count = useWindowStore("alarms", (state) => state.changedRuns);
  const role = useWindowStore("session", (state) => state.session?.person.role ?? null);
  const isForThem = role === "supervisor" || role === "admin";
  if (count === 0 || !isForThem) return null;
  const show = (): void => {
    showRuns(stores, { ...EVERYTHING, check: ["changed"], hidden: "include" });
  };
  return (
    <Banner
      tone="changed"
      icon="seal-broken"
      title={en.frame.changed.title(count)}
      buttons={<Button onPress={show}>{en.frame.changed.show(count)}</Button>}
    >
      <p>{en.frame.changed.sentence(count)}</p>
    </Banner>
  );
}

function DiskBanner({ health }: { readonly health: Health }) {
  const trouble = diskTrouble(health);
  if (trouble === null) return null;
  const words = en.frame.disk;
  const free = byteSizeText(trouble.freeBytes);
  const left = trouble.daysLeft === null ? words.left(free) : words.leftForDays(free, trouble.daysLeft);
  return trouble.level === "full" ? (
    <Banner tone="stop" icon="disk" title={words.full}>
      <p>
        {left} {words.fullMeans}
      </p>
    </Banner>
  ) : (
    <Banner tone="warn" icon="disk" title={words.low}>
      <p>
        {left} {words.lowMeans}
      </p>
    </Banner>
  );
}

function ClockBanner({ step }: { readonly step: Health["clock_step"] }) {
  const { alarms } = useStores();
  const seenAt = useWindowStore("alarms", (state) => state.clockSeenAt);
  if (step === null || step.at === seenAt || !isRecentStep(step.at, Date.now())) return null;
  return (
    <Banner
      tone="warn"
      icon="clock"
      title={en.frame.clock.title(clockStepText(step.from, step.to))}
      buttons={
        <Button icon="cross" onPress={() => alarms.getState().putAwayClock(step.at)}>
          {en.frame.clock.putAway}
        </Button>
      }
    >
      <p>{en.frame.clock.sentence}</p>
    </Banner>
  );
}
