import { useState } from "react";
import { type FormFault, formFaults, type RecordForm } from "../../state/run-request.ts";
import { canWrite } from "../../state/session-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import type { WindowStores } from "../../state/window-stores.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { Icon } from "../../ui/icon.tsx";
import { JobFields, ResultFields, TextFields } from "./form-fields.tsx";
import "./record.css";

const words = en.record;

/** Recording a run by hand, or from a request file. */
export function RecordPage() {
  const stores = useStores();
  const { form, busy, waiting, error } = useWindowStore("record", (state) => state);
  const writable = useWindowStore("session", canWrite);
  const [tried, setTried] = useState(false);
  const faults = tried ? formFaults(form) : [];
  const submit = (): void => {
    setTried(true);
    if (formFaults(form).length === 0) void recordAndOpen(stores);
  };
  const offReason = writable ? (busy ? words.submitting : null) : words.readOnly;
  return (
    <form
      className="record-page"
      noValidate={true}
      onSubmit={(event) => {
        event.preventDefault();
        if (offReason === null) submit();
      }}
    >
      <div className="record-head">
        <p>{words.intro}</p>
        <Button
          icon="file"
          offReason={writable ? null : words.readOnly}
          onPress={() => void stores.record.getState().pickFile()}
        >
          {words.fromFile}
        </Button>
      </div>
      <p className="soft">{words.fromFileHint}</p>
      {faults.length === 0 ? null : <FaultList faults={faults} />}
      <div className="record-columns">
        <JobFields faults={faults} />
        <ResultFields faults={faults} />
      </div>
      <TextFields />
      {error === null || waiting !== null ? null : <ErrorBox title={words.failed} error={error} />}
      <div className="record-foot">
        <Outlook form={form} />
        <Button
          onPress={() => {
            setTried(false);
            stores.record.getState().clear();
          }}
        >
          {words.clear}
        </Button>
        <Button kind="main" submit={true} offReason={offReason} onPress={submit}>
          {busy ? words.submitting : words.submit}
        </Button>
      </div>
    </form>
  );
}

/** Records the form and opens the run; on a failure everything stays as typed. */
async function recordAndOpen({ record, place }: WindowStores): Promise<void> {
  const created = await record.getState().recordForm();
  if (created !== null) place.getState().go({ name: "run", runId: created.run_id, created });
}

function FaultList({ faults }: { readonly faults: readonly FormFault[] }) {
  return (
    <div className="error-box" role="alert">
      <p className="error-title">
        <Icon name="triangle-mark" />
        {words.errors.title}
      </p>
      <ul>
        {faults.map((fault) => (
          <li key={fault}>{words.errors[fault]}</li>
        ))}
      </ul>
    </div>
  );
}

/** Says before recording what the record will be. */
function Outlook({ form }: { readonly form: RecordForm }) {
  return (
    <p className="record-outlook">
      <strong>{words.outlook.title}: </strong>
      {outlookSentence(form)}
    </p>
  );
}

function outlookSentence(form: RecordForm): string {
  if (form.risk === null) return words.outlook.noDecision;
  const passed = form.risk === "GREEN" || form.risk === "YELLOW";
  return passed || form.status !== "OK" ? words.outlook.complete : words.outlook.strict;
}
