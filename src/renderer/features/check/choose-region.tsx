import { useEffect } from "react";
import { zoneName } from "../../format/time-text.ts";
import {
  type CheckChoice,
  type CheckTarget,
  type ChoiceFault,
  choiceFault,
  isPeriod,
  PERIODS,
  periodDays,
  takesFilesOnly,
} from "../../state/check-scope.ts";
import { isBusy } from "../../state/record-check-store.ts";
import { countedList } from "../../state/run-list-store.ts";
import { canWrite } from "../../state/session-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { type Choice, ChoiceRow } from "../../ui/choice-row.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { daysText } from "./scope-text.ts";

const words = en.recordCheck.choose;

/** What to check, all choices in sight, and the button that starts it. */
export function ChooseRegion() {
  const { recordCheck } = useStores();
  const choice = useWindowStore("recordCheck", (state) => state.choice);
  const busy = useWindowStore("recordCheck", (state) => isBusy(state.phase));
  return (
    <section className="check-region" aria-labelledby="check-choose">
      <h2 id="check-choose">{words.title}</h2>
      <div className="check-choose">
        <div className="check-choices">
          <TargetChoice target={choice.target} />
          {choice.target === "dates" ? <DayFields choice={choice} /> : null}
          <FilesOnly choice={choice} />
        </div>
        <div className="check-start">
          <Button
            kind="main"
            icon="seal-tick"
            offReason={busy ? words.busy : null}
            onPress={() => void recordCheck.getState().checkNow()}
          >
            {words.checkNow}
          </Button>
        </div>
      </div>
      <Explanation choice={choice} />
      <Fault />
    </section>
  );
}

function TargetChoice({ target }: { readonly target: CheckTarget }) {
  const { recordCheck } = useStores();
  const runId = useWindowStore("recordCheck", (state) => state.runId);
  const name = useWindowStore("recordCheck", (state) => (runId === null ? undefined : state.runNames.get(runId)));
  const listed = useWindowStore("runList", (state) => countedList(state)?.total ?? 0);
  useEffect(() => {
    if (runId !== null) void recordCheck.getState().learnNames([runId]);
  }, [recordCheck, runId]);
  const choices: Choice<CheckTarget>[] = [
    ...(runId === null ? [] : [{ value: "run" as const, label: words.run(name ?? runId) }]),
    { value: "list", label: words.list(listed) },
    ...PERIODS.map((value) => ({ value, label: words.targets[value] })),
    { value: "store", label: words.targets.store },
  ];
  return (
    <ChoiceRow
      legend={words.title}
      hideLegend={true}
      choices={choices}
      value={target}
      onChoose={(value) => recordCheck.getState().choose({ target: value })}
    />
  );
}

function DayFields({ choice }: { readonly choice: CheckChoice }) {
  const { recordCheck } = useStores();
  const { choose } = recordCheck.getState();
  return (
    <div className="check-days">
      <TextField type="date" label={words.from} value={choice.from} onChange={(from) => choose({ from })} />
      <TextField type="date" label={words.to} value={choice.to} onChange={(to) => choose({ to })} />
    </div>
  );
}

function FilesOnly({ choice }: { readonly choice: CheckChoice }) {
  const { recordCheck } = useStores();
  if (!takesFilesOnly(choice.target)) return null;
  return (
    <label className="choice check-files-only">
      <input
        type="checkbox"
        checked={choice.filesOnly}
        onChange={(event) => recordCheck.getState().choose({ filesOnly: event.target.checked })}
      />
      <span>{words.filesOnly}</span>
    </label>
  );
}

/** What the choice means, and what the check leaves behind. */
function Explanation({ choice }: { readonly choice: CheckChoice }) {
  const writable = useWindowStore("session", canWrite);
  const hasSession = useWindowStore("session", (state) => state.session !== null);
  return (
    <div className="check-explain">
      <p>{explanation(choice, new Date())}</p>
      {isPeriod(choice.target) && zoneName() !== "UTC" ? <p className="soft">{words.explain.utc}</p> : null}
      {hasSession && !writable ? <p className="check-note">{words.readOnly}</p> : null}
    </div>
  );
}

function explanation(choice: CheckChoice, now: Date): string {
  const { target, filesOnly } = choice;
  if (target === "run" || target === "list") return words.explain[target];
  if (target === "store") return filesOnly ? words.explain.storeFiles : words.explain.store;
  const days = daysText(periodDays(choice, target, now));
  if (days === "") return words.explain.pickDays;
  return filesOnly ? words.explain.daysFiles(days) : words.explain.days(days);
}

/** Why the press did not start a check. A list that is too long is told before the press. */
function Fault() {
  const { recordCheck } = useStores();
  const pressed = useWindowStore("recordCheck", (state) => state.fault);
  const choice = useWindowStore("recordCheck", (state) => state.choice);
  const listed = useWindowStore("runList", (state) => countedList(state)?.total ?? 0);
  const fault: ChoiceFault | null =
    pressed ?? (choiceFault(choice, listed) === "long-list" ? ("long-list" as const) : null);
  if (fault === null) return null;
  return (
    <div className="check-fault" role="alert">
      <p>{words.faults[fault]}</p>
      {fault === "long-list" ? (
        <Button onPress={() => recordCheck.getState().choose({ target: "this-month" })}>{words.choosePeriod}</Button>
      ) : null}
    </div>
  );
}
