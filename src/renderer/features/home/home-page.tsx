import { useEffect } from "react";
import { HOME_ROLES, type HomeRole } from "../../state/home-queries.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ChoiceRow } from "../../ui/choice-row.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { AuditorHome } from "./auditor-home.tsx";
import "./home.css";
import { MachinistHome } from "./machinist-home.tsx";
import { SupervisorHome } from "./supervisor-home.tsx";

const words = en.home;

const HOMES: Readonly<Record<HomeRole, () => React.ReactNode>> = {
  machinist: MachinistHome,
  supervisor: SupervisorHome,
  auditor: AuditorHome,
};

/** The work list that goes with what a person may do, or with another role they look at. */
export function HomePage() {
  const { home } = useStores();
  const personRole = useWindowStore("session", (state) => state.session?.person.role ?? "machinist");
  const role = useWindowStore("home", (state) => state.role);
  const workstation = useWindowStore("home", (state) => state.workstation);
  useEffect(() => home.getState().showFor(personRole), [home, personRole]);
  useEffect(() => home.getState().follow(), [home]);
  const RoleHome = HOMES[role];
  return (
    <div className="home" data-role={role}>
      {workstation.error === null ? null : (
        <ErrorBox
          title={words.failed}
          error={workstation.error}
          action={{ label: words.tryAgain, onPress: () => void home.getState().refresh() }}
        />
      )}
      {workstation.value === null ? null : <RoleHome />}
      {workstation.value === null && workstation.error === null ? (
        <p className="soft home-waiting">{words.reading}</p>
      ) : null}
      <div className="home-foot">
        <ChoiceRow
          legend={words.showAs}
          choices={HOME_ROLES.map((value) => ({ value, label: en.words.role[value] }))}
          value={role}
          onChoose={(shown) => home.getState().showAs(personRole, shown)}
        />
        <p className="soft">{words.showAsHint}</p>
      </div>
    </div>
  );
}
