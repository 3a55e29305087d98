import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { runName } from "../../format/run-name.ts";
import { timeText } from "../../format/time-text.ts";
import type { ScanNotice } from "../../state/scan-store.ts";
import { useStores } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import "./scan.css";

const words = en.scan.choice;

/** Asks which run is meant where a code fits several. Nothing is opened by guessing. */
export function ScanChoice({ choice }: { readonly choice: Extract<ScanNotice, { readonly kind: "choice" }> }) {
  const { scan } = useStores();
  return (
    <Dialog
      title={words.title(choice.rows.length)}
      onClose={() => scan.getState().putAway()}
      buttons={<Button onPress={() => scan.getState().putAway()}>{words.back}</Button>}
    >
      <p>{words.sentence}</p>
      <ul className="scan-choices">
        {choice.rows.map((row) => (
          <li key={row.run_id}>
            <button type="button" className="scan-choice" onClick={() => scan.getState().open(row)}>
              <strong>{words.open(runName(row))}</strong>
              <span className="soft">
                <SafeName text={factsOf(row)} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {choice.more ? <p>{words.more}</p> : null}
    </Dialog>
  );
}

/** What tells runs of one number apart: when, with what, and where the record lies. */
function factsOf(row: RunRow): string {
  const made = row.created_at_utc === null ? null : timeText(row.created_at_utc);
  const facts = [made, row.machine_id, row.tool_id, row.material_id, row.path];
  return facts.filter((fact) => fact !== null).join(" · ");
}
