import type { ReactNode } from "react";
import type { Health } from "../../../shared/operations/store-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { clockStepText, isRecentStep } from "../../format/clock-step-text.ts";
import { countText } from "../../format/number-text.ts";
import { timeInSentence, timeText } from "../../format/time-text.ts";
import { diskTrouble } from "../../state/disk-trouble.ts";
import { loadedValue } from "../../state/loaded.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { checkLook, FactChip } from "../../ui/fact-chips.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.home.health;

/** In one line: may the folder be written, how long will the drive last, is the clock right, when was everything checked. */
export function HealthLine() {
  const { place } = useStores();
  const health = useWindowStore("health", (state) => state.health);
  const value = loadedValue(health);
  return (
    <section className="home-card health-line" aria-label={words.title}>
      {health.state === "failed" ? <ErrorBox title={words.failed} error={health.error} /> : null}
      {value === null ? null : <HealthFacts health={value} />}
      <Button onPress={() => place.getState().go({ name: "health" })}>{words.show}</Button>
    </section>
  );
}

function HealthFacts({ health }: { readonly health: Health }) {
  const nowMs = useWindowStore("home", (state) => state.nowMs);
  const { store, clock_step: step, last_full_check: full } = health;
  return (
    <dl className="health-facts">
      <HealthFact label={words.folder} odd={store.mode !== "writable"}>
        <FolderState store={store} />
      </HealthFact>
      <HealthFact label={words.drive} odd={diskTrouble(health) !== null}>
        {driveText(health)}
      </HealthFact>
      <HealthFact label={words.clock} odd={step !== null && isRecentStep(step.at, nowMs)}>
        {step === null
          ? words.clockFine
          : words.clockStep(clockStepText(step.from, step.to), timeInSentence(step.at, { now: new Date(nowMs) }))}
      </HealthFact>
      <HealthFact label={words.check} odd={full?.verdict === "changed" || full?.verdict === "cannot-check"}>
        {full === null ? words.never : timeText(full.at, { now: new Date(nowMs) })}
        {full === null || full.verdict === null ? null : (
          <FactChip fact="check" look={checkLook(full.verdict)} size="row" />
        )}
      </HealthFact>
    </dl>
  );
}

function HealthFact(props: { readonly label: string; readonly odd: boolean; readonly children: ReactNode }) {
  return (
    <div className="health-fact" data-odd={props.odd}>
      <dt className="fact-label">{props.label}</dt>
      <dd>
        {props.odd ? <Icon name="triangle-mark" size="1em" /> : null}
        {props.children}
      </dd>
    </div>
  );
}

function FolderState({ store }: Pick<Health, "store">) {
  if (store.mode === "writable") return en.health.writable;
  if (store.holder === null) return en.health.readOnly;
  return <SafeName text={words.inUse(store.holder.host)} />;
}

function driveText({ disk, growth }: Health): string {
  if (disk === null) return en.health.unknown;
  const free = byteSizeText(disk.free_bytes);
  const days = growth?.days_left ?? null;
  return days === null ? words.driveLeft(free) : words.driveLeftDays(free, countText(days));
}
