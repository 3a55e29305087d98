import { useState } from "react";
import type { WorkstationSettings } from "../../../shared/operations/view-operations.ts";
import { readShiftStarts } from "../../format/shift-starts.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { TextField } from "../../ui/text-field.tsx";

const words = en.home.machine;

/** Asks for the machine and the shifts of the workstation. What was typed stays until it is taken. */
export function WorkstationDialog(props: { readonly workstation: WorkstationSettings; readonly onClose: () => void }) {
  const { workstation, onClose } = props;
  const { home } = useStores();
  const error = useWindowStore("home", (state) => state.workstationError);
  const known = useKnownMachines();
  const [machine, setMachine] = useState(workstation.machine ?? "");
  const [shifts, setShifts] = useState(workstation.shifts.join(", "));
  const [isFaulty, setIsFaulty] = useState(false);
  const save = async (): Promise<void> => {
    const starts = readShiftStarts(shifts);
    setIsFaulty(starts === null);
    if (starts === null) return;
    const name = machine.trim();
    const isSet = await home.getState().setWorkstation({ machine: name === "" ? null : name, shifts: [...starts] });
    if (isSet) onClose();
  };
  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      onSubmit={() => void save()}
      buttons={
        <>
          <Button kind="main" submit={true} onPress={() => undefined}>
            {words.save}
          </Button>
          <Button onPress={onClose}>{words.back}</Button>
        </>
      }
    >
      <TextField label={words.name} value={machine} onChange={setMachine} hint={words.nameHint} suggestions={known} />
      <TextField
        label={words.shifts}
        value={shifts}
        onChange={setShifts}
        hint={words.shiftsHint}
        error={isFaulty ? words.shiftsFault : null}
      />
      {error === null ? null : <ErrorBox title={words.notSet} error={error} />}
    </Dialog>
  );
}

/** Machines that are named by runs on this page. */
function useKnownMachines(): readonly string[] {
  const rows = useWindowStore("home", (state) => state.cards.last.value?.rows);
  const waiting = useWindowStore("home", (state) => state.cards.waiting.value?.rows);
  const names = [...(rows ?? []), ...(waiting ?? [])].map((row) => row.machine_id).filter((name) => name !== null);
  return [...new Set(names)];
}
