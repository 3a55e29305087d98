import { RISK_LEVELS, type RiskLevel, RUN_STATUSES } from "../../../shared/verdicts.ts";
import { countedList } from "../../state/run-list-store.ts";
import type { FormFault, RecordForm } from "../../state/run-request.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ChoiceRow } from "../../ui/choice-row.tsx";
import { decisionLook } from "../../ui/fact-chips.tsx";
import { TextField } from "../../ui/text-field.tsx";

const words = en.record;
const NO_DECISION = "none";

interface FaultProps {
  readonly faults: readonly FormFault[];
}

/** What was to be done: mode, tool, machine, material. Values seen before are offered. */
export function JobFields({ faults }: FaultProps) {
  const { form, fill } = useForm();
  const facets = useWindowStore("runList", (state) => countedList(state)?.facets);
  const seen = (name: string): readonly string[] => (facets?.[name] ?? []).map(({ value }) => value);
  return (
    <fieldset className="record-group">
      <legend>{words.groups.job}</legend>
      <TextField
        label={words.fields.mode}
        hint={words.hints.mode}
        required={words.required}
        value={form.mode}
        error={faults.includes("mode") ? words.errors.mode : null}
        suggestions={seen("mode")}
        onChange={(mode) => fill({ mode })}
      />
      <TextField
        label={words.fields.tool}
        hint={words.hints.tool}
        required={words.required}
        value={form.tool}
        error={faults.includes("tool") ? words.errors.tool : null}
        suggestions={seen("tool")}
        onChange={(tool) => fill({ tool })}
      />
      <TextField
        label={words.fields.machine}
        value={form.machine}
        suggestions={seen("machine")}
        onChange={(machine) => fill({ machine })}
      />
      <TextField
        label={words.fields.material}
        value={form.material}
        suggestions={seen("material")}
        onChange={(material) => fill({ material })}
      />
    </fieldset>
  );
}

/** How it ended: status, decision, distance to the limit, reason. */
export function ResultFields({ faults }: FaultProps) {
  const { form, fill } = useForm();
  return (
    <fieldset className="record-group">
      <legend>{words.groups.result}</legend>
      <ChoiceRow
        legend={words.fields.status}
        choices={RUN_STATUSES.map((value) => ({ value, label: en.words.status[value] }))}
        value={form.status}
        onChoose={(status) => fill({ status })}
      />
      <ChoiceRow
        legend={words.fields.decision}
        choices={[
          { value: NO_DECISION, label: words.noDecision },
          ...RISK_LEVELS.map((value) => ({ value, label: en.words.decision[value], icon: decisionLook(value).icon })),
        ]}
        value={form.risk ?? NO_DECISION}
        onChoose={(value) => fill({ risk: RISK_LEVELS.find((level): level is RiskLevel => level === value) ?? null })}
      />
      <TextField
        label={words.fields.distance}
        hint={words.hints.distance}
        value={form.distance}
        error={faults.includes("distance") ? words.errors.distance : null}
        onChange={(distance) => fill({ distance })}
      />
      {form.status === "BLOCKED" || form.risk === "RED" ? (
        <TextField label={words.fields.reason} value={form.reason} onChange={(reason) => fill({ reason })} />
      ) : null}
    </fieldset>
  );
}

/** Longer texts: warnings, notes, G-code. */
export function TextFields() {
  const { form, fill } = useForm();
  return (
    <div className="record-columns">
      <fieldset className="record-group">
        <legend>{words.groups.remarks}</legend>
        <TextField
          label={words.fields.warnings}
          value={form.warnings}
          lines={3}
          onChange={(warnings) => fill({ warnings })}
        />
        <TextField label={words.fields.notes} value={form.notes} lines={3} onChange={(notes) => fill({ notes })} />
      </fieldset>
      <fieldset className="record-group">
        <legend>{words.groups.code}</legend>
        <TextField
          label={words.fields.gcode}
          value={form.gcode}
          lines={8}
          code={true}
          onChange={(gcode) => fill({ gcode })}
        />
      </fieldset>
    </div>
  );
}

function useForm(): { readonly form: RecordForm; readonly fill: (change: Partial<RecordForm>) => void } {
  const { record } = useStores();
  const form = useWindowStore("record", (state) => state.form);
  return { form, fill: record.getState().fill };
}
