import { useState } from "react";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { WorkstationDialog } from "./workstation-dialog.tsx";

const words = en.home.machine;

/** Which machine the workstation stands at. Whoever may, sets it here. */
export function WorkstationLine() {
  const workstation = useWindowStore("home", (state) => state.workstation.value);
  const role = useWindowStore("session", (state) => state.session?.person.role ?? null);
  const [isOpen, setIsOpen] = useState(false);
  if (workstation === null) return null;
  const maySet = role === "supervisor" || role === "admin";
  return (
    <div className="home-workstation">
      <p className="soft">
        {workstation.machine === null ? words.none : <SafeName text={words.is(workstation.machine)} />}
      </p>
      {workstation.problem === undefined ? null : (
        <p className="field-error">
          <Icon name="triangle-mark" size="1em" />
          {workstation.problem}
        </p>
      )}
      {maySet ? <Button onPress={() => setIsOpen(true)}>{words.set}</Button> : null}
      {isOpen ? <WorkstationDialog workstation={workstation} onClose={() => setIsOpen(false)} /> : null}
    </div>
  );
}
